"""Bringing the index that is searched from the terminal up to date with the library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from commonplace.model import Annotation
from commonplace.store.derived import key_of
from commonplace.store.finding.index import Entry, Index, Shelf
from commonplace.store.library import Library
from commonplace.store.state import state_of
from commonplace.text import without_surrogates
from commonplace.workflows.one_source import present
from commonplace.workflows.refreshing import Linked
from commonplace.workflows.rendering import refreshing


def index_library(library: Library) -> Index:
    """Index what changed in the library since it was indexed, source by source."""
    library.require()
    index = index_of(library)
    with library.reading(), refreshing(library) as pages:
        titles = {concept.id: concept.title for concept in pages.concepts}
        named = sorted(titles.items())
        shelves = [
            Shelf(linked.volume.source.id, key_of(linked.key, named), partial(_entries, linked, titles))
            for linked in pages.linked()
        ]
        index.update(state_of(library.root), shelves)
    return index


def index_of(library: Library) -> Index:
    """The library's index as it is, up to date or not."""
    return Index(library.root / ".commonplace" / "search.sqlite")


def _entries(linked: Linked, titles: Mapping[str, str]) -> list[Entry]:
    source, annotations = linked.volume.source, linked.volume.read()
    links = linked.links(annotations)
    return [
        Entry(
            id=annotation.id,
            source=source.id,
            title=without_surrogates(source.title),
            place=without_surrogates(_place(annotation)),
            quote=without_surrogates(annotation.quote),
            comments=tuple(without_surrogates(comment.value) for comment in annotation.comments),
            tags=tuple(map(without_surrogates, annotation.tags)),
            concepts=tuple(titles[link.concept] for link in links.get(annotation.id, ())),
        )
        for annotation in present(annotations)
    ]


def _place(annotation: Annotation) -> str:
    """Chapter and page, as far as they are known."""
    locator = annotation.locator
    page = locator.page or (str(locator.physical_page) if locator.physical_page else "")
    return ", ".join(part for part in (locator.chapter, f"p. {page}" if page else "") if part)
