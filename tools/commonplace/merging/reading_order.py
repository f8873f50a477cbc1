"""The order in which a reader meets the annotations of one source, though several copies of it were annotated.

Each copy has an order of its own, and there is none between them but the chapters that they name alike: what a further
copy has in a chapter of the first one stands in that chapter, and what it has behind it stands there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commonplace.model import Annotation, Source
from commonplace.text import letters_only


def in_reading_order(source: Source, of_document: Mapping[str, Iterable[Annotation]]) -> tuple[Annotation, ...]:
    """Put the annotations of a source, given by the key of their document, into reading order."""
    copies = [sorted(of_document[document.key], key=_place_in_copy) for document in source.documents]
    chapters = _chapters(copies[0] if copies else ())
    placed = [
        (chapter, number, place, annotation)
        for number, copy in enumerate(copies)
        for place, (chapter, annotation) in enumerate(zip(_chapter_places(copy, chapters), copy, strict=True))
    ]
    return tuple(annotation for *_, annotation in sorted(placed, key=lambda item: item[:3]))


def _place_in_copy(annotation: Annotation) -> tuple[str, tuple[int, ...], str]:
    return (annotation.importer, annotation.locator.order, annotation.id)


def _chapters(copy: Sequence[Annotation]) -> dict[tuple[str, ...], int]:
    """The chapters of a copy by their headings, numbered as they follow each other."""
    chapters: dict[tuple[str, ...], int] = {}
    for annotation in copy:
        chapters.setdefault(_chapter(annotation), len(chapters))
    return chapters


def _chapter_places(copy: Sequence[Annotation], chapters: Mapping[tuple[str, ...], int]) -> list[int]:
    """The chapter that each annotation of a copy stands in or behind; past them all where the copy knows none yet."""
    places = []
    place = len(chapters)
    for annotation in copy:
        place = chapters.get(_chapter(annotation), place)
        places.append(place)
    return places


def _chapter(annotation: Annotation) -> tuple[str, ...]:
    return tuple(letters_only(heading) for heading in annotation.locator.headings)
