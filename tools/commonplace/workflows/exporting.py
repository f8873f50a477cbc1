"""From the library to a file for another app."""

from __future__ import annotations

from pathlib import Path

from commonplace.errors import LibraryError
from commonplace.exporter import Holdings
from commonplace.exporters import exporter_named
from commonplace.library import Library
from commonplace.prerequisites import learning_steps
from commonplace.workflows.surveying import catalogue_of, survey


def export(library: Library, format_name: str, target: Path | None, *, moment: float) -> Path:
    """Write what is published of the library to `target`, or beside where the command runs; return the file.

    Raises
    ------
    UnknownFormatError
        If there is no such format.
    LibraryError
        If the file cannot be written.
    """
    exporter = exporter_named(format_name)
    path = target or Path(f"commonplace{exporter.ending}")
    data = exporter.export(holdings_of(library, moment=moment))
    try:
        path.write_bytes(data)
    except OSError as error:
        raise LibraryError(
            f"cannot be written: {error.strerror or error}", hint="Name another file with -o FILE.", path=str(path)
        ) from error
    return path


def holdings_of(library: Library, *, moment: float) -> Holdings:
    """The published part of the library."""
    seen = survey(library)
    catalogue = catalogue_of(library, seen)
    return Holdings(
        concepts=tuple(concept for step in learning_steps(seen.concepts) for concept in step),
        readings=catalogue.readings,
        links=catalogue.links,
        moment=moment,
    )
