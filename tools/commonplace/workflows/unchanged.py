"""Whether the site is what building it again would give; of the tool only what that question needs is imported."""

from __future__ import annotations

from collections.abc import Iterable

from commonplace.site.builder.last_build import SITE, Inputs, LastBuild, keep, last_build, state_of_site
from commonplace.site.pyodide import cache
from commonplace.store.library import Library
from commonplace.workflows.check_report import Finding


def unchanged(library: Library, builder: str, *, run: bool) -> tuple[Finding, ...] | None:
    """
    Give what the last build said of the library, if it was asked for the same and everything is as it was then.

    Returns
    -------
    tuple of Finding or None
        None if there is something to build, or it is not known that there is not.
    """
    last = last_build(library.root)
    if not last.made_from:
        return None
    with library.reading():  # Nobody is in the midst of changing it.
        now = inputs(library, builder, run=run).key, state_of_site(library.root / SITE)
    if "" in now or now != (last.made_from, last.left):
        return None
    return tuple(Finding(path=path, problem=problem, severity=severity) for path, problem, severity in last.said)


def inputs(library: Library, builder: str, *, run: bool) -> Inputs:
    """What a build of a library would be made from, as it is now."""
    return Inputs(library.root, (builder, run), (*last_build(library.root).beside, str(cache())))


def remember(library: Library, made_from: Inputs, places: Iterable[str], said: tuple[Finding, ...]) -> None:
    """
    Remember a build that was just made.

    One that was made from more than was watched only tells the next one what to watch.
    """
    beside = made_from.unwatched(places)
    key = made_from.key if set(beside) <= set(made_from.beside) else ""
    told = tuple((finding.path, finding.problem, finding.severity) for finding in said)
    keep(library.root, LastBuild(made_from=key, left=state_of_site(library.root / SITE), beside=beside, said=told))
