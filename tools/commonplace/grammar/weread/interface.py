"""JSON of WeRead's interface: whether a text is some, and what was marked in each book that it tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_text import decode
from commonplace.grammar.weread.books import document
from commonplace.grammar.weread.enclosing import book_of, books_in, chapters_in
from commonplace.grammar.weread.marks import Mark
from commonplace.grammar.weread.record_marks import unit_of
from commonplace.grammar.weread.records import Fields, Record, Where, records_in, records_with_lines
from commonplace.importer import CERTAIN, TYPICAL
from commonplace.model import JSON, Document, Rejected

_LOOKS_LIKE_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\]{])")
_OWN_KEY = re.compile(r'"(?:markText|bookmarkId|reviewId)"\s*:')
_TELLING = re.compile(r'"(?:markText|bookmarkId|reviewId|bookId|chapterUid|range|removed|synckey)"')
"""What JSON of WeRead holds one of; other JSON is not looked through."""
_ANSWERS = ("updated", "reviews")


def is_json(text: str) -> bool:
    """Tell whether `text` is meant to be JSON, even if it is broken."""
    return _LOOKS_LIKE_JSON.match(text) is not None


def recognised(text: str) -> tuple[float, str] | None:
    """Say how sure it is that `text` is JSON of WeRead, and why; None if it is none."""
    if not is_json(text):
        return None
    if not _TELLING.search(text):
        return None
    is_own = _OWN_KEY.search(text) is not None
    try:
        value = decode(text)
    except MalformedExportError:
        # Claimed all the same, for reading it then says what is broken.
        return (TYPICAL, "keys of WeRead in broken JSON") if is_own else None
    records = list(records_in(value, Where()))
    if not records:
        return (TYPICAL, "an answer of WeRead in which nothing is marked") if _is_empty_answer(value) else None
    evidence = f"{len(records)} records of WeRead in JSON"
    return (CERTAIN if is_own else TYPICAL), evidence


def _is_empty_answer(value: JSON) -> bool:
    """Tell whether `value` is what the interface says of a book in which the reader marked nothing."""
    return isinstance(value, dict) and "synckey" in value and any(value.get(key) == [] for key in _ANSWERS)


def books_of(text: str) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    """Read the records of each book, books in the order in which they first appear.

    Raises
    ------
    MalformedExportError
        If `text` is not JSON.
    """
    value = decode(text)
    yield from _by_book(value, list(records_with_lines(value, text)))


def books_of_rows(rows: Sequence[tuple[int, Fields]]) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    """Read records that are rows of a table, each with its line."""
    records = [record for line, fields in rows for record in records_in(dict(fields), Where(line=line))]
    yield from _by_book([dict(fields) for _, fields in rows], records)


def _by_book(value: JSON, records: Sequence[Record]) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    books, chapters = books_in(value, Where()), chapters_in(value, Where())
    grouped: dict[str, list[Record]] = {}
    for record in records:
        grouped.setdefault(book_of(record), []).append(record)
    for book, members in grouped.items():
        about = books.get(book) or (books.get("", {}) if len(grouped) == 1 else {})
        yield _document(book, about), [unit_of(record, book, chapters) for record in members]


def _document(book: str, about: Fields) -> Document:
    fields = {key: value for key, value in about.items() if key not in {"bookId", "id"}}
    return document(fields, book_id=book)
