"""Formats of our own: a module for each in the folder of its kind, found by being there and named as the format is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from commonplace.exporter import Exporter
from commonplace.importer import Importer

Format = TypeVar("Format", Importer, Exporter)


def own_formats(package: str, kind: type[Format]) -> Iterator[Format]:
    """Give one of each format in the modules of `package`."""
    for module in _modules(package):
        yield from _formats_in(f"{package}.{module}", kind)


def own_format(package: str, kind: type[Format], name: str) -> Format | None:
    """Return the format `name` of `package`, importing no other; None if it has none."""
    module = name.replace("-", "_")
    if module not in _modules(package):
        return None
    return next((found for found in _formats_in(f"{package}.{module}", kind) if found.format == name), None)


@cache
def _modules(package: str) -> tuple[str, ...]:
    return tuple(info.name for info in pkgutil.iter_modules(importlib.import_module(package).__path__))


def _formats_in(module: str, kind: type[Format]) -> Iterator[Format]:
    for _, member in inspect.getmembers(importlib.import_module(module), inspect.isclass):
        if issubclass(member, kind) and member.__module__ == module and not inspect.isabstract(member):
            yield member()
