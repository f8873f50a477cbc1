"""Stands in for ``os`` below the library: it counts calls, and lets the n-th fail, die, or die half done."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from commonplace.store.transactions import disk

CALLS = (
    "open",
    "read",
    "write",
    "fsync",
    "close",
    "replace",
    "unlink",
    "rmdir",
    "mkdir",
    "listdir",
    "stat",
    "lstat",
    "chmod",
)
CHANGES = ("write", "fsync", "replace", "unlink", "rmdir", "mkdir", "chmod")
ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE")
KILLS = ("killed", "torn")
FAULTS = (*ERRORS, *KILLS)


class Killed(BaseException):
    """The process has ended: nothing that follows reaches the disk."""


class FaultyOs:
    """``os`` whose call number `at` fails as `fault` says; with no fault it only counts.

    ``killed`` ends the process before that call, ``torn`` after half of it, where it is a write. `lasting` makes every
    later call that changes the disk fail too, as a full disk does.
    """

    def __init__(
        self, at: int = -1, fault: str = "killed", *, only: tuple[str, ...] = CALLS, lasting: bool = False
    ) -> None:
        self.at = at
        self.fault = fault
        self.only = only
        self.lasting = lasting
        self.count = 0
        self.hit = ""
        self.dead = False

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return self._wrapped(name, real) if name in CALLS else real

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if self.dead and name != "close":
                raise Killed
            if self._strikes(name) and not self.dead:
                self._strike(name, real, arguments)
            return real(*arguments)

        return call

    def _strikes(self, name: str) -> bool:
        if name not in self.only:
            return False
        self.count += 1
        return self.count - 1 == self.at or (self.lasting and bool(self.hit) and name in CHANGES)

    def _strike(self, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.hit = self.hit or name
        if name == "close":
            real(*arguments)
        if self.fault in KILLS:
            self.dead = True
            if self.fault == "torn" and name == "write":
                handle, data = arguments
                real(handle, data[: len(data) // 2])
            raise Killed
        raise OSError(getattr(errno, self.fault), os.strerror(getattr(errno, self.fault)))


@contextmanager
def faults(layer: FaultyOs) -> Iterator[FaultyOs]:
    """Put `layer` below the library."""
    with mock.patch.object(disk, "os", layer):
        yield layer
