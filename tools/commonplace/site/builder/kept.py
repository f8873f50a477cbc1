"""What earlier builds made, in one file: each value with the key of all that it was made from, and its own digest.

It is a cache. A file that is no such file, and a value that is not what was written, count as nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_TABLE = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, key TEXT, digest TEXT, value TEXT) WITHOUT ROWID"


def key_of(*parts: object) -> str:
    """The digest of all that something is made from: texts, and whatever has the same `repr` where it is the same."""
    found = hashlib.sha256()
    for part in parts:
        text = part if isinstance(part, str) else repr(part)  # Long texts are the most of it, and their `repr` is slow.
        data = text.encode("utf-8", "surrogatepass")
        found.update(b"%s %d " % (type(part).__name__.encode(), len(data)))
        found.update(data)
    return found.hexdigest()


class Kept:
    """The values of one library, by name.

    Parameters
    ----------
    path : Path
        The file; it is made where it is missing, and made anew where it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: set[str] = set()
        self._connection = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; where an error ended it, nothing is forgotten."""
        self.close(complete=kind is None)

    def get(self, name: str, key: str) -> Any:  # noqa: ANN401 - what JSON holds
        """The value of a name, if it was made from what `key` stands for; else None."""
        self._used.add(name)
        try:
            row = self._connection.execute("SELECT key, digest, value FROM kept WHERE name = ?", (name,)).fetchone()
        except sqlite3.DatabaseError:
            self._start_anew()
            return None
        if row is None or row[0] != key or row[1] != _digest(row[2]):
            return None
        return json.loads(row[2])

    def put(self, name: str, key: str, value: object) -> None:
        """Keep the value of a name instead of an earlier one."""
        self._used.add(name)
        text = json.dumps(value, ensure_ascii=False)
        row = (name, key, _digest(text), text)
        for _ in range(2):
            with contextlib.suppress(sqlite3.OperationalError):  # Another build has it: then nothing is kept.
                try:
                    self._connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", row)
                except sqlite3.DatabaseError as error:
                    if isinstance(error, sqlite3.OperationalError):
                        raise
                    self._start_anew()
                    continue
            return

    def keep(self, name: str) -> None:
        """Let the value of a name be, though nobody asks for it."""
        self._used.add(name)

    def close(self, *, complete: bool) -> None:
        """Write what was put; after a complete build, forget what it neither put nor asked for."""
        with contextlib.suppress(sqlite3.DatabaseError):
            if complete:
                known = {name for (name,) in self._connection.execute("SELECT name FROM kept")}
                gone = [(name,) for name in known - self._used]
                self._connection.executemany("DELETE FROM kept WHERE name = ?", gone)
            self._connection.commit()
        self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=0.1)
        try:
            connection.execute(_TABLE)
        except sqlite3.OperationalError:  # Another build has it.
            connection.close()
            return _in_memory()
        except sqlite3.DatabaseError:
            connection.close()
            self._path.unlink()
            return self._opened()
        return connection

    def _start_anew(self) -> None:
        self._connection.close()
        self._path.unlink(missing_ok=True)
        self._connection = self._opened()


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(_TABLE)
    return connection


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
