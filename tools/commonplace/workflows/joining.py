"""The owner says which sources are one book, and which are two; that holds on every later import."""

from __future__ import annotations

from commonplace.errors import LibraryError
from commonplace.merging.sources import sources_of
from commonplace.model import Document
from commonplace.store.decisions import Decision, Verb
from commonplace.store.library import Library
from commonplace.store.shelves import shelves_of
from commonplace.workflows.rendering import write_pages


def join_sources(library: Library, one: str, other: str) -> str:
    """Make one source of two; return its id.

    Parameters
    ----------
    library
        Where they are.
    one, other
        Ids of sources, or keys or files of documents.

    Raises
    ------
    LibraryError
        If there is no such source, or both are one already.
    """
    return _ruled(library, "join", one, other)[0]


def part_sources(library: Library, one: str, other: str) -> tuple[str, str]:
    """Make two sources of one; return their ids.

    Parameters
    ----------
    library
        Where it is.
    one, other
        The source, and what is none of it: the id that this had before they were joined, or the key or file of one of
        its documents.

    Raises
    ------
    LibraryError
        If there is no such source, or both are two already.
    """
    return _ruled(library, "part", one, other)


def _ruled(library: Library, verb: Verb, one: str, other: str) -> tuple[str, str]:
    library.require()
    with library.writing(f"source {verb}") as draft:
        store = draft.store()
        here, there = (_documents(draft, name) for name in (one, other))
        here, there = (here - there or here), (there - here or there)
        if here & there:
            raise LibraryError(
                f"{one!r} and {other!r} name the same documents",
                hint=f"To part them name one of its documents: commonplace show {one} lists them.",
            )
        draft.decide(*(Decision(verb=verb, subject=a, object=b) for a in sorted(here) for b in sorted(there)))
        draft.save(store)
        write_pages(draft)
        shelves = shelves_of(store, draft.decisions())
    homes = {document.key: shelf.source.id for shelf in shelves for document in shelf.source.documents}
    return homes[min(here)], homes[min(there)]


def _documents(library: Library, name: str) -> set[str]:
    """The keys of the documents that `name` stands for, as sources are now, or as they were before the owner ruled."""
    shelves = shelves_of(library.store(), library.decisions())
    known = [document for shelf in shelves for document in shelf.source.documents]
    for source in (*(shelf.source for shelf in shelves), *sources_of(known)):
        if source.id == name:
            return {document.key for document in source.documents}
    found = {document.key for document in known if _is_named(document, name)}
    if not found:
        raise LibraryError(f"there is no source {name!r}", hint="See commonplace list sources.")
    return found


def _is_named(document: Document, name: str) -> bool:
    return name in (document.key, document.file, document.url)
