"""What was read in exports, by document: in memory, or where it is much on the disk, until a share of it is taken in.

A share is complete: no other holds anything of its documents, so that merging one share after the other is merging all.
"""

from __future__ import annotations

import pickle
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import cast

import msgspec
from msgspec.structs import replace

from commonplace.model import Annotation
from commonplace.store.library import Library
from commonplace.workflows.reading_exports import ExportReading
from commonplace.workflows.stacks import Stacks

AT_ONCE = 20_000
"""Annotations that are in memory, and as many more as one file or one document holds."""
_ID_OF_OURS = re.compile(r"[a-z2-7]{12}")


class Portion(msgspec.Struct, frozen=True):
    """What the reading of one number holds of the one of its documents that has this place among them."""

    reading: int
    place: int
    annotations: tuple[Annotation, ...]


class _Part(msgspec.Struct):
    reading: int
    place: int
    count: int
    fetch: Callable[[], tuple[Annotation, ...]]


class Readings:
    """The readings of an import.

    Parameters
    ----------
    library : Library
        In a draft, where what is much is put aside.
    readings : iterable of ExportReading
        In the order of the import.

    Attributes
    ----------
    heads : list of ExportReading
        They, with only those of their annotations that name pictures.
    """

    def __init__(self, library: Library, readings: Iterable[ExportReading]) -> None:
        self.heads: list[ExportReading] = []
        self._library = library
        self._parts: dict[str, list[_Part]] = {}
        self._coming_back: dict[str, set[str]] = defaultdict(set)
        self._in_memory: list[_Part] = []
        self._size = 0
        for reading in readings:
            self._add(reading)

    def shares(self, stacks: Stacks) -> Iterator[list[Portion]]:
        """What was read, so much together as is taken in at once; one share at least, if an empty one."""
        share: list[_Part] = []
        size = 0
        for documents in self._together(stacks):
            found = [part for key in documents for part in self._parts[key]]
            share += found
            size += sum(part.count for part in found)
            if size >= AT_ONCE:
                yield _fetched(share)
                share, size = [], 0
        if share or not self._parts:
            yield _fetched(share)

    def _add(self, reading: ExportReading) -> None:
        by_document: dict[str, list[Annotation]] = {}
        for annotation in reading.annotations:
            by_document.setdefault(annotation.document.key, []).append(annotation)
            if _ID_OF_OURS.fullmatch(annotation.native_id):
                self._coming_back[annotation.native_id].add(annotation.document.key)
        for place, (key, found) in enumerate(by_document.items()):
            part = _Part(len(self.heads), place, len(found), _at_hand(tuple(found)))
            self._parts.setdefault(key, []).append(part)
            self._in_memory.append(part)
        self.heads.append(replace(reading, annotations=tuple(one for one in reading.annotations if one.attachments)))
        self._size += len(reading.annotations)
        if self._size > AT_ONCE:
            self._put_aside()

    def _put_aside(self) -> None:
        for part in self._in_memory:
            part.fetch = _unpickled(self._library.put_aside(pickle.dumps(part.fetch())))
        self._in_memory.clear()
        self._size = 0

    def _together(self, stacks: Stacks) -> list[list[str]]:
        """The documents, each with those that hold what comes back in its exports."""
        groups = {key: [key] for key in self._parts}
        for name, ids in stacks.homes(self._coming_back).items():
            keys = chain(stacks.documents(name), *(self._coming_back[each] for each in ids))
            whole = list(dict.fromkeys(other for key in keys for other in groups.get(key, ())))
            groups |= dict.fromkeys(whole, whole)
        return list({id(group): group for group in groups.values()}.values())


def _at_hand(annotations: tuple[Annotation, ...]) -> Callable[[], tuple[Annotation, ...]]:
    return lambda: annotations


def _unpickled(read: Callable[[], bytes]) -> Callable[[], tuple[Annotation, ...]]:
    return lambda: cast("tuple[Annotation, ...]", pickle.loads(read()))  # noqa: S301  # From a file without a name.


def _fetched(parts: Iterable[_Part]) -> list[Portion]:
    portions = [Portion(part.reading, part.place, part.fetch()) for part in parts]
    return sorted(portions, key=lambda portion: (portion.reading, portion.place))


def first_of(readings: Iterator[ExportReading]) -> list[ExportReading]:
    """The first readings, so much as is taken in at once."""
    found = []
    size = 0
    for reading in readings:
        found.append(reading)
        size += len(reading.annotations)
        if size >= AT_ONCE:
            break
    return found
