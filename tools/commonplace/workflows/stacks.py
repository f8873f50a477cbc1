"""The store, source by source: what its files hold is known without reading them, and one is read where it is needed.

A file is tidy if it is what `Library.save` would write of the annotations in it. The source of a tidy file whose
documents are in no other file, and are still one source of its name, is taken as it stands; of all others the files are
read, and the result is what reading the whole store would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from commonplace.merging.reading_order import in_reading_order
from commonplace.merging.sources import joined_documents, sources_of
from commonplace.model import Annotation, Document, Source
from commonplace.store.decisions import Decision
from commonplace.store.derived import Derived
from commonplace.store.jsonld import collection_text, read_collection, read_document
from commonplace.store.library import Library
from commonplace.store.shelves import Store, is_tidy, rulings_of, whole_store

_FACTS = "facts"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file of the store: its digest, the documents in it, and whether it is tidy."""

    digest: str
    documents: tuple[Document, ...]
    tidy: bool


class Volume(msgspec.Struct, frozen=True, kw_only=True):
    """A source whose annotations are read when they are asked for.

    Attributes
    ----------
    digest : str
        The digest of its file.
    read : callable
        Gives its annotations in reading order.
    text : str or None
        What its file is to be; None if that is how it is.
    ids : tuple of str
        Of its annotations, where they were read already.
    """

    source: Source
    digest: str
    read: Callable[[], tuple[Annotation, ...]]
    text: str | None = None
    ids: tuple[str, ...] = ()


