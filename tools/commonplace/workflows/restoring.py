"""Bring back what was set aside, because its export no longer held it."""

from __future__ import annotations

from msgspec.structs import replace

from commonplace.errors import LibraryError
from commonplace.store.decisions import Decision
from commonplace.store.library import Library
from commonplace.store.shelves import Store
from commonplace.workflows.rendering import write_pages


def restore(library: Library, name: str) -> None:
    """Bring back the annotation of the id `name`; no later synchronisation sets it aside again.

    Raises
    ------
    LibraryError
        If nothing of this id was set aside.
    """
    library.require()
    with library.writing("restore") as draft:
        store = draft.store()
        annotation = store.annotations.get(name)
        if annotation is None or not annotation.state:
            raise LibraryError(f"{name!r} was not set aside", hint="commonplace list gone shows what was.")
        annotations = {**store.annotations, name: replace(annotation, state="")}
        after = Store(documents=store.documents, annotations=annotations)
        draft.decide(Decision(verb="keep", subject=name))
        draft.save(after)
        write_pages(draft)
