"""The formats that are written: one module each, found by being in this folder."""

from __future__ import annotations

from functools import cache

from commonplace.errors import UnknownFormatError
from commonplace.exporter import Exporter
from commonplace.formats import own_format, own_formats
from commonplace.plugins import foreign_exporters


@cache
def all_exporters() -> tuple[Exporter, ...]:
    """Every exporter, ours and those of other packages, in the order of their format names."""
    found: list[Exporter] = list(own_formats(__name__, Exporter))  # type: ignore[type-abstract]  # It is looked for.
    found.extend(foreign_exporters([exporter.format for exporter in found]))
    return tuple(sorted(found, key=lambda exporter: exporter.format))


def exporter_named(name: str) -> Exporter:
    """The exporter of the format `name`.

    Raises
    ------
    UnknownFormatError
        If there is none; the error lists those that there are.
    """
    if own := own_format(__name__, Exporter, name):  # type: ignore[type-abstract]  # As above.
        return own
    for exporter in all_exporters():
        if exporter.format == name:
            return exporter
    names = ", ".join(exporter.format for exporter in all_exporters())
    hint = f"Formats: {names}. `commonplace export --help` says what they are for."
    raise UnknownFormatError(f"there is no format {name!r} to export to", hint=hint)
