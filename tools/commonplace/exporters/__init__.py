"""The formats that are written: one module each, found by being in this folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache

from commonplace.errors import UnknownFormatError
from commonplace.exporter import Exporter
from commonplace.plugins import foreign_exporters


@cache
def all_exporters() -> tuple[Exporter, ...]:
    """Every exporter, ours and those of other packages, in the order of their format names."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found: list[Exporter] = [
        member()
        for module in modules
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Exporter) and member.__module__ == module.__name__ and not inspect.isabstract(member)
    ]
    found.extend(foreign_exporters([exporter.format for exporter in found]))
    return tuple(sorted(found, key=lambda exporter: exporter.format))


def exporter_named(name: str) -> Exporter:
    """The exporter of the format `name`.

    Raises
    ------
    UnknownFormatError
        If there is none; the error lists those that there are.
    """
    for exporter in all_exporters():
        if exporter.format == name:
            return exporter
    told = "; ".join(f"{exporter.format} ({exporter.description})" for exporter in all_exporters())
    raise UnknownFormatError(f"there is no format {name!r} to export to", hint=f"Formats: {told}.")
