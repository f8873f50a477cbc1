"""What a command changes, written down before it happens: the text of ``manifest.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

import msgspec

from commonplace.errors import LibraryError


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its path below the library, and the digests of what it was and becomes; empty for no file."""

    path: str
    before: str
    after: str
    permissions: int | None = None


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of an import: the exports that it read, and how many annotations it brought."""

    exports: tuple[str, ...]
    new: int
    changed: int
    gone: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one command changes.

    Attributes
    ----------
    command : str
        Its name.
    at : str
        When, ISO 8601 in UTC.
    files : tuple of FileChange
        Every file that it changes.
    brought : Brought or None
        What it brought; None if it is no import, and so is not taken back.
    undoes : str
        The number of the import that it takes back.
    """

    command: str
    at: str
    files: tuple[FileChange, ...]
    brought: Brought | None = None
    undoes: str = ""


def manifest_text(manifest: Manifest) -> str:
    """The text of the file."""
    return json.dumps(msgspec.to_builtins(manifest), indent=1) + "\n"


def read_manifest(text: bytes, *, path: str) -> Manifest:
    """Read the file.

    Raises
    ------
    LibraryError
        If it is not as `manifest_text` writes it.
    """
    try:
        told = json.loads(text.decode("utf-8"))
        files = tuple(FileChange(**change) for change in told.pop("files"))
        brought = told.pop("brought")
        manifest = Manifest(files=files, brought=_brought(**brought) if brought else None, **told)
        datetime.fromisoformat(manifest.at)
        int(manifest.undoes or "0")  # It names a folder, so it is nothing but a number.
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        hint = (
            "Its folder holds what an interrupted command was writing: move it out of .commonplace, and import again."
        )
        raise LibraryError("does not say what the command changes", hint=hint, path=path) from error
    return manifest


def _brought(exports: Iterable[str], new: int, changed: int, gone: int) -> Brought:
    return Brought(exports=tuple(map(str, exports)), new=int(new), changed=int(changed), gone=int(gone))
