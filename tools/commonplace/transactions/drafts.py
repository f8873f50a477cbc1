"""What a command is about to write: read back as if it stood there already, and not on the disk yet."""

from __future__ import annotations

import hashlib
from pathlib import Path

from commonplace.transactions import disk
from commonplace.transactions.manifests import Brought

MADE = frozenset((".md", ".xml", ".html", ".js"))
"""Endings of what is made from the rest: pages, the feed, what leads from old names, what scripts speak."""
NO_FILE = ""
"""The digest of a file that is not there."""


def digest_of(data: bytes | None) -> str:
    """The digest by which a file is known."""
    return NO_FILE if data is None else hashlib.sha256(data).hexdigest()


class Draft:
    """The changes of one command, and what each file was when the command read it.

    Attributes
    ----------
    brought : Brought or None
        What an import brings; None if the command is none, and so is not to be taken back.
    undoes : str
        The id of the import that the command takes back.
    """

    def __init__(self) -> None:
        self._changes: dict[Path, bytes | None] = {}
        self._read: dict[Path, str] = {}
        self.brought: Brought | None = None
        self.undoes = ""

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file as they will be; None if there will be none."""
        if path in self._changes:
            return self._changes[path]
        data = disk.read(path)
        self._read.setdefault(path, digest_of(data))
        return data

    def write(self, path: Path, data: bytes | None) -> None:
        """Let a file be `data`, or let there be none."""
        self.read(path)
        self._changes[path] = data

    def is_changed(self, path: Path) -> bool:
        """Whether a file is about to be written."""
        return path in self._changes

    def names(self, folder: Path) -> list[str]:
        """The names in a folder as they will be."""
        here = {path.name: data for path, data in self._changes.items() if path.parent == folder}
        added = {name for name, data in here.items() if data is not None}
        return sorted((set(disk.names(folder)) - here.keys()) | added)

    def changes_more_than_pages(self) -> bool:
        """Whether anything changes beside pages, which are made from the rest."""
        return any(
            digest_of(data) != self._read[path] for path, data in self._changes.items() if path.suffix not in MADE
        )

    def changes(self) -> list[tuple[Path, bytes | None, str]]:
        """Each file with its new bytes, and the digest of what the command read there."""
        return [(path, data, self._read[path]) for path, data in sorted(self._changes.items())]
