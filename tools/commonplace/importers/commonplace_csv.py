"""commonplace's own table for spreadsheets, as it was written or as somebody went on with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from msgspec.structs import replace

from commonplace.grammar.delimited import Row, Table, table_of
from commonplace.grammar.marks import highlight
from commonplace.grammar.own_table import BETWEEN, unguarded
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Document, Export, Locator, Motivation, Rejected

_NEEDED = frozenset({"title", "quote", "comment", "chapter", "tags", "kind"})
_BETWEEN_HEADINGS = " › "


class OwnTable(Importer):
    """Reads each row as an annotation; only the title and a quote or a comment are needed."""

    format = "commonplace-csv"
    app = ("表格", "table")
    description = "commonplace: its own table for spreadsheets, and what you add to it (.csv)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a table with our columns."""
        if _table(export):
            yield whole(export, CERTAIN, "a table with the columns of commonplace")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each row, in order."""
        table = _table(export)
        for row in table.rows() if table else ():
            if row.problem:
                yield Rejected(line=row.line, problem=row.problem, raw=row.raw)
            elif not _one(row, "title"):
                yield Rejected(line=row.line, problem="this row has no title: name its book", raw=row.raw)
            elif not any(_one(row, column) for column in ("quote", "comment", "tags", "id")):
                yield Rejected(line=row.line, problem="this row has no quote, no comment and no tag", raw=row.raw)
            else:
                yield _annotation(row)


def _table(export: Export) -> Table | None:
    return table_of(export.text, _NEEDED)


def _one(row: Row, column: str) -> str:
    return unguarded(row.one(column))


def _many(row: Row, column: str) -> tuple[str, ...]:
    return tuple(part for text in _one(row, column).split(BETWEEN.strip()) if (part := text.strip()))


def _annotation(row: Row) -> Annotation:
    created, updated, app = (_one(row, column) for column in ("created", "updated", "app"))
    found = highlight(
        importer=OwnTable.format,
        document=_document(row),
        quote=_one(row, "quote"),
        notes=(_one(row, "comment"),),
        tags=_many(row, "tags"),
        native_id=_one(row, "id"),
        locator=Locator(
            headings=tuple(filter(None, _one(row, "chapter").split(_BETWEEN_HEADINGS))),
            page=_one(row, "page"),
            order=(row.line,),
        ),
        created=created,
        updated=updated,
        color=_one(row, "colour"),
        extra={"app": app} if app else {},
    )
    kind = _one(row, "kind")
    return replace(found, motivation=cast("Motivation", kind)) if kind in get_args(Motivation) else found


def _document(row: Row) -> Document:
    title, isbn, address = (_one(row, column) for column in ("title", "isbn", "address"))
    return Document(
        key=isbn or address or title,
        title=title,
        authors=_many(row, "authors"),
        isbn=isbn,
        url=address if address.startswith(("http://", "https://")) else "",
    )
