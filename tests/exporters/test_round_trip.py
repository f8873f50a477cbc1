"""Importing our own export gives the same library, where the format can hold it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returning import Telling, comment, holdings, returned, sample_library, told, words

from commonplace.exporter import Holdings
from commonplace.exporters import exporter_named
from commonplace.grammar.markdown_note.inline import tags as tags_in
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Document, Locator, Source, TextQuoteSelector, TextualBody

_LAST_TAGS = re.compile(r"\s*(?:(?<=\s)|^)#[\w/-]+(?: #[\w/-]+)*\Z")

tidy = (
    st.text("ab zé中文字，。！？（）$+=@&'\"\\-{}[]()|~", max_size=20)
    .map(lambda text: re.sub(" +", " ", text).strip())
    .filter(lambda text: not text or any(c.isalnum() for c in text))
)
named = st.text("abc中文", min_size=1, max_size=6)
books = st.builds(
    Document,
    key=st.sampled_from(("k1", "k2")),
    title=st.just("神经网络札记"),
    authors=st.just(("林一",)),
    isbn=st.just("9780000002716"),
)


@st.composite
def marked(draw: st.DrawFn) -> Annotation:
    """An annotation of an app that tells no more than most do."""
    quote, note, tags = draw(tidy), draw(tidy), draw(st.lists(named, max_size=2, unique=True))
    bodies = [TextualBody(value=note)] if note else []
    return Annotation(
        importer=draw(st.sampled_from(("weread", "kindle-clippings"))),
        document=draw(books),
        motivation="commenting" if note or tags else "highlighting",
        native_id=draw(st.uuids().map(str)),
        selectors=(TextQuoteSelector(exact=quote),) if quote else (),
        bodies=(*bodies, *(TextualBody(value=tag, purpose="tagging") for tag in tags)),
        locator=Locator(
            headings=tuple(draw(st.lists(named, max_size=2))), page=draw(st.sampled_from(("", "7"))), order=(1,)
        ),
        created=draw(st.sampled_from(("", "2024-05-01T08:30:00Z", "2024-05-01T08:30:00"))),
        color=draw(st.sampled_from(("", "yellow"))),
    )


says_something = marked().filter(lambda item: bool(item.selectors or item.bodies))
libraries = st.lists(says_something, min_size=1, max_size=4).map(identified).map(holdings)


@pytest.fixture(scope="module")
def sample() -> Holdings:
    return sample_library()


def in_hypothesis(source: Source, item: Annotation) -> tuple[object, ...]:
    title = item.document.title or source.title
    return (title, item.quote, comment(item), item.tags, item.created, item.locator.physical_page, item.visibility)


def in_readwise(source: Source, item: Annotation) -> tuple[object, ...]:
    tags = sorted({re.sub(r"[^\w/-]+", "-", tag).strip("-") for tag in item.tags})
    return (source.title, source.authors, words(item.quote), words(comment(item)), tags, item.created or item.updated)


def in_obsidian(source: Source, item: Annotation) -> tuple[object, ...]:
    note = _LAST_TAGS.sub("", words(comment(item)))
    page = item.locator.page or str(item.locator.physical_page or "")
    asks = item.motivation == "questioning" and bool(note or item.tags)
    tags = {"-".join(re.findall(r"[\w/-]+", tag)).strip("-/") for tag in item.tags} | set(tags_in(comment(item)))
    return (source.title, source.authors, words(item.quote), note, sorted(tags), asks, page if item.quote else "")


def in_table(source: Source, item: Annotation) -> tuple[object, ...]:
    headings = " › ".join(item.locator.headings)
    page = item.locator.page or str(item.locator.physical_page or "")
    place = (headings, page, item.color, item.created, item.updated if item.updated != item.created else "")
    said = (words(item.quote), words(comment(item)), item.tags, item.motivation)
    return (source.title, source.authors, *said, *place)


TELLINGS: dict[str, Telling] = {
    "hypothesis": in_hypothesis,
    "readwise": in_readwise,
    "obsidian": in_obsidian,
    "csv": in_table,
}


def held(library: Holdings, name: str) -> Holdings:
    """The part of a library that a format has a place for."""
    omits = exporter_named(name).omits
    return holdings((item for _, item in library.annotations if not omits(item)), account=library.account)


@pytest.mark.parametrize("name", TELLINGS)
def test_the_sample_library_comes_back(sample: Holdings, name: str) -> None:
    kept = held(sample, name)
    assert len(kept.annotations) > 60
    assert told(returned(kept, name), TELLINGS[name]) == told(kept, TELLINGS[name])


@pytest.mark.parametrize("name", TELLINGS)
@settings(max_examples=40)
@given(library=libraries)
def test_any_annotations_come_back(name: str, library: Holdings) -> None:
    kept = held(library, name)
    if kept.annotations:
        assert told(returned(kept, name), TELLINGS[name]) == told(kept, TELLINGS[name])


def everything(library: Holdings) -> dict[str, Annotation]:
    return {item.id: item for _, item in library.annotations}


def test_web_annotations_hold_the_whole_sample_library(sample: Holdings) -> None:
    assert everything(returned(sample, "w3c")) == everything(sample)


@settings(max_examples=40)
@given(library=libraries)
def test_web_annotations_hold_any_library(library: Holdings) -> None:
    assert everything(returned(library, "w3c")) == everything(library)


def test_annotations_of_hypothesis_go_back_as_they_came(sample: Holdings) -> None:
    own = {item.id: item for _, item in sample.annotations if item.importer == "hypothesis"}
    again = {item.id: item for _, item in returned(holdings(own.values()), "hypothesis").annotations}
    assert own.keys() == again.keys()
    for key, item in own.items():
        kept = {name: value for name, value in item.extra.items() if name != "export_userid"}
        extra = {name: value for name, value in again[key].extra.items() if name != "export_userid"}
        assert replace(again[key], extra=extra, document=item.document) == replace(item, extra=kept)


@pytest.mark.parametrize("name", ["hypothesis", "obsidian"])
def test_a_second_round_changes_nothing(sample: Holdings, name: str) -> None:
    once = returned(held(sample, name), name)
    assert told(returned(once, name), TELLINGS[name]) == told(once, TELLINGS[name])
