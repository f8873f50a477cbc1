"""Where a library keeps what is the tool's own, and what is inside of a library at all."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from commonplace.errors import LibraryError
from commonplace.store.transactions import disk

MANIFEST = "manifest.json"
BEFORE = "before.zip"
OWN = ".commonplace"


class Places(msgspec.Struct, frozen=True):
    """Where a library keeps what is the tool's own."""

    root: Path

    @property
    def own(self) -> Path:
        """The tool's folder."""
        return self.root / OWN

    @property
    def pending(self) -> Path:
        """The command that is being written."""
        return self.own / "pending"

    @property
    def spent(self) -> Path:
        """What is about to be removed."""
        return self.own / "spent"

    @property
    def done(self) -> Path:
        """The imports that can be taken back, each under its number."""
        return self.own / "done"

    @property
    def kept(self) -> Path:
        """What someone wrote into a file of the store while it was being replaced."""
        return self.own / "kept"

    def finished(self) -> list[int]:
        """The numbers of the imports that can be taken back, the oldest first."""
        return sorted(int(name) for name in disk.names(self.done) if name.isdecimal() and name.isascii())

    def inside(self, path: Path) -> Path:
        """`path` with links followed.

        Raises
        ------
        LibraryError
            If it leads out of the library: a stranger's library may hold links to anywhere.
        """
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(self.root):
            hint = "Nothing is written outside of a library. Remove the link, or run commonplace in the other folder."
            raise LibraryError("leads out of the library", hint=hint, path=str(path))
        return real


def places_of(root: Path) -> Places:
    """The places of the library at `root`.

    Raises
    ------
    LibraryError
        If its own folder is a link.
    """
    places = Places(Path(os.path.realpath(root)))
    if places.inside(places.own) != places.own:
        hint = "It must be a folder of its own: remove the link."
        raise LibraryError("is a link", hint=hint, path=str(places.own))
    return places
