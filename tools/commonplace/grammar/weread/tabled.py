"""Tables in which the extension WeRead Export keeps highlights and thoughts, one a row, with what book each is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commonplace.grammar.delimited import Row, Table, table_of
from commonplace.grammar.weread.interface import books_of_rows
from commonplace.grammar.weread.marks import Mark
from commonplace.model import JSON, Document, Rejected

_NEEDED = (frozenset({"marktext", "bookid"}), frozenset({"marktext", "title", "author"}))
_NAMES: Mapping[str, str] = {
    name.casefold(): name
    for name in [
        "bookId", "markText", "reviewText", "reviewContent", "chapterUid", "chapterTitle", "chapterName", "coverUrl",
        "createdAt", "createTime", "readingTime", "startTime", "finishTime", "bookmarkId", "reviewId", "colorStyle",
    ]
}  # fmt: skip
"""Names of WeRead's interface by those of columns, which are known whatever the case of their letters."""


def table_in(text: str) -> Table | None:
    """Find the table in `text`; None if it holds none."""
    return table_of(text, *_NEEDED) if "marktext" in text[:1000].casefold() else None


def books_of(rows: Sequence[Row]) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    """Read the rows of each book, but for those that cannot be read."""
    return books_of_rows([(row.line, _fields(row)) for row in rows if not row.problem])


def _fields(row: Row) -> dict[str, JSON]:
    return {_NAMES.get(name, name): cell for name, cell in row.cells.items()}
