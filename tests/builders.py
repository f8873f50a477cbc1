"""Values for tests: whole ones from a few words, and strategies for any of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from commonplace.model import (
    Annotation,
    Attachment,
    Concept,
    Document,
    Formula,
    FragmentSelector,
    Locator,
    Passage,
    Reading,
    Source,
    TextPositionSelector,
    TextQuoteSelector,
    TextualBody,
)

ANNOTATOR_NOTE = """\
---
annotation-target: 书/梯度.pdf
---

>%%
>```annotation-json
>{}
>```
>%%
>*%%HIGHLIGHT%% ==梯度指向最陡的方向== *
>%%LINK%%[[#^ab12|show annotation]]
>%%COMMENT%%
>为什么？
>%%TAGS%%
>#nabla
^ab12
"""
BOOK = Document(key="book-1", title="神经网络札记", authors=("林一",))


def annotation(quote: str = "", *, comment: str = "", tags: tuple[str, ...] = (), **told: Any) -> Annotation:
    """An annotation of BOOK; `told` is any other field."""
    bodies = ((TextualBody(value=comment),) if comment else ()) + tuple(
        TextualBody(value=tag, purpose="tagging") for tag in tags
    )
    fields: dict[str, Any] = {
        "importer": "weread",
        "document": BOOK,
        "motivation": "commenting" if comment else "highlighting",
        "selectors": (TextQuoteSelector(exact=quote),) if quote else (),
        "bodies": bodies,
    }
    return Annotation(**(fields | told))


def passage(quote: str = "", **told: Any) -> Passage:
    """A passage with one witness."""
    return Passage(annotations=(annotation(quote, **told),), quote=quote)


def reading(*passages: Passage, **told: Any) -> Reading:
    """A source with its passages; `told` is any field of the source."""
    fields: dict[str, Any] = {"id": "book", "title": BOOK.title, "authors": BOOK.authors}
    return Reading(source=Source(**(fields | told)), passages=passages)


def concept(concept_id: str, *terms: str, **told: Any) -> Concept:
    """A concept that is called each of `terms`."""
    return Concept(id=concept_id, title=terms[0], names={"zh": terms[0]}, aliases=terms[1:], **told)


# Any text that JSON can hold, halves of characters included: exports come from strangers.
texts = st.text(st.characters(codec=None), max_size=30)
plain_texts = st.text("ab 中文\n，。*_`$<>&'\"\\-{}[]()#!|~", max_size=30)
dates = st.sampled_from(("", "2024-05-01T08:30:00Z", "2024-05-01T08:30:00.123+08:00", "2024-05-01T08:30:00"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
documents = st.builds(
    Document,
    key=texts.filter(bool),
    title=texts,
    authors=st.lists(texts, max_size=2).map(tuple),
    publisher=texts,
    published=texts,
    isbn=st.sampled_from(("", "9787115509345", "978-7-115-50934-5")),
    url=st.sampled_from(("", "https://example.org/a b?x=1#y", "vault:/x")),
    file=texts,
    fingerprint=st.sampled_from(("", "0" * 32)),
    extra=st.dictionaries(texts, json_values, max_size=2),
)
selectors = st.one_of(
    st.builds(TextQuoteSelector, exact=texts, prefix=texts, suffix=texts),
    st.builds(TextPositionSelector, start=st.integers(0, 10**7), end=st.integers(0, 10**7)),
    st.builds(FragmentSelector, value=texts, conforms_to=st.sampled_from(("", "http://tools.ietf.org/rfc/rfc3778"))),
)
bodies = st.builds(
    TextualBody,
    value=texts,
    purpose=st.sampled_from(("commenting", "tagging", "questioning")),
    created=dates,
    native_id=texts,
)
locators = st.builds(
    Locator,
    headings=st.lists(texts, max_size=3).map(tuple),
    page=texts,
    physical_page=st.none() | st.integers(1, 2000),
    selection=st.sampled_from(("", "1,0,4,12")),
    rectangle=st.sampled_from(("", "1,2,3,4")),
    range=st.sampled_from(("", "100-140")),
    order=st.lists(st.integers(0, 10**6), max_size=3).map(tuple),
)
any_annotation: st.SearchStrategy[Annotation] = st.builds(
    Annotation,
    importer=st.sampled_from(("weread", "pdf-plus", "hypothesis")),
    document=documents,
    motivation=st.sampled_from(("highlighting", "commenting", "questioning", "replying", "assessing")),
    native_id=texts,
    selectors=st.lists(selectors, max_size=2).map(tuple),
    bodies=st.lists(bodies, max_size=3).map(tuple),
    locator=locators,
    created=dates,
    updated=dates,
    creator=texts,
    visibility=st.sampled_from(("public", "group", "private")),
    group=texts,
    reply_to=texts,
    color=texts,
    formulas=st.lists(st.builds(Formula, tex=texts, display=st.booleans()), max_size=2).map(tuple),
    attachments=st.lists(st.builds(Attachment, path=texts, alternative=texts), max_size=2).map(tuple),
    extra=st.dictionaries(texts, json_values, max_size=2),
)
