"""What a command is about to write: read back as if it stood there already, and not on the disk yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from commonplace.errors import LibraryError
from commonplace.store.transactions import disk
from commonplace.store.transactions.manifests import Brought

MADE = frozenset((".md", ".xml", ".html", ".js"))
"""Endings of what is made from the rest: pages, the feed, what leads from old names, what scripts speak."""
NO_FILE = ""
"""The digest of a file that is not there."""


def digest_of(data: bytes | None) -> str:
    """The digest by which a file is known."""
    return NO_FILE if data is None else hashlib.sha256(data).hexdigest()


class _Content(msgspec.Struct, frozen=True):
    """What a file is to be: its digest, and where in the spool its bytes are."""

    digest: str
    start: int
    length: int


class Draft:
    """The changes of one command, and what each file was when the command read it.

    Their bytes are put aside on the disk where they are many, so that the first import of a large library does not hold
    all of its pages.

    Parameters
    ----------
    folder : Path
        Where they are put aside, in a file without a name.

    Attributes
    ----------
    brought : Brought or None
        What an import brings; None if the command is none, and so is not to be taken back.
    undoes : str
        The id of the import that the command takes back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spool = disk.Spool(folder)
        self._changes: dict[Path, _Content | None] = {}
        self._read: dict[Path, str] = {}
        self.brought: Brought | None = None
        self.undoes = ""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget what was put aside."""
        self._spool.close()

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file as they will be; None if there will be none."""
        if path in self._changes:
            content = self._changes[path]
            return None if content is None else self._spool.get(content.start, content.length)
        data = disk.read(path)
        self._read.setdefault(path, digest_of(data))
        return data

    def write(self, path: Path, data: bytes | None) -> None:
        """Let a file be `data`, or let there be none."""
        if path not in self._changes:
            self.read(path)
        self._changes[path] = None if data is None else _Content(digest_of(data), self._put_aside(data), len(data))

    def put_aside(self, data: bytes) -> Callable[[], bytes]:
        """Put aside what is no file, and give what reads it again."""
        return partial(self._spool.get, self._put_aside(data), len(data))

    def abandon(self) -> None:
        """Let everything be as it is."""
        self._changes.clear()

    def _put_aside(self, data: bytes) -> int:
        try:
            return self._spool.put(data)
        except OSError as error:
            raise LibraryError(
                f"cannot be written: {error.strerror or error}; nothing was changed",
                hint="Check the disk's space and the folder's permissions, then run the command again.",
                path=str(self._folder),
            ) from error

    def is_changed(self, path: Path) -> bool:
        """Whether a file is about to be written."""
        return path in self._changes

    def paths(self) -> Iterable[Path]:
        """The files that are about to be written."""
        return self._changes.keys()

    def digest(self, path: Path) -> str:
        """The digest of a file that is about to be written."""
        content = self._changes[path]
        return NO_FILE if content is None else content.digest

    def names(self, folder: Path) -> list[str]:
        """The names in a folder as they will be."""
        here = {path.name: content for path, content in self._changes.items() if path.parent == folder}
        added = {name for name, content in here.items() if content is not None}
        return sorted((set(disk.names(folder)) - here.keys()) | added)

    def changes_more_than_pages(self) -> bool:
        """Whether anything changes beside pages, which are made from the rest."""
        return any(self.digest(path) != self._read[path] for path in self._changes if path.suffix not in MADE)

    def changes(self) -> Iterator[tuple[Path, str, str]]:
        """Each file with its new digest, and the digest of what the command read there."""
        return ((path, self.digest(path), self._read[path]) for path in sorted(self._changes))
