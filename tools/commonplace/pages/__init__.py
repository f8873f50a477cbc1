"""From the library to its pages: finished Markdown, which any builder of MkDocs' family publishes."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.model import Page
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.concept_page import concept_page
from commonplace.pages.index_pages import index_pages
from commonplace.pages.source_page import collection_path, published_collection, source_page


def all_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page that the tool keeps."""
    for concept in catalogue.concepts:
        yield concept_page(concept, catalogue)
    for reading in catalogue.readings:
        yield source_page(reading, catalogue)
    yield from index_pages(catalogue)


def published_collections(catalogue: Catalogue) -> dict[str, str]:
    """The published annotations of each source as data, by the path below docs/."""
    return {collection_path(reading): published_collection(reading) for reading in catalogue.readings}
