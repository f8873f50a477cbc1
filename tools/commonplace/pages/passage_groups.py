"""The passages on a concept: by source, the main ones first; where there are many, folded by chapter and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from commonplace.model import Concept, Evidence, Passage, Reading
from commonplace.pages.addresses import concept_path, passage_address, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.passage_block import passage_block, place_in_source
from commonplace.pages.safe_text import encoded_line

_SHOWN = 12  # Passages of a page that are not folded away, shared by its sources.
_LEAST_SHOWN = 2
_MOST = 300
"""Passages of a page in all: a concept of thousands would take megabytes, which nobody reads."""
MOST_OF_SOURCE = 100
"""Of these at most so many are of one source."""

Found: TypeAlias = Sequence[tuple[Reading, Sequence[Passage]]]


def passages_on(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """Every passage that is linked to `concept`; where there are very many, those of the sources that say most."""
    found = catalogue.passages_by_concept[concept.id]
    count = sum(len(passages) for _, passages in found)
    yield f"## {catalogue.say('摘录', 'Passages')} ({count}) {{: #passages }}"
    if not found:
        yield catalogue.say("还没有摘录。", "No passage yet.")
    room = _room(found)
    shown = max(_LEAST_SHOWN, _SHOWN // max(1, len(found)))
    for reading, passages in found:
        if reading.path not in room:
            continue
        yield f"### {source_link(page, reading)} ({len(passages)}) {{: #from-{reading.source.id} }}"
        ordered = main_first(concept, passages, catalogue)[: room[reading.path]]
        first = ordered if count <= _SHOWN else ordered[:shown]
        yield from (_block(concept, passage, reading, catalogue) for passage in first)
        if rest := ordered[len(first) :]:
            yield _folded(concept, rest, reading, catalogue)
        if more := len(passages) - len(ordered):
            yield f"{_on_its_page(reading, passages, more, page, catalogue)}\n{{: .cp-facts }}"
    if others := [(reading, passages) for reading, passages in found if reading.path not in room]:
        yield f"### {catalogue.say('其他来源', 'Other sources')} ({len(others)}) {{: #other-sources }}"
        yield "\n".join(_line(reading, passages, page) for reading, passages in others)


def stand_in_full(concept: Concept, catalogue: Catalogue) -> frozenset[str]:
    """Ids of the passages that the page of `concept` shows."""
    found = catalogue.passages_by_concept[concept.id]
    room = _room(found)
    return frozenset(
        passage.id
        for reading, passages in found
        for passage in main_first(concept, passages, catalogue)[: room.get(reading.path, 0)]
    )


def _room(found: Found) -> dict[str, int]:
    """How many passages of each source are shown, by its path: those with the most come first."""
    room: dict[str, int] = {}
    left = _MOST
    for reading, passages in sorted(found, key=lambda pair: (-len(pair[1]), pair[0].path)):
        if left > 0:
            room[reading.path] = min(len(passages), MOST_OF_SOURCE, left)
            left -= room[reading.path]
    return room


def _on_its_page(reading: Reading, passages: Sequence[Passage], more: int, page: str, catalogue: Catalogue) -> str:
    told = catalogue.say(f"另外 {more} 条在这本书的页上", f"{more} more on the page of the book")
    return f"[{told}]({passage_address(page, reading, passages[0])})"


def _line(reading: Reading, passages: Sequence[Passage], page: str) -> str:
    """A source of which nothing is shown: a link to its first passage on the concept."""
    title = encoded_line(reading.source.title)
    return f"- [{title}]({passage_address(page, reading, passages[0])}) {len(passages)}"


def main_first(concept: Concept, passages: Iterable[Passage], catalogue: Catalogue) -> list[Passage]:
    """The passages whose main concept this is before those that speak of it too, each in reading order."""
    return sorted(passages, key=lambda passage: catalogue.concepts_of(passage)[0] is not concept)


def _folded(concept: Concept, passages: Sequence[Passage], reading: Reading, catalogue: Catalogue) -> str:
    """Further passages of a source, folded away; chapter by chapter where they are of several."""
    chapters: dict[str, list[Passage]] = {}
    order = {passage.id: place for place, passage in enumerate(reading.passages)}
    for passage in sorted(passages, key=lambda passage: order[passage.id]):
        chapters.setdefault(_chapter(passage), []).append(passage)
    parts = []
    for chapter, members in chapters.items():
        if len(chapters) > 1:
            name = encoded_line(chapter) if chapter else catalogue.say("未注明章节", "chapter unknown")
            parts.append(f'<p class="cp-chapter">{name} ({len(members)})</p>')
        parts.extend(_block(concept, passage, reading, catalogue) for passage in members)
    summary = catalogue.say(f"其余 {len(passages)} 条", f"{len(passages)} more")
    if len(chapters) > 1:
        summary += " · " + catalogue.say(f"分在 {len(chapters)} 章", f"in {len(chapters)} chapters")
    body = "\n\n".join(parts)
    return f"//// details | {summary}\n    type: cp-more\n\n{body}\n\n////"


def _chapter(passage: Passage) -> str:
    """The outermost heading above a passage that tells chapters apart."""
    headings = passage.annotations[0].locator.headings
    return headings[0] if headings else ""


def _block(concept: Concept, passage: Passage, reading: Reading, catalogue: Catalogue) -> str:
    if catalogue.blocks:
        return catalogue.blocks(reading.source.id, concept.id, passage.id)
    return block_of(concept, passage, reading, catalogue)


def block_of(concept: Concept, passage: Passage, reading: Reading, catalogue: Catalogue) -> str:
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
