"""What was derived from a library earlier: each value with the key of all that it was made from, and its own digest.

It is a cache in one SQLite file. What is damaged, was made from something else, or by another version of the tool
counts as not there; where no file can be written, everything is held in memory and made anew the next time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from commonplace.store.state import line_of, tool_state

Value = TypeVar("Value")

_TABLES = """
CREATE TABLE tool (state TEXT);
CREATE TABLE kept (kind TEXT, name TEXT, key TEXT, digest BLOB, value BLOB, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, state TEXT, digest TEXT) WITHOUT ROWID;
CREATE TABLE homes (annotation TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID;
CREATE INDEX homes_of ON homes (source);
"""


def key_of(*parts: object) -> str:
    """The digest of all that something is made from: whatever has the same `repr` where it is the same."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Derived:
    """The values of one library; within ``with``, which keeps them at its end.

    Parameters
    ----------
    path : Path
        The file; it is made where it is missing, and made anew where it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._base = self._opened()
        self.is_lost = False
        """Whether what it held is gone since it was opened, so that it no longer knows all homes."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what was put; after an error too, since it was made from what its keys say."""
        try:
            self._base.commit()
        except sqlite3.Error:
            self._give_up()
        self._base.close()

    def get(self, kind: str, name: str, key: str, form: type[Value]) -> Value | None:
        """The value of a name, if it was made from what `key` stands for; else None."""
        rows = self._asked("SELECT key, digest, value FROM kept WHERE kind = ? AND name = ?", (kind, name))
        if not rows or rows[0][0] != key or rows[0][1] != _digest(rows[0][2]):
            return None
        try:
            return msgspec.msgpack.decode(rows[0][2], type=form)
        except (msgspec.DecodeError, UnicodeError):
            return None

    def put(self, kind: str, name: str, key: str, value: object) -> None:
        """Keep the value of a name instead of an earlier one; halves of characters cannot be kept."""
        try:
            data = msgspec.msgpack.encode(value)
        except UnicodeError:
            return
        self._do("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", [(kind, name, key, _digest(data), data)])

    def digest_of(self, path: Path, read: Callable[[Path], bytes | None]) -> str:
        """The digest of a file, which is read only if it is not what it was; empty if there is none.

        As git does, this trusts size, time of change and inode.
        """
        name = str(path)
        state = line_of(path)
        rows = self._asked("SELECT digest FROM files WHERE path = ? AND state = ?", (name, state)) if state else []
        if rows:
            return str(rows[0][0])
        data = read(path)
        digest = "" if data is None else hashlib.sha256(data).hexdigest()
        if state and state == line_of(path):
            self._do("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", [(name, state, digest)])
        return digest

    def homes(self, annotations: Iterable[str]) -> dict[str, str]:
        """The sources that hold annotations, by the ids of these; only those that are in one."""
        asked = "SELECT source FROM homes WHERE annotation = ?"
        return {name: str(rows[0][0]) for name in annotations if (rows := self._asked(asked, (name,)))}

    def settle(self, source: str, annotations: Iterable[str]) -> None:
        """Say which annotations a source holds."""
        self._do("DELETE FROM homes WHERE source = ?", [(source,)])
        self._do("INSERT OR REPLACE INTO homes VALUES (?, ?)", [(name, source) for name in annotations])

    def names(self, kind: str) -> set[str]:
        """Of which names there is a value."""
        return {str(name) for (name,) in self._asked("SELECT name FROM kept WHERE kind = ?", (kind,))}

    def forget(self, kind: str, names: Iterable[str]) -> None:
        """Keep the values of `names` no longer."""
        self._do("DELETE FROM kept WHERE kind = ? AND name = ?", [(kind, name) for name in names])

    def _asked(self, statement: str, values: Sequence[Any]) -> list[Any]:
        try:
            return self._base.execute(statement, values).fetchall()
        except UnicodeError:  # A name that holds half a character has no value.
            return []
        except sqlite3.Error:
            self._give_up()
            return []

    def _do(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            self._base.executemany(statement, rows)
        except UnicodeError:  # As above.
            pass
        except sqlite3.Error:
            self._give_up()

    def _opened(self) -> sqlite3.Connection:
        base = None
        try:
            self._path.parent.mkdir(exist_ok=True)
            base = sqlite3.connect(self._path, timeout=1)
            there = base.execute("SELECT name FROM sqlite_master WHERE name = 'tool'").fetchone()
            if there and base.execute("SELECT state FROM tool").fetchone() == (tool_state(),):
                return base
        except (OSError, sqlite3.Error):
            pass
        if base:
            base.close()
        return self._anew()

    def _anew(self) -> sqlite3.Connection:
        try:
            for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
                path.unlink(missing_ok=True)
            base = sqlite3.connect(self._path, timeout=1)
            _make(base)
        except (OSError, sqlite3.Error):
            base = sqlite3.connect(":memory:")
            _make(base)
        return base

    def _give_up(self) -> None:
        """Go on with nothing, where the file is damaged, or the disk full."""
        self.is_lost = True
        self._base.close()
        self._base = self._anew()


def _make(base: sqlite3.Connection) -> None:
    base.executescript(_TABLES)
    base.execute("INSERT INTO tool VALUES (?)", (tool_state(),))
    base.commit()


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
