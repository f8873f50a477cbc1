"""What files of the store hold together: sources, each with its annotations in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import structs
from msgspec.structs import replace

from commonplace.merging.annotations import merge
from commonplace.merging.reading_order import in_reading_order
from commonplace.merging.sources import Rulings, joined_documents, source_of, sources_of
from commonplace.model import Annotation, Document, Source
from commonplace.store.decisions import Decision
from commonplace.store.jsonld import collection_text


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was imported: documents, and annotations by id."""

    documents: tuple[Document, ...] = ()
    annotations: Mapping[str, Annotation]


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A source with its annotations in reading order."""

    source: Source
    annotations: tuple[Annotation, ...]


def whole_store(files: Iterable[tuple[Iterable[Document], Iterable[Annotation]]]) -> Store:
    """What files of the store hold together.

    One id is there twice where git merged two versions of an annotation.
    """
    documents: list[Document] = []
    annotations: dict[str, Annotation] = {}
    again: list[Annotation] = []
    for listed, marked in files:
        documents.extend(listed)
        again += [a for a in marked if annotations.setdefault(a.id, a) is not a]
    return Store(
        documents=tuple(documents), annotations=merge(annotations, again).annotations if again else annotations
    )


def shelves_of(store: Store, decisions: Iterable[Decision] = ()) -> tuple[Shelf, ...]:
    """The sources that annotations are about, each with its annotations in reading order."""
    of_document: dict[str, list[Annotation]] = {}
    known = {document.key: document for document in joined_documents(store.documents)}
    for annotation in store.annotations.values():
        document = known[annotation.document.key]
        told = annotation if annotation.document is document else structs.replace(annotation, document=document)
        of_document.setdefault(document.key, []).append(told)
    sources = sources_of((known[key] for key in of_document), rulings_of(decisions))
    return tuple(Shelf(source=source, annotations=in_reading_order(source, of_document)) for source in sources)


def is_tidy(name: str, store: Store, text: str) -> bool:
    """Whether `text`, which holds `store`, is what `save` writes of it, if it is the one source of the id `name`."""
    of_document: dict[str, list[Annotation]] = {}
    known = {document.key: document for document in joined_documents(store.documents)}
    for annotation in store.annotations.values():
        told = replace(annotation, document=known[annotation.document.key])
        of_document.setdefault(told.document.key, []).append(told)
    source = source_of((known[key] for key in of_document), name)
    return bool(of_document) and text == collection_text(source, in_reading_order(source, of_document))


def rulings_of(decisions: Iterable[Decision]) -> Rulings:
    """What the owner decided on sources."""
    pairs: dict[str, set[frozenset[str]]] = {"join": set(), "part": set()}
    for decision in decisions:
        if decision.verb in pairs:
            pairs[decision.verb].add(frozenset((decision.subject, decision.object)))
    return Rulings(joined=frozenset(pairs["join"]), parted=frozenset(pairs["part"]))
