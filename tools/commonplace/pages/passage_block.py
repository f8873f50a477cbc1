"""One passage on a page: the words, who marked them where and when, what the reader wrote, and why it is here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from commonplace.model import Annotation, Attachment, Evidence, Passage, Reading
from commonplace.pages.addresses import anchor, concept_link, passage_address, relative, tag_anchor
from commonplace.pages.brief import AREA, brief, is_area
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.chapters import chapter_name
from commonplace.pages.citation import citation_html
from commonplace.pages.comments import comment_html, formula_html, plain_line
from commonplace.pages.published import tags_of
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.pages.words import EVIDENCE
from commonplace.store.attachments import stored_name
from commonplace.text import letters_only

_LINK = re.compile(r"\[\[(?P<target>[^\[\]]*)\]\]|\[(?P<words>[^\[\]]*)\]\([^()]*\)")


def link_to_passage(page: str, reading: Reading, passage: Passage, catalogue: Catalogue) -> str:
    """A Markdown link from `page` to a passage on the page of its source."""
    return f"[{encoded_line(brief(passage, catalogue))}]({passage_address(page, reading, passage)})"


def passage_item(
    reading: Reading, passage: Passage, page: str, catalogue: Catalogue, *, with_source: bool = True
) -> str:
    """One line of a list: the beginning of a passage, its book where the list does not say it, its concepts."""
    source = encoded_line(reading.source.title) if with_source else ""
    concepts = catalogue.listed(concept_link(page, concept, catalogue) for concept in catalogue.concepts_of(passage))
    return f"- {link_to_passage(page, reading, passage, catalogue)}{beside(source, concepts)}"


def beside(*facts: str) -> str:
    """What is said of an item of a list, below it in small letters."""
    told = " · ".join(fact for fact in facts if fact)
    return f' <span class="cp-beside">{told}</span>' if told else ""


def passage_block(  # noqa: PLR0913 - what a page says of a passage
    passage: Passage,
    reading: Reading,
    page: str,
    catalogue: Catalogue,
    *,
    place: str,
    evidence: Iterable[Evidence] = (),
    concept: str = "",
) -> str:
    """A passage as Markdown.

    Parameters
    ----------
    passage
        What to show.
    reading
        The source that it stands in.
    page
        The page that it stands on, below docs/.
    catalogue
        For the attachments that are at hand.
    place
        Markdown that says where in its source the passage stands, put before the date.
    evidence
        Why it is on this page.
    concept
        The concept whose page this is: formulas in notes are held against its own.
    """
    parts = [
        f"/// html | blockquote#{anchor(passage.annotations[0])}.{'.'.join(_classes(passage, catalogue))}",
        *_anchors(passage),
        *_quote(passage, catalogue),
        *_attributions(passage),
        *(remark for witness in passage.wholes for remark in _remarks(witness, page, catalogue)),
        *(
            line
            for witness in passage.annotations
            if witness.id in passage.parts
            for line in _part(witness, page, catalogue)
        ),
        *_judgements(passage, catalogue, concept),
        *answers(passage, catalogue),
        *_tags(passage, page),
        _where(passage, catalogue, place),
        "".join((*_reasons(evidence, catalogue), citation_html(reading, passage, catalogue))),
        "///",
    ]
    return "\n\n".join(parts)


def _where(passage: Passage, catalogue: Catalogue, place: str) -> str:
    """Where and when a passage was marked, and a link to this place that can be copied."""
    name = catalogue.say("这一条的链接", "link to this passage")
    address = f"#{anchor(passage.annotations[0])}"
    told = f'title="{name}" aria-label="{name}"'
    permalink = f"[¶]({address}){{: .cp-permalink {told} }}"
    where = " · ".join(part for part in (place, *_dates(passage, catalogue)) if part)
    return f"{where} {permalink}\n{{: .cp-place }}".lstrip()


def _classes(passage: Passage, catalogue: Catalogue) -> Iterator[str]:
    yield "cp-passage"
    if not passage.quote and not is_area(passage):
        yield "cp-note"
    if catalogue.is_open(passage):
        yield "cp-question"
    color = next((letters_only(witness.color) for witness in passage.annotations if witness.color), "")
    if color.isascii() and color.isalpha():
        yield f"cp-color-{color}"


def _anchors(passage: Passage) -> list[str]:
    others = "".join(f'<span id="{anchor(witness)}"></span>' for witness in passage.annotations[1:])
    return [f"<p hidden>{others}</p>"] if others else []


def _quote(passage: Passage, catalogue: Catalogue) -> list[str]:
    if passage.quote:
        return [f'<p class="cp-quote" dir="auto">{encoded(passage.quote)}</p>']
    if is_area(passage):
        return [f'<p class="cp-quote">{catalogue.say(*AREA)}</p>']
    return []


def _attributions(passage: Passage) -> Iterator[str]:
    """Whose words a quote is said to be; a link alone leads back to the reading app, and says nobody's name."""
    told = dict.fromkeys(str(witness.extra.get("attribution", "")) for witness in passage.wholes)
    for words in told:
        if letters_only(_LINK.sub("", words)):
            yield f'<p class="cp-attribution" dir="auto">{encoded(plain_line(_LINK.sub(_words_of_link, words)))}</p>'


def _words_of_link(link: re.Match[str]) -> str:
    return link["words"] or (link["target"] or "").rpartition("|")[2]


