"""The formats: one module each, found by being in this folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache

from commonplace.errors import UnknownFormatError
from commonplace.importer import Importer
from commonplace.plugins import foreign_importers


@cache
def all_importers() -> tuple[Importer, ...]:
    """Every importer, ours and those of other packages, in the order of their format names."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found: list[Importer] = [
        member()
        for module in modules
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Importer) and member.__module__ == module.__name__ and not inspect.isabstract(member)
    ]
    found.extend(foreign_importers([importer.format for importer in found]))
    return tuple(sorted(found, key=lambda importer: importer.format))


def importer_named(name: str) -> Importer:
    """The importer of the format `name`.

    Raises
    ------
    UnknownFormatError
        If there is none; the error lists those that there are.
    """
    for importer in all_importers():
        if importer.format == name:
            return importer
    names = ", ".join(importer.format for importer in all_importers())
    raise UnknownFormatError(f"there is no format {name!r}", hint=f"Formats: {names}.")
