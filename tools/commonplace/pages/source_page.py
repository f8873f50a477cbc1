"""The page of a book or article: all its passages in reading order, with their notes and concepts."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.model import Page, Passage, Source
from commonplace.pages.catalogue import Catalogue, Reading
from commonplace.pages.concept_page import concept_link
from commonplace.pages.passage_block import passage_block, source_path
from commonplace.pages.safe_text import encoded_line, safe_address, yaml_string
from commonplace.regions import empty_region


def source_page(reading: Reading, catalogue: Catalogue) -> Page:
    """The page of one source."""
    page = source_path(reading)
    title = reading.source.title
    return Page(
        path=page,
        skeleton=f"---\ntitle: {yaml_string(title)}\n---\n\n# {encoded_line(title)}\n\n{empty_region('passages')}",
        regions={"passages": "\n\n".join((*_facts(reading), *_passages(reading, page, catalogue)))},
    )


def _facts(reading: Reading) -> Iterator[str]:
    facts = [f"**{label}** {encoded_line(value)}" for label, value in _known(reading.source) if value]
    if address := safe_address(reading.source.url):
        facts.append(f'<a href="{address}" rel="noopener noreferrer nofollow">原文 original</a>')
    store = f"[W3C JSON-LD]({reading.source.id}.jsonld)"
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
    numbers: dict[tuple[str, ...], int] = {}
    for passage in reading.passages:
        headings = passage.annotations[0].locator.headings
        if headings != path:
            path = headings
            yield from _heading(headings, numbers)
        yield passage_block(passage, page, catalogue, place=_place(passage, page, catalogue))


def _heading(headings: tuple[str, ...], numbers: dict[tuple[str, ...], int]) -> Iterator[str]:
    """A heading for the passages that follow; each chapter has one name on the page, however often it comes back."""
    if not headings:
        return
    numbers.setdefault(headings, len(numbers) + 1)
    again = sum(1 for _ in numbers) if numbers[headings] < len(numbers) else 0
    name = f"chapter-{numbers[headings]}" + (f"-{again}" if again else "")
    yield f"## {encoded_line(' › '.join(headings))} {{: #{name} }}"


def _place(passage: Passage, page: str, catalogue: Catalogue) -> str:
    pages = dict.fromkeys(
        witness.locator.page or str(witness.locator.physical_page or "") for witness in passage.annotations
    )
    place = " / ".join(encoded_line(f"p. {number}") for number in pages if number)
    concepts = " ".join(concept_link(page, concept) for concept in catalogue.concepts_of(passage))
    return " · ".join(part for part in (concepts, place) if part)