def _remarks(witness: Annotation, page: str, catalogue: Catalogue) -> Iterator[str]:
    for body in witness.comments:
        if body.value.strip():
            yield f'<div class="cp-comment" dir="auto">{comment_html(body.value)}</div>'
    for attachment in witness.attachments:
        yield _attachment(witness, attachment, page, catalogue)


def _part(witness: Annotation, page: str, catalogue: Catalogue) -> Iterator[str]:
    """What an annotation that marks a part of the passage has: the words of the part, its place, date and comment."""
    where = " · ".join(encoded_line(told) for told in (_place(witness), _date(witness, catalogue)) if told)
    words = f'<q dir="auto">{encoded(witness.quote)}</q>'
    yield f'<p class="cp-place cp-part">{catalogue.say("其中一部分", "part of it")}: {words} · {where}</p>'
    yield from _remarks(witness, page, catalogue)


def _judgements(passage: Passage, catalogue: Catalogue, concept: str) -> Iterator[str]:
    """What came of the formulas in the notes on a passage, where it is sure."""
    told = dict.fromkeys((w.document.key, formula.tex) for w in passage.annotations for formula in w.formulas)
    for document, tex in told:
        verdict = catalogue.notes.get((concept, document, tex))
        if verdict is None or verdict.judgement not in ("agrees", "differs", "slip"):
            continue
        say = catalogue.say
        start, end = f'<a href="#formula-{verdict.place}">', f" {verdict.place}</a>"
        words = say(
            f"笔记里的公式与{start}公式{end}一致。", f"The formula in this note agrees with {start}formula{end}."
        )
        if verdict.judgement != "agrees":
            chinese, _, english = verdict.problem.partition("\n")
            zh, en = "可能是笔误", "Perhaps a slip of the pen"
            if verdict.judgement == "differs":
                zh = f"笔记里的公式与核对过的{start}公式{end}不同"
                en = f"This note differs from the checked {start}formula{end}"
            words = say(f"{zh}：{_with_formulas(chinese)}。", f"{en}: {_with_formulas(english)}.")
        kind = f"cp-verdict cp-verdict--{verdict.judgement}"
        yield f'<p class="{kind}">{formula_html(tex, display=False)} {words}</p>'


def _with_formulas(told: str) -> str:
    """Set what stands between dollar signs as a formula."""
    parts = told.split("$")
    return "".join(
        formula_html(part, display=False) if place % 2 else encoded(part) for place, part in enumerate(parts)
    )


def _attachment(witness: Annotation, attachment: Attachment, page: str, catalogue: Catalogue) -> str:
    path = stored_name(witness.document, attachment)
    told = attachment.alternative or attachment.path
    if path not in catalogue.attachments:
        name = encoded(attachment.path)
        missing = catalogue.say("缺少图片", "missing picture")
        return f'<p class="cp-attachment cp-attachment--missing">{missing}: <code>{name}</code></p>'
    alternative = encoded_line(told).removeprefix("<bdi>").removesuffix("</bdi>")
    return f"![{alternative}]({relative(page, path)}){{: .cp-attachment loading=lazy }}"


def _tags(passage: Passage, page: str) -> list[str]:
    tags = tags_of(passage.annotations)
    links = (
        f"[{encoded_line('#' + tag)}]({relative(page, 'tags.md')}#{tag_anchor(tag)}){{: .cp-tag }}" for tag in tags
    )
    return ["\n".join((" ".join(links), "{: .cp-tags }"))] if tags else []


def answers(passage: Passage, catalogue: Catalogue) -> Iterator[str]:
    """What the owner answered to the questions of `passage`."""
    for told in catalogue.answers_to(passage):
        label = f"<p>{catalogue.say('答', 'answered')} {encoded(told.on)}</p>"
        yield f'<div class="cp-comment cp-answer" dir="auto">{label}{comment_html(told.text)}</div>'


def _dates(passage: Passage, catalogue: Catalogue) -> list[str]:
    """When and in which app each witness was marked."""
    return [encoded_line(told) for told in dict.fromkeys(_date(witness, catalogue) for witness in passage.wholes)]


def _date(witness: Annotation, catalogue: Catalogue) -> str:
    app = catalogue.say(*catalogue.apps.get(witness.importer, (witness.importer, witness.importer)))
    return " ".join(part for part in (app, witness.created[:10]) if part)


def _reasons(evidence: Iterable[Evidence], catalogue: Catalogue) -> list[str]:
    told = dict.fromkeys(
        catalogue.say(*EVIDENCE[reason.kind]) + (f": <b>{encoded(reason.term)}</b>" if reason.term else "")
        for reason in evidence
    )
    if not told:
        return []
    items = "".join(f"<li>{reason}</li>" for reason in told)
    why = catalogue.say("为何在此", "why here")
    return [f'<details class="cp-why"><summary>{why}</summary><ul>{items}</ul></details>']


def place_in_source(passage: Passage) -> str:
    """Chapter and page of each witness, encoded."""
    places = dict.fromkeys(_place(witness) for witness in passage.wholes)
    return " / ".join(encoded_line(place) for place in places if place)


def _place(witness: Annotation) -> str:
    page = witness.locator.page or (str(witness.locator.physical_page) if witness.locator.physical_page else "")
    return " · ".join(part for part in (chapter_name(witness.locator.chapter), f"p. {page}" if page else "") if part)
