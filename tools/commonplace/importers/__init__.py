"""The formats that are read: one module each, found by being in this folder."""

from __future__ import annotations

from functools import cache

from commonplace.errors import UnknownFormatError
from commonplace.formats import own_format, own_formats
from commonplace.importer import Importer
from commonplace.plugins import foreign_importers


@cache
def all_importers() -> tuple[Importer, ...]:
    """Every importer, ours and those of other packages, in the order of their format names."""
    found: list[Importer] = list(own_formats(__name__, Importer))  # type: ignore[type-abstract]  # It is looked for.
    found.extend(foreign_importers([importer.format for importer in found]))
    return tuple(sorted(found, key=lambda importer: importer.format))


def importer_named(name: str) -> Importer:
    """The importer of the format `name`.

    Raises
    ------
    UnknownFormatError
        If there is none; the error lists those that there are.
    """
    if own := own_format(__name__, Importer, name):  # type: ignore[type-abstract]  # As above.
        return own
    for importer in all_importers():
        if importer.format == name:
            return importer
    names = ", ".join(importer.format for importer in all_importers())
    raise UnknownFormatError(f"there is no format {name!r}", hint=f"Formats: {names}.")


def app_of(name: str) -> tuple[str, str]:
    """What readers call the app of the format `name`, in Chinese and English; the format's name if nothing says."""
    try:
        app = importer_named(name).app
    except UnknownFormatError:  # A package that is gone read it once.
        app = ("", "")
    return app if all(app) else (name, name)
