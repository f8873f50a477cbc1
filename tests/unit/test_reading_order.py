from __future__ import annotations

from dataclasses import replace

from builders import annotation

from commonplace.merging.reading_order import in_reading_order
from commonplace.model import Annotation, Document, Locator, Source

FIRST, SECOND = Document(key="1", title="书"), Document(key="2", title="书")
BOOK = Source(id="书", title="书", documents=(FIRST, SECOND))


def marked(quote: str, document: Document, chapter: str, *order: int) -> Annotation:
    placed = Locator(headings=(chapter,) if chapter else (), order=order)
    return replace(annotation(quote, document=document), id=quote, locator=placed)


def order_of(*annotations: Annotation) -> list[str]:
    of_document = {d.key: [a for a in annotations if a.document is d] for d in BOOK.documents}
    return [a.quote for a in in_reading_order(BOOK, of_document)]


def test_within_a_copy_its_own_order_counts() -> None:
    assert order_of(marked("b", FIRST, "1.2", 2), marked("a", FIRST, "1.1", 1), marked("c", FIRST, "1.2", 2, 5)) == [
        "a",
        "b",
        "c",
    ]


def test_what_another_copy_has_in_a_chapter_stands_in_that_chapter() -> None:
    first = (marked("a", FIRST, "1.1 内积", 7), marked("d", FIRST, "1.2 导数", 9))
    second = (marked("b", SECOND, "1.1　内积", 0), marked("c", SECOND, "1.1b", 1), marked("e", SECOND, "1.2 导数", 2))
    assert order_of(*second, *first) == ["a", "b", "c", "d", "e"]


def test_a_copy_with_chapters_of_its_own_follows_whole() -> None:
    first = (marked("a", FIRST, "1", 1), marked("b", FIRST, "2", 2))
    second = (marked("c", SECOND, "my notes", 0), marked("d", SECOND, "more", 1))
    assert order_of(*first, *second) == ["a", "b", "c", "d"]
