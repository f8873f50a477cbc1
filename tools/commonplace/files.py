"""Files on disk: read as text, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from commonplace.errors import LibraryError

_PATIENCE = 30.0  # Seconds to wait for another commonplace; imports of a class's notes take less.


def text_of(path: Path) -> str:
    """The text of a file of the library.

    Raises
    ------
    LibraryError
        If it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(
            f"cannot be read: {error}", hint="Pages and the store are UTF-8 text.", path=str(path)
        ) from error


def write_all(texts: Mapping[Path, str | None]) -> tuple[Path, ...]:
    """Write each text to its path, or remove the file for None; return the paths that changed.

    All texts are on disk, beside their places, before the first one takes its place: a full disk or a missing
    permission leaves everything as it was.

    Raises
    ------
    LibraryError
        If a file cannot be written.
    """
    changed = {path: text for path, text in texts.items() if _differs(path, text)}
    staged: dict[Path, str] = {}
    try:
        for path, text in changed.items():
            if text is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                staged[path] = _staged(path, text)
        for path, temporary in staged.items():
            os.replace(temporary, path)  # noqa: PTH105  # Path.replace is the same with less said.
        for path, text in changed.items():
            if text is None:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise LibraryError(
            f"cannot be written: {error.strerror or error}",
            hint="Check the disk's space and the folder's permissions, then run the command again.",
            path=str(error.filename or ""),
        ) from error
    finally:
        for temporary in staged.values():
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)  # noqa: PTH108  # As above.
    return tuple(changed)


def _differs(path: Path, text: str | None) -> bool:
    try:
        return text is None or path.read_bytes() != text.encode("utf-8")
    except FileNotFoundError:
        return text is not None


def _staged(path: Path, text: str) -> str:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    os.chmod(temporary, mode)  # noqa: PTH101  # As above.
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def only_one_writer(folder: Path) -> Iterator[None]:
    """Hold the library's lock, waiting for whoever holds it.

    Raises
    ------
    LibraryError
        If another commonplace still holds it after half a minute.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        with lock.acquire(timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise LibraryError(
            "another commonplace is writing to this library", hint="Wait for it to end, then try again."
        ) from error
