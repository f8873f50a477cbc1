"""One commonplace at a time in a library: whoever comes second waits, says so, and leaves if it takes too long."""

from __future__ import annotations

import contextlib
import errno
import logging
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from commonplace.errors import LibraryError
from commonplace.store.transactions import disk

_SILENCE = 1.0  # Seconds to wait before saying so.
_PATIENCE = 300.0  # Seconds to wait in all; the build of a large site takes less.
_NOT_OURS_TO_WRITE = (errno.EROFS, errno.EACCES, errno.EPERM)

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def alone(folder: Path, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of the library whose own folder is `folder`, waiting for whoever holds it.

    The lock is the kernel's, so that of a process that was killed is free. Held already by this process, it is held on.

    Raises
    ------
    LibraryError
        If another commonplace holds it for longer than `patience` seconds, or there can be none.
    """
    try:
        disk.make_folder(folder)
        lock = FileLock(folder / "lock", is_singleton=True)
        try:
            lock.acquire(timeout=min(_SILENCE, patience))
        except Timeout:
            _log.warning("Another commonplace is at work in this library; waiting for it.")
            lock.acquire(timeout=max(patience - _SILENCE, 0))
    except Timeout as error:
        raise LibraryError(
            "another commonplace is at work in this library, and has not ended",
            hint="Nothing was changed. Wait for it to end, then run the command again.",
        ) from error
    except OSError as error:
        raise LibraryError(
            f"the library cannot be locked: {error.strerror or error}",
            hint="Nothing was changed. Check the disk's space and the folder's permissions, then run it again.",
            path=str(folder),
        ) from error
    try:
        yield
    finally:
        lock.release()


def is_not_ours_to_write(error: LibraryError) -> bool:
    """Whether a lock is refused because nobody may write there: such a library can still be looked at."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _NOT_OURS_TO_WRITE
