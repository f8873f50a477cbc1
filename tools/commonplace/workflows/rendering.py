"""From the library to its pages."""

from __future__ import annotations

from commonplace.library import Library
from commonplace.pages import all_pages, kept_files
from commonplace.workflows.renewing import renew
from commonplace.workflows.surveying import Survey, catalogue_of, survey


def render(library: Library) -> tuple[str, ...]:
    """Bring pages, scripts and styles up to date; return the pages where an edit inside a region was kept instead."""
    library.require()
    with library.writing("render") as draft:
        renew(draft)
        store = draft.store()
        draft.save(store)  # As it is, unless git merged what two people imported.
        return write_pages(draft, survey(draft, store))


def write_pages(library: Library, seen: Survey) -> tuple[str, ...]:
    """Write the pages of what was seen into a library's draft."""
    catalogue = catalogue_of(library, seen)
    done = library.write_pages(all_pages(catalogue), kept_files(catalogue))
    return tuple(path for path, page in done.items() if page.kept)
