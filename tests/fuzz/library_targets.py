"""What a library from a stranger holds, and what is asked of one: its store up to the pages, its own files, queries."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from builders import annotation, concept

from commonplace.concepts.declarations import read_concept
from commonplace.concepts.topics import read_vocabulary
from commonplace.errors import CommonplaceError
from commonplace.importers import app_of
from commonplace.language import Language
from commonplace.merging.identity import identified
from commonplace.merging.passages import passages_of
from commonplace.model import KeptFile, Page, Reading, Source
from commonplace.pages import all_pages, kept_files
from commonplace.pages.catalogue import Catalogue
from commonplace.store.decisions import read_decisions
from commonplace.store.finding.index import Entry, Index, Shelf
from commonplace.store.jsonld import collection_text, read_collection
from commonplace.store.last_import import read_last_import
from commonplace.store.regions import emptied, filled, without_regions
from commonplace.store.settings import read_settings
from commonplace.store.shelves import shelves_of, whole_store
from commonplace.text import folded

DOCS = Path(__file__).parents[2] / "docs"
CONCEPTS = (concept("gradient", "梯度"), concept("softmax", "Softmax"))
OWN_FILES: tuple[Callable[[str], object], ...] = (
    lambda text: read_concept("x", text, path="x"),
    lambda text: read_vocabulary(text, path="x"),
    lambda text: read_decisions(text, path="x"),
    lambda text: read_last_import(text, path="x"),
    read_settings,
)


def stored_library(data: bytes) -> None:
    """Read bytes as a file of the store, make every page of it, and write it again."""
    try:
        store = whole_store([read_collection(data.decode("utf-8", "replace"), path="x")])
    except CommonplaceError:
        return
    readings = []
    for shelf in shelves_of(store):
        text = collection_text(shelf.source, shelf.annotations)
        assert len(read_collection(text, path="x")[1]) == len(shelf.annotations)
        readings.append(Reading(source=shelf.source, passages=passages_of(shelf.annotations)))
    catalogue = Catalogue(
        concepts=CONCEPTS,
        readings=tuple(readings),
        apps={one.importer: app_of(one.importer) for one in store.annotations.values()},
        language=Language("both"),
    )
    made: list[Page | KeptFile] = [*all_pages(catalogue), *kept_files(catalogue)]
    for page in made:
        text = filled(None, page).text if isinstance(page, Page) else page.text
        text.encode("utf-8")


def own_files(data: bytes) -> None:
    """Read bytes as one of the files that an owner writes, and fill the regions of a page that holds them."""
    text = data[1:].decode("utf-8", "replace")
    with contextlib.suppress(CommonplaceError):
        OWN_FILES[data[0] % len(OWN_FILES) if data else 0](text)  # Each of them for every input would be slow.
    page = Page(path="x.md", skeleton="# x\n", regions={"passages": "made", "formulas": "made"})
    told = filled(text, page).text
    assert without_regions(told) == without_regions(text)
    assert without_regions(emptied(told)) == without_regions(text)


def search(data: bytes) -> None:
    """Ask a library for words, which all that is found must hold."""
    words = data.decode("utf-8", "surrogateescape")
    terms = [folded(word) for word in words.replace("\0", " ").split()]
    assert all(term in entry.text for entry in _index().search(words) for term in terms)


@cache
def _index() -> Index:
    index = Index(Path(tempfile.mkdtemp()) / "search.sqlite")
    quotes = (
        "设梯度为零，x^2 的斜率是 2x。",
        "softmax turns scores into probabilities",
        'quote "within" (a* OR b) -- ; NEAR',
    )
    entries = [Entry(id=str(n), source="s", title="t", place="", quote=quote) for n, quote in enumerate(quotes)]
    index.update("x", [Shelf("s", "key", lambda: entries)])
    return index


def seeds_of_store() -> list[bytes]:
    """The sample library's files, and a small one that is made here."""
    marked = identified([annotation("梯度", comment="为什么？", tags=("a",), created="2024-01-01"), annotation("斜率")])
    made = collection_text(Source(id="s", title="t", documents=(marked[0].document,)), marked)
    return [made.encode(), *(path.read_bytes()[:20_000] for path in sorted((DOCS / "sources").glob("*.jsonld")))]


def seeds_of_files() -> list[bytes]:
    """Concept pages and the files beside them."""
    pages = sorted((DOCS / "concepts").glob("*.md"))[:8]
    others = (
        DOCS / "vocabulary.yml",
        DOCS / "decisions.jsonl",
        DOCS / "last-import.jsonl",
        DOCS.parent / "commonplace.toml",
    )
    return [path.read_bytes() for path in (*pages, *others) if path.exists()]


SEEDS_OF_SEARCH = ["梯度", "x^2", '"within"', "(a* OR b)", "soft prob", "^ * -", "熵\0y"]
