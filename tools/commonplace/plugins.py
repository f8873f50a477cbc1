"""Formats from other packages: found by entry point, named when they are broken, and kept from stopping the others."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from commonplace.errors import CommonplaceError, LibraryError
from commonplace.exporter import Exporter, Holdings
from commonplace.importer import Claim, Importer
from commonplace.model import Annotation, Export, Rejected

IMPORTERS = "commonplace.importers"
EXPORTERS = "commonplace.exporters"
Format = TypeVar("Format", Importer, Exporter)
_log = logging.getLogger("commonplace")


class ForeignImporter(Importer):
    """An importer of another package, whose faults are its own: what it cannot read is said, and the rest goes on."""

    def __init__(self, inner: Importer, package: str) -> None:
        self._inner = inner
        self._package = package
        self.format = inner.format  # type: ignore[misc]  # Of a class as a rule; here it is another's.
        self.app = inner.app  # type: ignore[misc]  # As above.
        self.description = inner.description  # type: ignore[misc]  # As above.
        self.container = inner.container  # type: ignore[misc]  # As above.

    def identify(self, export: Export) -> Iterable[Claim]:
        """Claim what the importer claims; nothing, if it fails."""
        try:
            return tuple(self._inner.identify(export))
        except Exception as error:  # noqa: BLE001  # Another package may raise anything.
            _warn(f"{self._package} failed to look at {export.name}: {_told(error)}")
            return ()

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read what the importer reads; where it fails, that is one rejection."""
        try:
            yield from self._inner.parse(export)
        except CommonplaceError:
            raise
        except Exception as error:  # noqa: BLE001  # As above.
            problem = f"the plugin {self._package} failed here: {_told(error)}; tell whoever made it"
            yield Rejected(line=1, problem=problem, raw="")


class ForeignExporter(Exporter):
    """An exporter of another package; that it fails is said in words."""

    def __init__(self, inner: Exporter, package: str) -> None:
        self._inner = inner
        self._package = package
        self.format = inner.format  # type: ignore[misc]  # As above.
        self.description = inner.description  # type: ignore[misc]  # As above.
        self.ending = inner.ending  # type: ignore[misc]  # As above.
        self.loses = inner.loses  # type: ignore[misc]  # As above.

    def omits(self, annotation: Annotation) -> bool:
        """Whether the format has no place for `annotation`."""
        return self._inner.omits(annotation)

    def export(self, holdings: Holdings) -> bytes | Mapping[str, bytes]:
        """Return what the exporter writes."""
        try:
            return self._inner.export(holdings)
        except CommonplaceError:
            raise
        except Exception as error:
            raise LibraryError(
                f"the plugin {self._package} failed: {_told(error)}", hint="Tell whoever made it; nothing was written."
            ) from error


def has_foreign_importers() -> bool:
    """Whether another package says that it has an importer."""
    return bool(entry_points(group=IMPORTERS))


def foreign_importers(own: Iterable[str]) -> Iterator[Importer]:
    """Give the importers of other packages, but for those that call themselves as one of our `own`."""
    for package, found in _usable(IMPORTERS, Importer, own):  # type: ignore[type-abstract]  # It is looked for.
        yield ForeignImporter(found, package)


def foreign_exporters(own: Iterable[str]) -> Iterator[Exporter]:
    """Give the exporters of other packages, but for those that call themselves as one of our `own`."""
    for package, found in _usable(EXPORTERS, Exporter, own):  # type: ignore[type-abstract]  # As above.
        yield ForeignExporter(found, package)


def _usable(group: str, kind: type[Format], own: Iterable[str]) -> Iterator[tuple[str, Format]]:
    taken = dict.fromkeys(own, "commonplace")
    for point in sorted(entry_points(group=group), key=lambda point: (_package(point), point.name)):
        package = _package(point)
        try:
            found = _made(point, kind)
        except Exception as error:  # noqa: BLE001  # Another package may raise anything.
            _warn(f"The plugin {package} is left out, as {point.value} cannot be used: {_told(error)}")
            continue
        if found.format in taken:
            _warn(f"The plugin {package} is left out: {taken[found.format]} has a format {found.format!r} already")
            continue
        taken[found.format] = package
        yield package, found


def _made(point: EntryPoint, kind: type[Format]) -> Format:
    loaded = point.load()
    if not (isinstance(loaded, type) and issubclass(loaded, kind)):
        raise TypeError(f"it is no subclass of commonplace.{kind.__name__.lower()}.{kind.__name__}")
    found = loaded()
    if not (isinstance(found.format, str) and isinstance(found.description, str)):
        raise TypeError("its format and description are no texts")
    if isinstance(found, Importer) and not _is_pair_of_texts(found.app):
        raise TypeError("its app is no pair of texts, the names in Chinese and in English")
    return found


def _is_pair_of_texts(value: object) -> bool:
    return isinstance(value, tuple) and [type(part) for part in value] == [str, str]


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.module


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".strip(" :")


@cache
def _warn(message: str) -> None:
    """Say it, once."""
    _log.warning("%s.", message)