class Stacks:
    """The store of a library, of which only what a command touches is read.

    Parameters
    ----------
    library : Library
        Whose store it is.
    derived : Derived
        What is known of its files.
    """

    def __init__(self, library: Library, derived: Derived) -> None:
        self._library = library
        self._derived = derived
        derived.take(_FACTS)
        self._facts = {path.stem: self._known(path) for path in library.store_files()}
        self._files_of: dict[str, list[str]] = {}
        for name, facts in self._facts.items():
            for document in facts.documents:
                self._files_of.setdefault(document.key, []).append(name)
        self._read: dict[str, Store] = {}

    def touched_by(self, incoming: Sequence[Annotation]) -> Mapping[str, Annotation]:
        """The stored annotations, by id, of every file that `incoming` may change or come back to.

        These are the files with a document of theirs, with an annotation of theirs, or with one that has the id which
        they bring as their app's own; and those that are not tidy.
        """
        keys = {annotation.document.key for annotation in incoming}
        names = {name for key in keys for name in self._files_of.get(key, ())}
        ids = {name for annotation in incoming for name in (annotation.id, annotation.native_id) if name}
        names |= self.homes(ids).keys() & self._facts.keys()
        names |= {name for name, facts in self._facts.items() if not facts.tidy}
        return self._gathered(self._closed(names)).annotations

    def documents(self, name: str) -> list[str]:
        """The keys of the documents in a file."""
        return [document.key for document in self._facts[name].documents] if name in self._facts else []

    def homes(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The files, by name, that hold any of `ids`, each with those."""
        if not self._facts:
            return {}
        found = self._derived.homes(ids)
        if self._derived.is_lost:
            return {path.stem: list(self._store_of(path.stem).annotations) for path in self._library.store_files()}
        return found

    def volumes(
        self,
        decisions: Iterable[Decision],
        annotations: Mapping[str, Annotation] | None = None,
        documents: Iterable[Document] = (),
    ) -> Iterator[Volume]:
        """Every source, in the order of their ids, one by one: the texts of all are more than memory should hold.

        Parameters
        ----------
        decisions
            What the owner ruled on sources.
        annotations
            What `touched_by` gave, changed or added to.
        documents
            Documents that were not in the store before.
        """
        touched = dict(self.touched_by(())) if annotations is None else dict(annotations)
        stored = [document for facts in self._facts.values() for document in facts.documents]
        known = {document.key: document for document in joined_documents((*stored, *documents))}
        marked = {annotation.document.key for annotation in touched.values()}
        marked |= {d.key for name, facts in self._facts.items() if name not in self._read for d in facts.documents}
        sources = sources_of((known[key] for key in marked), rulings_of(decisions))
        gathered = _by_document(touched.values())
        kept = {source.id for source in sources if self._is_as_it_stands(source, gathered)}
        rest = [source for source in sources if source.id not in kept]
        further = {
            name for source in rest for document in source.documents for name in self._files_of.get(document.key, ())
        }
        for name, annotation in self._gathered(further - self._read.keys()).annotations.items():
            touched.setdefault(name, annotation)
        of_document = {
            key: [one if one.document == known[key] else replace(one, document=known[key]) for one in found]
            for key, found in _by_document(touched.values()).items()
        }
        for source in sources:
            yield self._standing(source) if source.id in kept else self._changed(source, of_document)

    def save(self, volumes: Iterable[Volume]) -> tuple[Volume, ...]:
        """Write the files of the sources that are not as they should be; remove those of sources that are no more.

        Returns the volumes without the texts, which stand in their files now and are read from there.
        """
        left = {path.stem: path for path in self._library.store_files()}
        saved = []
        for volume in volumes:
            name = volume.source.id
            left.pop(name, None)
            if volume.text is None:
                saved.append(volume)
            else:
                self._library.write(self._library.store_file(name), volume.text)
                self._remember(name, volume.ids, volume.digest, volume.source.documents, tidy=True)
                saved.append(replace(volume, text=None, read=partial(self._in_file, name)))
        for name, path in left.items():
            self._library.write(path, None)
            self._derived.settle(name, ())
            self._derived.forget(_FACTS, [name])  # Or its annotations would have no home, should it come back.
        self._read.clear()
        return tuple(saved)

    def _known(self, path: Path) -> Facts:
        digest = self._library.digest(path, self._derived.digest_of)
        told = self._derived.get(_FACTS, path.stem, digest, dict[str, Any])
        if told is not None:
            documents = tuple(map(read_document, told["documents"]))
            return Facts(digest=digest, documents=documents, tidy=told["tidy"])
        text = self._library.text(path) or ""
        listed, marked = read_collection(text, path=self._library.shown(path))
        store = whole_store([(listed, marked)])
        tidy = is_tidy(path.stem, store, text)
        self._remember(path.stem, store.annotations, digest, listed, tidy=tidy)
        return Facts(digest=digest, documents=listed, tidy=tidy)

    def _remember(
        self, name: str, ids: Iterable[str], digest: str, documents: tuple[Document, ...], *, tidy: bool
    ) -> None:
        self._derived.put(_FACTS, name, digest, {"documents": documents, "tidy": tidy})
        self._derived.settle(name, ids)

    def _closed(self, names: Iterable[str]) -> set[str]:
        """`names` with the files that share a document with any of them."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [other for d in self._facts[name].documents for other in self._files_of[d.key]]
        return found

    def _gathered(self, names: Iterable[str]) -> Store:
        return whole_store(
            [(store.documents, tuple(store.annotations.values())) for store in map(self._store_of, sorted(names))]
        )

    def _store_of(self, name: str) -> Store:
        if name not in self._read:
            self._read[name] = whole_store([self._from_file(name)])
        return self._read[name]

    def _is_as_it_stands(self, source: Source, touched: Mapping[str, Sequence[Annotation]]) -> bool:
        facts = self._facts.get(source.id)
        return (
            facts is not None
            and facts.tidy
            and facts.documents == source.documents
            and all(self._files_of[document.key] == [source.id] for document in source.documents)
            and (source.id not in self._read or self._holds_just(source, touched))
        )

    def _holds_just(self, source: Source, touched: Mapping[str, Sequence[Annotation]]) -> bool:
        """Whether nothing of what was read in the file of a source was changed, added to, or taken out."""
        held = self._read[source.id].annotations
        found = [annotation for document in source.documents for annotation in touched.get(document.key, ())]
        return len(found) == len(held) and all(held.get(annotation.id) is annotation for annotation in found)

    def _standing(self, source: Source) -> Volume:
        read = self._read.get(source.id)
        return Volume(
            source=source,
            digest=self._facts[source.id].digest,
            read=partial(self._annotations, source.id),
            ids=tuple(read.annotations) if read else (),
        )

    def _annotations(self, name: str) -> tuple[Annotation, ...]:
        return tuple(self._store_of(name).annotations.values()) if name in self._read else self._in_file(name)

    def _in_file(self, name: str) -> tuple[Annotation, ...]:
        return self._from_file(name)[1]

    def _from_file(self, name: str) -> tuple[tuple[Document, ...], tuple[Annotation, ...]]:
        path = self._library.store_file(name)
        return read_collection(self._library.text(path) or "", path=self._library.shown(path))

    def _changed(self, source: Source, of_document: Mapping[str, Sequence[Annotation]]) -> Volume:
        annotations = in_reading_order(source, of_document)
        text = collection_text(source, annotations)
        return Volume(
            source=source,
            digest=sha256(text.encode("utf-8")).hexdigest(),
            read=lambda: annotations,
            text=text,
            ids=tuple(annotation.id for annotation in annotations),
        )


def _by_document(annotations: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        found.setdefault(annotation.document.key, []).append(annotation)
    return found
