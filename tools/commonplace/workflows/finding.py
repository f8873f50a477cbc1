"""Bringing the index that is searched from the terminal up to date with the library."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.model import Annotation
from commonplace.store.finding.index import Entry, Index
from commonplace.store.library import Library
from commonplace.store.state import state_of
from commonplace.text import without_surrogates
from commonplace.workflows.surveying import Survey, survey


def index_library(library: Library) -> Index:
    """Index what changed in the library since it was indexed."""
    library.require()
    index = index_of(library)
    with library.reading():
        state = state_of(library.root)
    seen = survey(library)
    index.update(state, _entries(seen))
    return index


def index_of(library: Library) -> Index:
    """The library's index as it is, up to date or not."""
    return Index(library.root / ".commonplace" / "search.sqlite")


def _entries(seen: Survey) -> Iterator[list[Entry]]:
    titles = {concept.id: concept.title for concept in seen.concepts}
    for shelf in seen.shelves:
        yield [
            Entry(
                id=annotation.id,
                source=shelf.source.id,
                title=without_surrogates(shelf.source.title),
                place=without_surrogates(_place(annotation)),
                quote=without_surrogates(annotation.quote),
                comments=tuple(without_surrogates(comment.value) for comment in annotation.comments),
                tags=tuple(map(without_surrogates, annotation.tags)),
                concepts=tuple(titles[link.concept] for link in seen.links.get(annotation.id, ())),
            )
            for annotation in shelf.annotations
        ]


def _place(annotation: Annotation) -> str:
    """Chapter and page, as far as they are known."""
    locator = annotation.locator
    page = locator.page or (str(locator.physical_page) if locator.physical_page else "")
    return ", ".join(part for part in (locator.chapter, f"p. {page}" if page else "") if part)
