"""The passages on a concept: by source, the main ones first; where there are many, folded by chapter and counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import TypeAlias

from commonplace.model import Concept, Evidence, Passage, Reading
from commonplace.pages.addresses import concept_path, place_of, relative, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.chapters import chapter_name
from commonplace.pages.facets import OnConcept
from commonplace.pages.kept import Shown
from commonplace.pages.passage_block import passage_block, place_in_source
from commonplace.pages.safe_text import encoded_line

_SHOWN = 12  # Passages of a page that are not folded away, shared by its sources.
_LEAST_SHOWN = 2
_MOST = 300
"""Passages of a page in all: a concept of thousands would take megabytes, which nobody reads."""
MOST_OF_SOURCE = 100
"""Of these at most so many are of one source."""

_MOST_SOURCES = 200
"""Further sources that a page names."""

Found: TypeAlias = Sequence[tuple[Reading, OnConcept]]


def passages_on(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """Every passage that is linked to `concept`; where there are very many, those of the sources that say most."""
    found = catalogue.on_concept[concept.id]
    count = catalogue.concept_counts[concept.id]
    yield f"## {catalogue.say('摘录', 'Passages')} ({count}) {{: #passages }}"
    if not found:
        yield catalogue.say("还没有摘录。", "No passage yet.")
    room = _room(concept, catalogue)
    most = max(_LEAST_SHOWN, _SHOWN // max(1, len(found)))
    for reading, on in found:
        if reading.source.id not in room:
            continue
        yield f"### {source_link(page, reading)} ({len(on.numbers)}) {{: #from-{reading.source.id} }}"
        ordered = _shown_by(reading, on, concept, catalogue)[: room[reading.source.id]]
        first = ordered if count <= _SHOWN else ordered[:most]
        yield from (shown.text for shown in first)
        if rest := ordered[len(first) :]:
            yield _folded(rest, catalogue)
        if more := len(on.numbers) - len(ordered):
            yield f"{_on_its_page(reading, on, more, page, catalogue)}\n{{: .cp-facts }}"
    if others := [(reading, on) for reading, on in found if reading.source.id not in room]:
        yield f"### {catalogue.say('其他来源', 'Other sources')} ({len(others)}) {{: #other-sources }}"
        yield "\n".join(_lines(others, page, catalogue))


def stand_in_full(concept: Concept, catalogue: Catalogue) -> frozenset[str]:
    """Ids of the passages that the page of `concept` shows."""
    found = catalogue.on_concept[concept.id]
    room = _room(concept, catalogue)
    return frozenset(
        shown.id
        for reading, on in found
        if reading.source.id in room
        for shown in _shown_by(reading, on, concept, catalogue)[: room[reading.source.id]]
    )


def sources_in_full(concept: Concept, catalogue: Catalogue) -> list[str]:
    """Ids of the sources of which the page of `concept` shows passages."""
    found = catalogue.on_concept[concept.id]
    room = _room(concept, catalogue)
    return [reading.source.id for reading, _ in found if reading.source.id in room]


def _shown_by(reading: Reading, on: OnConcept, concept: Concept, catalogue: Catalogue) -> Sequence[Shown]:
    """The passages of a source on the page of a concept, made earlier or now."""
    known = catalogue.shown
    if known and next(iter(known))[1] != concept.id:  # A page asks several times, and no other page asks again.
        known.clear()
    name = (reading.source.id, concept.id)
    if name not in known:
        known[name] = catalogue.kept.shown(*name) if catalogue.kept else shown_of(reading, on, concept, catalogue)
    return known[name]


def shown_of(reading: Reading, on: OnConcept, concept: Concept, catalogue: Catalogue) -> tuple[Shown, ...]:
    """The passages of a source on a concept, those whose main concept it is first; as many as a page has room for."""
    main = frozenset(on.main)
    ordered = sorted(on.numbers, key=lambda number: number not in main)[:MOST_OF_SOURCE]
    return tuple(_shown(number, reading, concept, catalogue) for number in ordered)


def _room(concept: Concept, catalogue: Catalogue) -> Mapping[str, int]:
    """How many passages of each source are shown, by its id: those with the most come first."""
    known = catalogue.rooms
    if concept.id not in known:
        known[concept.id] = room = {}
        left = _MOST
        found = catalogue.on_concept[concept.id]
        for reading, on in nsmallest(_MOST, found, key=_most_first):
            if left > 0:
                room[reading.source.id] = min(len(on.numbers), MOST_OF_SOURCE, left)
                left -= room[reading.source.id]
    return known[concept.id]


def _most_first(pair: tuple[Reading, OnConcept]) -> tuple[int, str]:
    return (-len(pair[1].numbers), pair[0].path)


def _on_its_page(reading: Reading, on: OnConcept, more: int, page: str, catalogue: Catalogue) -> str:
    told = catalogue.say(f"另外 {more} 条在这本书的页上", f"{more} more on the page of the book")
    return f"[{told}]({_first(reading, on, page)})"


def _lines(others: Found, page: str, catalogue: Catalogue) -> Iterator[str]:
    """Sources of which nothing is shown, those with the most: a link to the first passage of each on the concept."""
    named = others
    if len(others) > _MOST_SOURCES:
        most = nsmallest(_MOST_SOURCES, others, key=_most_first)
        chosen = {reading.source.id for reading, _ in most}
        named = [(reading, on) for reading, on in others if reading.source.id in chosen]
    for reading, on in named:
        title = encoded_line(reading.source.title)
        yield f"- [{title}]({_first(reading, on, page)}) {len(on.numbers)}"
    if more := len(others) - len(named):
        yield f"- {catalogue.say(f'另外 {more} 个', f'{more} more')}"


def _first(reading: Reading, on: OnConcept, page: str) -> str:
    return f"{relative(page, reading.path)}#{place_of(on.first)}"


def _folded(passages: Sequence[Shown], catalogue: Catalogue) -> str:
    """Further passages of a source, folded away; chapter by chapter where they are of several."""
    chapters: dict[str, list[Shown]] = {}
    for passage in sorted(passages, key=lambda passage: passage.number):
        chapters.setdefault(passage.chapter, []).append(passage)
    parts = []
    for chapter, members in chapters.items():
        if len(chapters) > 1:
            name = encoded_line(chapter_name(chapter)) if chapter else catalogue.say("未注明章节", "chapter unknown")
            parts.append(f'<p class="cp-chapter">{name} ({len(members)})</p>')
        parts.extend(passage.text for passage in members)
    summary = catalogue.say(f"其余 {len(passages)} 条", f"{len(passages)} more")
    if len(chapters) > 1:
        summary += " · " + catalogue.say(f"分在 {len(chapters)} 章", f"in {len(chapters)} chapters")
    body = "\n\n".join(parts)
    return f"//// details | {summary}\n    type: cp-more\n\n{body}\n\n////"


def _shown(number: int, reading: Reading, concept: Concept, catalogue: Catalogue) -> Shown:
    passage = reading.passages[number]
    headings = passage.annotations[0].locator.headings
    return Shown(
        number=number,
        id=passage.id,
        chapter=headings[0] if headings else "",
        text=_block(concept, passage, reading, catalogue),
    )


def _block(concept: Concept, passage: Passage, reading: Reading, catalogue: Catalogue) -> str:
    """A passage on the page of a concept."""
    return passage_block(
        passage,
        reading,
        concept_path(concept.id),
        catalogue,
        place=place_in_source(passage),
        evidence=_evidence(concept, passage, catalogue),
        concept=concept.id,
    )


def _evidence(concept: Concept, passage: Passage, catalogue: Catalogue) -> list[Evidence]:
    return [reason for link in catalogue.links_of(passage) if link.concept == concept.id for reason in link.evidence]
