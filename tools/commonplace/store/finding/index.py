"""An index of annotations in SQLite: FTS5 with trigrams for words of three characters and more, pairs for shorter ones.

A trigram index finds every part of a text, Chinese or not, but nothing shorter than three characters, as most Chinese
words are. So each text is also written as overlapping pairs of characters, the last one alone: 梯度 is the token 梯度,
and 熵 is whatever begins with it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from commonplace.errors import LibraryError
from commonplace.text import folded

_VERSION = 2
_TRIGRAM = 3
_RUN = re.compile(r"[^\W_]+")
_TABLES = """
CREATE TABLE state (version INTEGER, library TEXT);
CREATE TABLE sources (source TEXT PRIMARY KEY, key TEXT, digest TEXT);
CREATE TABLE found (row INTEGER PRIMARY KEY, source TEXT, data TEXT);
CREATE INDEX found_source ON found (source);
CREATE VIRTUAL TABLE parts USING fts5 (text, tokenize = 'trigram case_sensitive 1');
CREATE VIRTUAL TABLE pairs USING fts5 (text, tokenize = 'unicode61 remove_diacritics 0', detail = none, prefix = 1);
"""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An annotation as it is found and shown; `words` are what is searched besides the quote."""

    id: str
    source: str
    title: str
    place: str
    quote: str
    comments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that is searched."""
        return folded("\n".join((self.quote, *self.comments, *self.tags)))


class Shelf(msgspec.Struct, frozen=True):
    """What is to be found of one source.

    Attributes
    ----------
    key : str
        Changes whenever the entries do.
    entries : callable
        Makes them.
    """

    source: str
    key: str
    entries: Callable[[], Sequence[Entry]]


class Index:
    """The index in a file; one that is damaged, or of another version of the tool, is as good as none.

    Parameters
    ----------
    path : Path
        The file, made when it is first written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def holds(self, state: str) -> bool:
        """Whether it is of a library in this state."""
        try:
            with self._opened() as base:
                return bool(base.execute("SELECT version, library FROM state").fetchone() == (_VERSION, state))
        except sqlite3.Error:
            return False

    def update(self, state: str, shelves: Sequence[Shelf]) -> int:
        """Let it hold the entries of `shelves`; write those that changed, and say of how many sources they did."""
        try:
            return self._update(state, shelves)
        except sqlite3.DatabaseError:  # Damaged, or of another version.
            self.path.unlink(missing_ok=True)
        try:
            return self._update(state, shelves)
        except sqlite3.DatabaseError as error:
            hint = "Is .commonplace yours to write, and is there room on the disk?"
            raise LibraryError(f"the index cannot be written: {error}", hint=hint, path=str(self.path)) from error

    def search(self, words: str, *, first: int = 0, limit: int = 10) -> list[Entry]:
        """The entries that hold every one of `words`, from the `first` on, at most `limit`."""
        terms = list(dict.fromkeys(term for term in map(folded, words.replace("\0", " ").split()) if term))
        if not terms:
            return []
        signs = [term for term in terms if len(term) < _TRIGRAM and not _RUN.fullmatch(term)]
        queries = dict(_queries(terms))
        main = "parts" if signs else next(iter(queries))
        # One index is gone through in the order of its rows, so that a page of what is in very many is found at once.
        # The plus keeps SQLite from asking it anew for each row of the other.
        conditions, values = [], []
        for table, query in queries.items():
            whole = f"+{main}.rowid IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)"  # noqa: S608  # Our own names.
            conditions.append(f"{main} MATCH ?" if table == main else whole)
            values.append(query)
        if signs:  # They are in no token; what is left is looked through.
            conditions.append("holds_signs(parts.text)")
        asked = (
            f"SELECT data FROM {main} CROSS JOIN found ON found.row = {main}.rowid "  # noqa: S608  # Our own names.
            f"WHERE {' AND '.join(conditions)} ORDER BY {main}.rowid LIMIT ? OFFSET ?"
        )
        with self._opened() as base:
            base.create_function("holds_signs", 1, lambda text: all(sign in text for sign in signs))
            return [msgspec.json.decode(data, type=Entry) for (data,) in base.execute(asked, (*values, limit, first))]

    def _update(self, state: str, shelves: Iterable[Shelf]) -> int:
        self.path.parent.mkdir(exist_ok=True)
        with self._opened(make=True) as base:
            known = {source: told for source, *told in base.execute("SELECT source, key, digest FROM sources")}
            changed = 0
            for shelf in shelves:
                key, was = known.pop(shelf.source, ("", ""))
                if key == shelf.key:
                    continue
                entries = shelf.entries()
                rows = [msgspec.json.encode(entry) for entry in entries]
                digest = sha256(b"\n".join(rows)).hexdigest()
                if digest != was:
                    _forget(base, shelf.source)
                    _add(base, entries, rows)
                    changed += 1
                base.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (shelf.source, shelf.key, digest))
            for source in known:
                _forget(base, source)
            base.execute("DELETE FROM state")
            base.execute("INSERT INTO state VALUES (?, ?)", (_VERSION, state))
        return changed

    @contextmanager
    def _opened(self, *, make: bool = False) -> Iterator[sqlite3.Connection]:
        mode = "rwc" if make else "ro"
        base = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=60)
        try:
            if make:
                base.execute("PRAGMA synchronous = OFF")  # What a power cut spoils is made again.
                _make(base)
            with base:
                yield base
        finally:
            base.close()


def _make(base: sqlite3.Connection) -> None:
    there = base.execute("SELECT name FROM sqlite_master WHERE name = 'state'").fetchone()
    if there and base.execute("SELECT version FROM state").fetchone() not in (None, (_VERSION,)):
        raise sqlite3.DatabaseError("of another version")
    if not there:
        base.executescript(_TABLES)


def _forget(base: sqlite3.Connection, source: str) -> None:
    rows = base.execute("SELECT row FROM found WHERE source = ?", (source,)).fetchall()
    for table in ("parts", "pairs"):
        base.executemany(f"DELETE FROM {table} WHERE rowid = ?", rows)  # noqa: S608  # Our own names.
    base.execute("DELETE FROM found WHERE source = ?", (source,))
    base.execute("DELETE FROM sources WHERE source = ?", (source,))


def _add(base: sqlite3.Connection, entries: Sequence[Entry], rows: Sequence[bytes]) -> None:
    for entry, data in zip(entries, rows, strict=True):
        text = entry.text
        row = base.execute("INSERT INTO found (source, data) VALUES (?, ?)", (entry.source, data.decode())).lastrowid
        base.execute("INSERT INTO parts (rowid, text) VALUES (?, ?)", (row, text))
        base.execute("INSERT INTO pairs (rowid, text) VALUES (?, ?)", (row, " ".join(_pairs(text))))


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        yield from (run[at : at + 2] for at in range(len(run)))


def _queries(terms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The queries that all hold of what is searched: one of each index, if it is asked."""
    long = [_quoted(term) for term in terms if len(term) >= _TRIGRAM]
    short = [term for term in terms if len(term) < _TRIGRAM and _RUN.fullmatch(term)]
    if long:
        yield "parts", " AND ".join(long)
    if short:
        yield "pairs", " AND ".join(_quoted(term) + ("*" if len(term) == 1 else "") for term in short)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
