"""What readers left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from commonplace.model import Concept, Passage, Reading
from commonplace.pages.addresses import anchor, concept_path, passage_address, relative
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.comments import comment_html
from commonplace.pages.division import Gathered, Listing, Section, gathered
from commonplace.pages.passage_block import answers, brief
from commonplace.pages.passage_groups import stand_in_full
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.questions import asks, is_question

_MOST = 50  # Questions on the page of a concept; the page of questions has all.


def questions_about(concept: Concept, catalogue: Catalogue) -> list[tuple[Reading, Passage]]:
    """The passages on a concept that hold an open question."""
    return [
        (reading, passage)
        for reading, passages in catalogue.passages_by_concept[concept.id]
        for passage in passages
        if catalogue.is_open(passage)
    ]


def questions_on(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    """The open questions of a concept's page, each with a link to where it was asked."""
    asked = questions_about(concept, catalogue)
    if not asked:
        return
    yield f"## {catalogue.say('疑问', 'Open questions')} ({len(asked)}) {{: #questions }}"
    here, page = stand_in_full(concept, catalogue), concept_path(concept.id)
    for reading, passage in asked[:_MOST]:
        place = "" if passage.id in here else relative(page, reading.path)
        where = f"[{encoded_line(brief(passage, catalogue))}]({place}#{anchor(passage.annotations[0])})"
        yield "\n\n".join(("/// html | div.cp-asked", *asked_in(passage), f"{where}\n{{: .cp-place }}", "///"))
    if len(asked) > _MOST:
        yield f"[{catalogue.say('所有问题', 'all open questions')}](../questions.md#on-{concept.id})"


def asked_in(passage: Passage) -> list[str]:
    """What was asked, with its formulas."""
    return [
        f'<div class="cp-comment" dir="auto">{comment_html(body.value)}</div>'
        for witness in passage.annotations
        for body in witness.comments
        if is_question(witness) and body.value.strip()
    ]


def open_questions(catalogue: Catalogue) -> dict[str, tuple[Reading, Passage]]:
    """Every passage that holds an open question, by its id."""
    return {
        passage.id: (reading, passage)
        for reading in catalogue.readings
        for passage in reading.passages
        if catalogue.is_open(passage)
    }


def questions(catalogue: Catalogue) -> Gathered:
    """The open questions by concept; then what was answered."""
    say = catalogue.say
    unclaimed = open_questions(catalogue)
    sections = []
    for concept in catalogue.concepts:
        if asked := questions_about(concept, catalogue):
            section = _section(f"on-{concept.id}", encoded_line(catalogue.title_of(concept)), asked, catalogue)
            sections.append(replace(section, leads_to=concept_path(concept.id)))
        for _, passage in asked:
            unclaimed.pop(passage.id, None)
    if unclaimed:
        sections.append(_section("others", say("其他", "Others"), list(unclaimed.values()), catalogue))
    nothing = [] if sections else [say("没有未解的问题。", "No open question.")]
    answered = [(r, p) for r in catalogue.readings for p in r.passages if catalogue.answers_to(p) and asks(p)]
    if answered:
        sections.append(_section("answered", say("已解答", "Answered"), answered, catalogue))
    return gathered(Listing(path="questions.md", sections=tuple(sections)), nothing)


def _section(place: str, name: str, asked: Sequence[tuple[Reading, Passage]], catalogue: Catalogue) -> Section:
    return Section(
        place=place,
        name=name,
        count=len(asked),
        items=[partial(_question, reading, passage, catalogue) for reading, passage in asked],
        joined="\n\n".join,
    )


def _question(reading: Reading, passage: Passage, catalogue: Catalogue, page: str) -> str:
    """What was asked, with its formulas, and the words that it is about; the answer where there is one."""
    quote = [f'<p class="cp-quote" dir="auto">{encoded(passage.quote)}</p>'] if passage.quote else []
    source = encoded_line(reading.source.title)
    link = f"[{source}]({passage_address(page, reading, passage)})"
    kind = "blockquote.cp-passage" + (".cp-question" if catalogue.is_open(passage) else "")
    parts = [
        f"/// html | {kind}",
        *quote,
        *asked_in(passage),
        *answers(passage, catalogue),
        f"{link}\n{{: .cp-place }}",
        "///",
    ]
    return "\n\n".join(parts)
