"""What was derived from a library earlier: each value with the key of all that it was made from, and its own digest.

It is a cache in one SQLite file. What is damaged, was made from something else, or by another version of the tool
counts as not there; where no file can be written, everything is held in memory and made anew the next time.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

import msgspec

from commonplace.store.state import line_of, states_in, tool_state
from commonplace.text import without_surrogates

Value = TypeVar("Value")
_Row: TypeAlias = tuple[str, bytes, bytes]
"""Key, digest and value."""

_TABLES = """
CREATE TABLE tool (state TEXT);
CREATE TABLE kept (kind TEXT, name TEXT, key TEXT, digest BLOB, value BLOB, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE files (folder TEXT, name TEXT, state TEXT, digest TEXT, PRIMARY KEY (folder, name)) WITHOUT ROWID;
CREATE TABLE homes (annotation TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID;
CREATE INDEX homes_of ON homes (source);
"""

_ASKED_AT_ONCE = 500
"""Annotations whose homes one statement asks for: SQLite takes at least 999 values."""
_CACHE = 65_536
"""Kilobytes of the file that are held in memory, at most."""


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
        self._at_hand: dict[str, dict[str, _Row]] = {}
        self._decoders: dict[Any, msgspec.msgpack.Decoder[Any]] = {}
        self._folders: dict[str, dict[str, str]] = {}
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
        row = self._row(kind, name)
        if not row or row[0] != key or row[1] != _digest(row[2]):
            return None
        if form not in self._decoders:
            self._decoders[form] = msgspec.msgpack.Decoder(form)
        try:
            found: Value = self._decoders[form].decode(row[2])
        except (msgspec.DecodeError, UnicodeError):
            return None
        return found

    def take(self, *kinds: str) -> None:
        """Read all values of some kinds at once: those that are asked for of every source, or every page."""
        for kind in kinds:
            rows = self._asked("SELECT name, key, digest, value FROM kept WHERE kind = ?", (kind,))
            self._at_hand[kind] = {name: (key, digest, value) for name, key, digest, value in rows}

    def put(self, kind: str, name: str, key: str, value: object) -> None:
        """Keep the value of a name instead of an earlier one; halves of characters and huge numbers cannot be kept."""
        try:
            data = msgspec.msgpack.encode(value)
        except (UnicodeError, OverflowError):
            return
        row = (key, _digest(data), data)
        self._do("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", [(kind, name, *row)])
        if kind in self._at_hand:
            self._at_hand[kind][name] = row

    def known_in(self, folder: Path) -> Mapping[str, str]:
        """The digests of the files in a folder that are what they were, by their names.

        As git does, this trusts size, times and inode. What is there is looked at once, when this is first asked.
        """
        place = os.fspath(folder)
        if place not in self._folders:
            lines = states_in(folder)
            rows = self._asked("SELECT name, state, digest FROM files WHERE folder = ?", (place,))
            self._folders[place] = {name: digest for name, state, digest in rows if lines.get(name) == state}
        return self._folders[place]

    def digest_of(self, path: Path, read: Callable[[Path], bytes | None]) -> str:
        """The digest of a file, which is read only if it is not what it was; empty if there is none."""
        known = self.known_in(path.parent).get(path.name)
        if known is not None:
            return known
        state = line_of(path)
        data = read(path)
        digest = "" if data is None else hashlib.sha256(data).hexdigest()
        if state and state == line_of(path):
            folder = os.fspath(path.parent)
            self._do("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", [(folder, path.name, state, digest)])
            self._folders[folder][path.name] = digest
        return digest

    def homes(self, annotations: Iterable[str]) -> dict[str, list[str]]:
        """The sources that hold any of `annotations`, each with those."""
        found: dict[str, list[str]] = {}
        waiting = (name for name in annotations if without_surrogates(name) == name)  # Others are nowhere kept.
        while names := tuple(islice(waiting, _ASKED_AT_ONCE)):
            places = ", ".join("?" * len(names))
            statement = f"SELECT annotation, source FROM homes WHERE annotation IN ({places})"  # noqa: S608  # Marks.
            rows = self._asked(statement, names)
            for name, source in rows:
                found.setdefault(source, []).append(name)
        return found

    def settle(self, source: str, annotations: Iterable[str]) -> None:
        """Say which annotations a source holds."""
        self._do("DELETE FROM homes WHERE source = ?", [(source,)])
        self._do("INSERT OR REPLACE INTO homes VALUES (?, ?)", [(name, source) for name in annotations])

    def names(self, kind: str) -> set[str]:
        """Of which names there is a value."""
        if kind in self._at_hand:
            return set(self._at_hand[kind])
        return {str(name) for (name,) in self._asked("SELECT name FROM kept WHERE kind = ?", (kind,))}

    def forget(self, kind: str, names: Iterable[str]) -> None:
        """Keep the values of `names` no longer."""
        gone = list(names)
        self._do("DELETE FROM kept WHERE kind = ? AND name = ?", [(kind, name) for name in gone])
        for name in gone:
            self._at_hand.get(kind, {}).pop(name, None)

    def _row(self, kind: str, name: str) -> _Row | None:
        if kind in self._at_hand:
            return self._at_hand[kind].get(name)
        rows = self._asked("SELECT key, digest, value FROM kept WHERE kind = ? AND name = ?", (kind, name))
        return rows[0] if rows else None

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
                return _roomy(base)
        except (OSError, sqlite3.Error):
            pass
        if base:
            base.close()
        return self._anew()

    def _anew(self) -> sqlite3.Connection:
        try:
            for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
                path.unlink(missing_ok=True)
            base = _roomy(sqlite3.connect(self._path, timeout=1))
            _make(base)
        except (OSError, sqlite3.Error):
            base = sqlite3.connect(":memory:")
            _make(base)
        return base

    def _give_up(self) -> None:
        """Go on with nothing, where the file is damaged, or the disk full."""
        self.is_lost = True
        self._at_hand = {kind: {} for kind in self._at_hand}
        self._base.close()
        self._base = self._anew()


def _roomy(base: sqlite3.Connection) -> sqlite3.Connection:
    """Let it hold more of the file in memory than 2 MB: else a million annotations are read from the disk for ever."""
    base.execute(f"PRAGMA cache_size = -{_CACHE}")
    return base


def _make(base: sqlite3.Connection) -> None:
    base.executescript(_TABLES)
    base.execute("INSERT INTO tool VALUES (?)", (tool_state(),))
    base.commit()


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
