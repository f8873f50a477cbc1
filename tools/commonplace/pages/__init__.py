"""From the library to its pages: finished Markdown, which any builder of MkDocs' family publishes."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.model import KeptFile, Page
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.concept_page import concept_page
from commonplace.pages.feed import feed
from commonplace.pages.index_pages import index_pages
from commonplace.pages.redirects import redirects
from commonplace.pages.script_language import script_language
from commonplace.pages.source_page import published_collection, source_page


def all_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page that the tool keeps."""
    for concept in catalogue.concepts:
        yield concept_page(concept, catalogue)
    for reading in catalogue.readings:
        yield source_page(reading, catalogue)
    yield from index_pages(catalogue)


def kept_files(catalogue: Catalogue) -> Iterator[KeptFile]:
    """Every file that the tool keeps whole: feed, published data, what leads from old names, what scripts speak."""
    yield from common_files(catalogue)
    yield from map(published_collection, catalogue.readings)


def common_files(catalogue: Catalogue) -> Iterator[KeptFile]:
    """Those that are of no source alone."""
    yield feed(catalogue)
    yield script_language(catalogue.language)
    yield from redirects(catalogue)
