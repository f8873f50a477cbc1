"""The page of a book or article: all its passages in reading order, with their notes and concepts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from commonplace.jsonld import collection_text
from commonplace.model import Page, Passage, Source
from commonplace.pages.catalogue import Catalogue, Reading
from commonplace.pages.concept_page import concept_link
from commonplace.pages.passage_block import passage_block, relative, source_path
from commonplace.pages.safe_text import encoded_line, safe_address, yaml_string
from commonplace.regions import empty_region

_DEEPEST = 5


def source_page(reading: Reading, catalogue: Catalogue) -> Page:
    """The page of one source."""
    page = source_path(reading)
    title = reading.source.title
    return Page(
        path=page,
        skeleton=f"---\ntitle: {yaml_string(title)}\n---\n\n# {encoded_line(title)}\n\n{empty_region('passages')}",
        regions={"passages": "\n\n".join((*_facts(reading), *_passages(reading, page, catalogue)))},
    )


def collection_path(reading: Reading) -> str:
    """Where the published annotations of a source stand as data, below docs/."""
    return f"published/{reading.source.id}.jsonld"


def published_collection(reading: Reading) -> str:
    """The annotations on the page of a source as a W3C collection: the store holds private ones too, and stays here."""
    annotations = [witness for passage in reading.passages for witness in passage.annotations]
    documents = tuple({one.document.key: one.document for one in annotations}.values())
    return collection_text(replace(reading.source, documents=documents), annotations)


def _facts(reading: Reading) -> Iterator[str]:
    facts = [f"**{label}** {encoded_line(value)}" for label, value in _known(reading.source) if value]
    if address := safe_address(reading.source.url):
        facts.append(f'<a href="{address}" rel="noopener noreferrer nofollow">原文 original</a>')
    store = f"[W3C JSON-LD]({relative(source_path(reading), collection_path(reading))})"
    yield " · ".join((*facts, f"{len(reading.passages)} 条 passages", store)) + "\n{: .cp-facts }"


def _known(source: Source) -> list[tuple[str, str]]:
    return [
        ("作者 author", "、".join(source.authors)),
        ("出版 publisher", " ".join(part for part in (source.publisher, source.published[:10]) if part)),
        ("ISBN", source.isbn),
        ("文件 file", "、".join(source.files)),
    ]


def _passages(reading: Reading, page: str, catalogue: Catalogue) -> Iterator[str]:
    path: tuple[str, ...] = ()
    number = 0
    for passage in reading.passages:
        headings = passage.annotations[0].locator.headings
        for level, heading in _new_headings(path, headings):
            number += 1
            yield f"{'#' * min(level + 1, _DEEPEST)} {encoded_line(heading)} {{: #chapter-{number} }}"
        path = headings
        yield passage_block(passage, page, catalogue, place=_place(passage, page, catalogue))


def _new_headings(before: tuple[str, ...], now: tuple[str, ...]) -> list[tuple[int, str]]:
    """The headings that open between two passages, with their levels from 1."""
    common = next((n for n, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(before), len(now)) if common is None else common
    return [(level, heading) for level, heading in enumerate(now, 1) if level > start and heading.strip()]


def _place(passage: Passage, page: str, catalogue: Catalogue) -> str:
    pages = dict.fromkeys(
        witness.locator.page or str(witness.locator.physical_page or "") for witness in passage.wholes
    )
    place = " / ".join(encoded_line(f"p. {number}") for number in pages if number)
    concepts = " ".join(concept_link(page, concept) for concept in catalogue.concepts_of(passage))
    return " · ".join(part for part in (concepts, place) if part)
