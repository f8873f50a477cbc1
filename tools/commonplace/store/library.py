"""The library on disk: concept pages, the store, and the pages that the tool keeps; plain text, the only store."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from commonplace.errors import LibraryError
from commonplace.model import Concept, KeptFile, Page, Topic
from commonplace.names import module_of
from commonplace.store.decisions import NAME as DECISIONS
from commonplace.store.decisions import Decision, decided, decisions_text, read_decisions
from commonplace.store.jsonld import collection_text, read_collection
from commonplace.store.last_import import NAME as LAST_IMPORT
from commonplace.store.last_import import LastImport, last_import_text, read_last_import
from commonplace.store.regions import KEPT_WHOLE, Filled, emptied, filled, is_bare
from commonplace.store.shelves import Store, shelves_of, whole_store
from commonplace.store.transactions import Brought, Draft, digest_of, disk, reading, writing

_log = logging.getLogger(__name__)
_STORE_ENDING = ".jsonld"
_CONFLICT = re.compile(r"^<<<<<<< .*?^=======\r?\n.*?^>>>>>>> ", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Library:
    """A folder that holds a library.

    Parameters
    ----------
    root : Path
        The folder with ``mkdocs.yml``, ``docs/`` and ``snippets/``.
    draft : Draft or None
        What a command is about to write, see `writing`; it is read as if it stood on the disk.
    written : dict or None
        Where commands note the digest of each file that they wrote, if anyone asks.
    """

    root: Path
    draft: Draft | None = field(default=None, compare=False, repr=False)
    written: dict[Path, str] | None = field(default=None, compare=False, repr=False)

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
        concepts = self.docs / "concepts"
        if not self.names(concepts) and not concepts.is_dir():
            raise LibraryError(
                "there is no library here: no docs/concepts",
                hint="Run commonplace in a library's folder, name it with -C DIR, or make one: commonplace init DIR.",
                path=str(self.root),
            )

    def reading(self) -> AbstractContextManager[None]:
        """Hold this while reading what nobody is to change meanwhile; what was interrupted is finished first."""
        return reading(self.root)

    @contextmanager
    def writing(self, command: str) -> Iterator[Library]:
        """Give a library whose changes are made at the end, all or none; nobody else writes meanwhile."""
        with writing(self.root, command) as draft:
            yield replace(self, draft=draft)
        if self.written is not None:
            self.written.update((path, digest) for path, digest, _ in draft.changes())

    def note(self, path: Path, data: bytes | None) -> None:
        """Note that a file was written, or removed."""
        if self.written is not None:
            self.written[path] = digest_of(data)

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file; None if there is none.

        Raises
        ------
        LibraryError
            If it cannot be read.
        """
        try:
            return self.draft.read(path) if self.draft else disk.read(path)
        except OSError as error:
            raise _unreadable(error, self.shown(path)) from error

    def text(self, path: Path) -> str | None:
        """The text of a file; None if there is none.

        Raises
        ------
        LibraryError
            If it cannot be read, is not UTF-8, or git left conflict marks in it.
        """
        data = self.read(path)
        return None if data is None else text_of(data, path=self.shown(path))

    def names(self, folder: Path, ending: str = "") -> list[str]:
        """The names in a folder that end so; none if there is no such folder."""
        try:
            found = self.draft.names(folder) if self.draft else disk.names(folder)
        except OSError as error:
            raise _unreadable(error, self.shown(folder)) from error
        return [name for name in found if name.endswith(ending)]

    def write(self, path: Path, content: str | bytes | None) -> None:
        """Let a file hold `content`, or for None let there be none; within `writing` only."""
        if self.draft is None:
            raise RuntimeError("a library is written within `writing`")
        try:
            self.draft.write(path, content.encode("utf-8") if isinstance(content, str) else content)
        except OSError as error:
            raise _unreadable(error, self.shown(path)) from error

    def put_aside(self, data: bytes) -> Callable[[], bytes]:
        """Put aside, on the disk where it is much, what a command will read again; within `writing` only."""
        if self.draft is None:
            raise RuntimeError("a library is written within `writing`")
        return self.draft.put_aside(data)

    def is_changed(self, path: Path) -> bool:
        """Whether a file is about to be written."""
        return self.draft is not None and self.draft.is_changed(path)

    def drafted(self, folder: Path) -> frozenset[str]:
        """The files below a folder that are about to be written, by their paths below it."""
        found = (path for path in self.draft.paths() if path.is_relative_to(folder)) if self.draft else ()
        return frozenset(path.relative_to(folder).as_posix() for path in found)

    def digest(self, path: Path, known: Callable[[Path, Callable[[Path], bytes | None]], str]) -> str:
        """The digest of a file as it will be; `known` gives that of a file on the disk, given what reads it."""
        return self.draft.digest(path) if self.draft and self.is_changed(path) else known(path, self.read)

    def abandon(self) -> None:
        """Write nothing of what was to be written."""
        if self.draft is not None:
            self.draft.abandon()

    def log(self, brought: Brought) -> None:
        """Let what is written be an import that can be taken back; unless it only fills pages."""
        if self.draft is not None and self.draft.changes_more_than_pages():
            self.draft.brought = brought

    def takes_back(self, number: int) -> None:
        """Let what is written be the taking back of an import."""
        if self.draft is not None:
            self.draft.undoes = str(number)

    def concepts(self) -> tuple[Concept, ...]:
        """Every concept, by id."""
        return tuple(self.concept(path) for path in self.concept_pages())

    def concept_pages(self) -> list[Path]:
        """The pages of the concepts."""
        folder = self.docs / "concepts"
        return [folder / name for name in self.names(folder, ".md") if not name.startswith(".")]

    def concept(self, page: Path) -> Concept:
        """The concept of a page."""
        from commonplace.concepts.declarations import read_concept  # noqa: PLC0415  # With YAML: not all commands need it.

        return read_concept(page.stem, self.text(page) or "", path=self.shown(page))

    def topics(self) -> tuple[Topic, ...]:
        """The library's own tags as a tree, each below its parent; none where the owner keeps no vocabulary."""
        from commonplace.concepts.topics import NAME, read_vocabulary  # noqa: PLC0415  # As above.

        path = self.docs / NAME
        text = self.text(path)
        return () if text is None else read_vocabulary(text, path=self.shown(path))

    def decisions(self) -> tuple[Decision, ...]:
        """What the owner decided."""
        path = self.docs / DECISIONS
        text = self.text(path)
        return () if text is None else read_decisions(text, path=self.shown(path))

    def decide(self, *decisions: Decision) -> None:
        """Keep decisions."""
        self.write(self.docs / DECISIONS, decisions_text(decided(self.decisions(), *decisions)))

    def last_import(self) -> LastImport:
        """What the last import brought that brought anything."""
        path = self.docs / LAST_IMPORT
        text = self.text(path)
        return LastImport() if text is None else read_last_import(text, path=self.shown(path))

    def remember(self, last: LastImport) -> None:
        """Keep what an import brought, if it brought anything."""
        if last:
            self.write(self.docs / LAST_IMPORT, last_import_text(last))

    def store(self) -> Store:
        """What was imported so far."""
        return whole_store(read_collection(self.text(path) or "", path=self.shown(path)) for path in self.store_files())

    def save(self, store: Store) -> None:
        """Write the store, one file a source."""
        texts: dict[Path, str | None] = dict.fromkeys(self.store_files())
        for shelf in shelves_of(store, self.decisions()):
            texts[self.store_file(shelf.source.id)] = collection_text(shelf.source, shelf.annotations)
        for path, text in texts.items():
            self.write(path, text)

    def write_pages(
        self, made: Iterable[Page | KeptFile], standing: AbstractSet[str] = frozenset()
    ) -> Iterator[tuple[str, Filled]]:
        """Fill the marked regions of pages, write files that are kept whole, and give what became of each by its path.

        They are made and written one by one. At the end pages of sources and of lists that are no more are removed; of
        those on which someone wrote, the regions are emptied. Files that are kept no more are removed. What `standing`
        names by then is as it should be, and stays.
        """
        known = set()
        merged = 0
        for each in made:
            place = self.docs / each.path
            result = filled(self.text(place), each) if isinstance(each, Page) else Filled(text=each.text)
            self.write(place, result.text)
            known.add(each.path)
            merged += bool(result.merged)
            yield each.path, result
        known |= standing
        if merged:
            _log.warning("Git had merged two versions of what stands on %d pages; they are made anew.", merged)
        for folder in ("sources", "lists"):
            for name in self.names(self.docs / folder, ".md"):
                if f"{folder}/{name}" not in known:
                    self._abandon(self.docs / folder / name)
        for place in self._kept_files():
            if place.relative_to(self.docs).as_posix() not in known:
                self.write(place, None)

    def _kept_files(self) -> Iterator[Path]:
        """The published collections, and the redirects of concepts, that are there."""
        published, concepts = self.docs / "published", self.docs / "concepts"
        yield from (published / name for name in self.names(published, _STORE_ENDING))
        redirects = (concepts / name / "index.html" for name in self.names(concepts) if "." not in name)
        yield from (path for path in redirects if KEPT_WHOLE in (self.text(path) or ""))

    def _abandon(self, path: Path) -> None:
        text = self.text(path) or ""
        self.write(path, None if is_bare(text) else emptied(text))

    def store_files(self) -> list[Path]:
        """The files of the store, one a source."""
        folder = self.docs / "sources"
        return [folder / name for name in self.names(folder, _STORE_ENDING)]

    def store_file(self, source: str) -> Path:
        """The file of a source, by its id."""
        return self.docs / "sources" / f"{source}{_STORE_ENDING}"

    def shown(self, path: Path) -> str:
        """`path` as messages name it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def text_of(data: bytes, *, path: str) -> str:
    """The text of a file of the library.

    Raises
    ------
    LibraryError
        If it is not UTF-8, or git left conflict marks in it; the error names the line.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}"
        hint = "Pages and the store are UTF-8 text: save it as that."
        raise LibraryError(problem, hint=hint, path=path, line=line) from error
    if "<<<<<<< " in text and (conflict := _CONFLICT.search(text)):
        hint = (
            "Keep the words of both sides that you want, remove the three lines of marks, then `git add` the file. "
            "In what the tool wrote keep either side, then run `commonplace render`."
        )
        line = text.count("\n", 0, conflict.start()) + 1
        raise LibraryError("git could not merge this by itself: a conflict", hint=hint, path=path, line=line)
    return text


def _unreadable(error: OSError, path: str) -> LibraryError:
    hint = "Check the disk and the permissions, then run the command again."
    return LibraryError(f"cannot be read: {error.strerror or error}", hint=hint, path=path)
