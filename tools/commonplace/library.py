"""The library on disk: concept pages, the store, and the pages that the tool keeps; plain text, the only store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from commonplace.concepts import read_concept
from commonplace.decisions import NAME as DECISIONS
from commonplace.decisions import Decision, decided, decisions_text, read_decisions
from commonplace.errors import LibraryError
from commonplace.files import only_one_writer, text_of, write_all
from commonplace.jsonld import collection_text, read_collection
from commonplace.last_import import NAME as LAST_IMPORT
from commonplace.last_import import LastImport, last_import_text, read_last_import
from commonplace.model import Annotation, Concept, Document, Page, Source, Topic
from commonplace.names import module_of
from commonplace.reading_order import in_reading_order
from commonplace.regions import Filled, filled, is_bare
from commonplace.sources import Rulings, joined_documents, sources_of
from commonplace.topics import NAME as VOCABULARY
from commonplace.topics import read_vocabulary

_STORE_ENDING = ".jsonld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Everything that was imported: documents, and annotations by id."""

    documents: tuple[Document, ...] = ()
    annotations: Mapping[str, Annotation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A source with its annotations in reading order."""

    source: Source
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """A folder that holds a library.

    Parameters
    ----------
    root : Path
        The folder with ``mkdocs.yml``, ``docs/`` and ``snippets/``.
    """

    root: Path

    @property
    def docs(self) -> Path:
        """The pages."""
        return self.root / "docs"

    @property
    def snippets(self) -> Path:
        """The Python that implements the formulas."""
        return self.root / "snippets"

    @property
    def verdicts(self) -> Path:
        """The verdicts of earlier checks: a cache that checking makes anew."""
        return self.root / ".commonplace" / "verdicts.json"

    def picture(self, concept_id: str) -> Path:
        """The file that draws a concept's picture."""
        return self.docs / "pictures" / f"{module_of(concept_id)}.py"

    def drawing(self, concept_id: str) -> Path:
        """A concept's picture as it was drawn last."""
        return self.picture(concept_id).with_suffix(".svg")

    def require(self) -> None:
        """Raise LibraryError unless there is a library here."""
        if not (self.docs / "concepts").is_dir():
            raise LibraryError(
                "there is no library here: no docs/concepts",
                hint="Run commonplace in a library's folder, name it with -C DIR, or make one: commonplace init DIR.",
                path=str(self.root),
            )

    def writing(self) -> AbstractContextManager[None]:
        """Hold this while reading what is to be changed and writing it."""
        return only_one_writer(self.root / ".commonplace")

    def concepts(self) -> tuple[Concept, ...]:
        """Every concept, by id."""
        return tuple(self.concept(path) for path in self.concept_pages())

    def concept_pages(self) -> list[Path]:
        """The pages of the concepts."""
        return sorted((self.docs / "concepts").glob("*.md"))

    def concept(self, page: Path) -> Concept:
        """The concept of a page."""
        return read_concept(page.stem, text_of(page), path=self.shown(page))

    def topics(self) -> tuple[Topic, ...]:
        """The library's own tags as a tree, each below its parent; none where the owner keeps no vocabulary."""
        path = self.docs / VOCABULARY
        return read_vocabulary(text_of(path), path=self.shown(path)) if path.exists() else ()

    def decisions(self) -> tuple[Decision, ...]:
        """What the owner decided."""
        path = self.docs / DECISIONS
        return read_decisions(text_of(path), path=self.shown(path)) if path.exists() else ()

    def decide(self, *decisions: Decision) -> None:
        """Keep decisions; the caller holds the library's lock."""
        write_all({self.docs / DECISIONS: decisions_text(decided(self.decisions(), *decisions))})

    def last_import(self) -> LastImport:
        """What the last import brought that brought anything."""
        path = self.docs / LAST_IMPORT
        return read_last_import(text_of(path), path=self.shown(path)) if path.exists() else LastImport()

    def remember(self, last: LastImport) -> None:
        """Keep what an import brought, if it brought anything; the caller holds the library's lock."""
        if last:
            write_all({self.docs / LAST_IMPORT: last_import_text(last)})

    def store(self) -> Store:
        """What was imported so far."""
        documents: list[Document] = []
        annotations: dict[str, Annotation] = {}
        for path in self._store_files():
            of_file, marked = read_collection(text_of(path), path=self.shown(path))
            documents.extend(of_file)
            annotations.update((annotation.id, annotation) for annotation in marked)
        return Store(documents=tuple(documents), annotations=annotations)

    def save(self, store: Store) -> tuple[Path, ...]:
        """Write the store, one file a source, and return the files that changed."""
        texts: dict[Path, str | None] = dict.fromkeys(self._store_files())
        for shelf in shelves_of(store, self.decisions()):
            path = self.docs / "sources" / (shelf.source.id + _STORE_ENDING)
            texts[path] = collection_text(shelf.source, shelf.annotations)
        return write_all(texts)

    def pages(self, names: Iterable[str]) -> dict[str, str | None]:
        """The text of each page, by its path below docs/; None where there is none yet."""
        return {name: text_of(path) if (path := self.docs / name).exists() else None for name in names}

    def write_pages(self, pages: Iterable[Page], collections: Mapping[str, str] | None = None) -> dict[str, Filled]:
        """Fill the marked regions of `pages` and return what became of each, by path; write published `collections`.

        Pages of sources that are no more are removed, unless someone wrote on them; collections are removed.
        """
        pages = list(pages)
        before = self.pages(page.path for page in pages)
        result = {page.path: filled(before[page.path], page) for page in pages}
        texts: dict[Path, str | None] = {self.docs / path: done.text for path, done in result.items()}
        texts.update(dict.fromkeys(self._abandoned(texts)))
        texts.update(dict.fromkeys((self.docs / "published").glob("*" + _STORE_ENDING)))
        texts.update((self.docs / name, text) for name, text in (collections or {}).items())
        write_all(texts)
        return result

    def _abandoned(self, kept: Mapping[Path, str | None]) -> list[Path]:
        """Pages of sources without a source, as the tool left them."""
        pages = (path for path in (self.docs / "sources").glob("*.md") if path not in kept)
        return [path for path in pages if is_bare(text_of(path))]

    def _store_files(self) -> list[Path]:
        return sorted((self.docs / "sources").glob("*" + _STORE_ENDING))

    def shown(self, path: Path) -> str:
        """`path` as messages name it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def shelves_of(store: Store, decisions: Iterable[Decision] = ()) -> tuple[Shelf, ...]:
    """The sources that annotations are about, each with its annotations in reading order."""
    of_document: dict[str, list[Annotation]] = {}
    known = {document.key: document for document in joined_documents(store.documents)}
    for annotation in store.annotations.values():
        document = known[annotation.document.key]
        told = annotation if annotation.document is document else replace(annotation, document=document)
        of_document.setdefault(document.key, []).append(told)
    sources = sources_of((known[key] for key in of_document), rulings_of(decisions))
    return tuple(Shelf(source=source, annotations=in_reading_order(source, of_document)) for source in sources)


def rulings_of(decisions: Iterable[Decision]) -> Rulings:
    """What the owner decided on sources."""
    pairs: dict[str, set[frozenset[str]]] = {"join": set(), "part": set()}
    for decision in decisions:
        if decision.verb in pairs:
            pairs[decision.verb].add(frozenset((decision.subject, decision.object)))
    return Rulings(joined=frozenset(pairs["join"]), parted=frozenset(pairs["part"]))
