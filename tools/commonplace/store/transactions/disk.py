"""The calls by which a library is read and changed: each is told apart from the others, none hides an error.

``Path.exists`` and ``Path.glob`` say “no” where the disk could not answer, and a store that could not be listed would
look like an empty one. So whatever a library is made of is read and written by these few functions.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BINARY = getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 20
_AT_HAND = 1 << 25
"""Bytes that a spool holds in memory."""
_NO_SUCH = (errno.ENOENT, errno.ENOTDIR)


@contextlib.contextmanager
def _opened(path: Path, flags: int, mode: int = 0o666) -> Iterator[int]:
    handle = os.open(path, flags | _BINARY, mode)
    try:
        yield handle
    finally:
        os.close(handle)


def read(path: Path) -> bytes | None:
    """The bytes of a file; None if there is none."""
    try:
        with _opened(path, os.O_RDONLY) as handle:
            chunks = []
            while chunk := os.read(handle, _CHUNK):
                chunks.append(chunk)
            return b"".join(chunks)
    except OSError as error:
        if error.errno in _NO_SUCH:
            return None
        error.filename = error.filename or str(path)
        raise


def names(folder: Path) -> list[str]:
    """The names in a folder, sorted; none if there is no such folder."""
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        if error.errno in _NO_SUCH:
            return []
        raise


def mode(path: Path) -> int | None:
    """The permissions of a file; None if there is none."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except OSError as error:
        if error.errno in _NO_SUCH:
            return None
        raise


def create(path: Path, data: bytes, *, permissions: int | None = None) -> None:
    """Write a file that is not there yet, through to the disk.

    Raises
    ------
    FileExistsError
        If it is there.
    """
    try:
        with _opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as handle:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest[:_CHUNK]) :]
            if permissions is not None:
                os.chmod(path, permissions)
            os.fsync(handle)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name, at once; a file of that name is replaced."""
    os.replace(source, target)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def remove_folder(folder: Path) -> None:
    """Remove a folder of files, if it is there; of a link only the link."""
    try:
        is_folder = stat.S_ISDIR(os.lstat(folder).st_mode)
    except FileNotFoundError:
        return
    if not is_folder:
        os.unlink(folder)
        return
    for name in names(folder):
        remove(folder / name)
    os.rmdir(folder)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, through to the disk; one that is there is left as it is."""
    missing = []
    while mode(folder) is None:
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):
            os.mkdir(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last; Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    try:
        with _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as handle:
            os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # Some file systems cannot, and say so.
            error.filename = error.filename or str(folder)
            raise


class Spool:
    """Bytes that are put aside: in memory, or where they are many in a file of a folder, which goes with the process.

    Parameters
    ----------
    folder : Path
        Where the file is.
    """

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_AT_HAND, dir=os.fspath(folder))  # noqa: SIM115  # See `close`.
        self._end = 0

    def put(self, data: bytes) -> int:
        """Put something aside; give where it begins."""
        start = self._end
        self._file.seek(start)
        self._file.write(data)
        self._end += len(data)
        return start

    def get(self, start: int, length: int) -> bytes:
        """What begins there and is so long."""
        self._file.seek(start)
        return self._file.read(length)

    def close(self) -> None:
        """Forget it all."""
        self._file.close()
