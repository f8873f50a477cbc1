"""The passages on a concept: by source, the main ones first; where there are many, folded by chapter and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commonplace.model import Concept, Evidence, Passage, Reading
from commonplace.pages.addresses import source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.passage_block import passage_block, place_in_source
from commonplace.pages.safe_text import encoded_line

_SHOWN = 12  # Passages of a page that are not folded away, shared by its sources.
_LEAST_SHOWN = 2


def passages_on(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """Every passage that is linked to `concept`."""
    found = catalogue.passages_by_concept[concept.id]
    count = sum(len(passages) for _, passages in found)
    yield f"## {catalogue.say('摘录', 'Passages')} ({count}) {{: #passages }}"
    if not found:
        yield catalogue.say("还没有摘录。", "No passage yet.")
    shown = max(_LEAST_SHOWN, _SHOWN // max(1, len(found)))
    for reading, passages in found:
        yield f"### {source_link(page, reading)} ({len(passages)}) {{: #from-{reading.source.id} }}"
        ordered = _main_first(concept, passages, catalogue)
        first = ordered if count <= _SHOWN else ordered[:shown]
        yield from (_passage(concept, passage, reading, page, catalogue) for passage in first)
        if rest := ordered[len(first) :]:
            yield _folded(concept, rest, reading, page, catalogue)


def _main_first(concept: Concept, passages: Iterable[Passage], catalogue: Catalogue) -> list[Passage]:
    """The passages whose main concept this is before those that speak of it too, each in reading order."""
    return sorted(passages, key=lambda passage: catalogue.concepts_of(passage)[0] is not concept)


def _folded(concept: Concept, passages: Sequence[Passage], reading: Reading, page: str, catalogue: Catalogue) -> str:
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
        parts.extend(_passage(concept, passage, reading, page, catalogue) for passage in members)
    summary = catalogue.say(f"其余 {len(passages)} 条", f"{len(passages)} more")
    if len(chapters) > 1:
        summary += " · " + catalogue.say(f"分在 {len(chapters)} 章", f"in {len(chapters)} chapters")
    body = "\n\n".join(parts)
    return f"//// details | {summary}\n    type: cp-more\n\n{body}\n\n////"


def _chapter(passage: Passage) -> str:
    """The outermost heading above a passage that tells chapters apart."""
    headings = passage.annotations[0].locator.headings
    return headings[0] if headings else ""


def _passage(concept: Concept, passage: Passage, reading: Reading, page: str, catalogue: Catalogue) -> str:
    return passage_block(
        passage,
        reading,
        page,
        catalogue,
        place=place_in_source(passage),
        evidence=_evidence(concept, passage, catalogue),
        concept=concept.id,
    )


def _evidence(concept: Concept, passage: Passage, catalogue: Catalogue) -> list[Evidence]:
    return [reason for link in catalogue.links_of(passage) if link.concept == concept.id for reason in link.evidence]
