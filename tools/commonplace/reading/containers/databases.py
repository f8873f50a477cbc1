"""SQLite databases: every row of every table as JSON, without opening the file itself."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing

from commonplace.model import JSON

_MAGIC = b"SQLite format 3\0"
_VERSIONS = slice(18, 20)
_WRITE_AHEAD, _ROLLBACK = b"\2\2", b"\1\1"
_LONGEST = 256 * 1024 * 1024


def is_database(data: bytes) -> bool:
    """Whether `data` begins as an SQLite database does."""
    return data.startswith(_MAGIC)


def database_text(data: bytes, beside: Mapping[str, bytes] | None = None) -> str:
    """The tables of a database as JSON: ``{"tables": {"NAME": [row, …]}}``, each row an object on a line of its own.

    Parameters
    ----------
    data : bytes
        The database. Its write-ahead log, if it has one, must have been written into it.
    beside : mapping, optional
        Further databases, whose tables are added where `data` has none of the name.

    Raises
    ------
    ValueError
        If it is damaged, or holds too much.
    """
    tables: dict[str, list[str]] = {}
    for source in (data, *(beside or {}).values()):
        try:
            for name, rows in _tables(source):
                tables.setdefault(name, rows)
        except sqlite3.Error as error:
            raise ValueError(f"is an SQLite database that cannot be read: {error}") from error
    parts = (json.dumps(name) + ": [\n" + ",\n".join(rows) + "\n]" for name, rows in tables.items() if rows)
    return '{"tables": {\n' + ",\n".join(parts) + "\n}}\n"


def _tables(data: bytes) -> Iterator[tuple[str, list[str]]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        # In memory there is no log beside the file; the header says that there is one.
        plain = data[:18] + _ROLLBACK + data[20:] if data[_VERSIONS] == _WRITE_AHEAD else data
        connection.deserialize(plain)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
        length = 0
        for (name,) in connection.execute(named).fetchall():
            if not isinstance(name, str) or name.startswith("sqlite_"):  # A damaged schema names tables by bytes.
                continue
            quoted = name.replace('"', '""')
            cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  # A name, and quoted.
            columns = [column[0] for column in cursor.description]
            rows = []
            for row in cursor:
                rows.append(_row(dict(zip(columns, row, strict=True))))
                length += len(rows[-1])
                if length > _LONGEST:
                    raise ValueError(f"is an SQLite database with more than {_LONGEST >> 20} MB of text")
            yield name, rows


def _row(row: Mapping[str, object]) -> str:
    """A row without its empty columns; of bytes that are no text only their number is kept."""
    told: dict[str, JSON] = {}
    for column, value in row.items():
        if isinstance(value, bytes):
            told[column] = {"bytes": len(value)}
        elif isinstance(value, float) and not math.isfinite(value):
            told[column] = str(value)
        elif isinstance(value, str | int | float) and value != "":
            told[column] = value
    return json.dumps(told)
