"""From the library to its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from commonplace.store.derived import Derived
from commonplace.store.library import Library
from commonplace.store.transactions import OWN
from commonplace.workflows.refreshing import Refreshing
from commonplace.workflows.stacks import Stacks


def render(library: Library) -> tuple[str, ...]:
    """Bring pages, scripts and styles up to date; return the pages where an edit inside a region was kept instead."""
    from commonplace.workflows.renewing import renew  # noqa: PLC0415  # It reads settings of sites; an import does not.

    library.require()
    with library.writing("render") as draft:
        renew(draft)
        return write_pages(draft, save=True)  # The store as it is, unless git merged what two people imported.


def write_pages(library: Library, *, save: bool = False) -> tuple[str, ...]:
    """Write the pages of a library into its draft; return those where an edit inside a region was kept instead."""
    with refreshing(library, save=save) as pages:
        return pages.written(library.last_import())


@contextmanager
def refreshing(library: Library, *, save: bool = False) -> Iterator[Refreshing]:
    """Give the pages of a library in a draft; if asked, its store is put in order first."""
    with derived_from(library) as derived:
        stacks = Stacks(library, derived)
        volumes = stacks.volumes(library.decisions())
        yield Refreshing(library, derived, stacks, stacks.save(volumes) if save else tuple(volumes))


def derived_from(library: Library) -> Derived:
    """What was derived from a library earlier."""
    return Derived(library.root / OWN / "derived.sqlite")
