"""Hypothesis: the table that the client exports, or copies with tabs between its cells."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.grammar.delimited import Row, Table, table_of
from commonplace.grammar.hypothesis_listing import Listed, annotation_of
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Export, Rejected

_COLUMNS = frozenset({"created at", "author", "url", "group", "type", "comment", "tags"})
_FIRST_COLUMNS = frozenset({"creation date", "url", "group", "quote", "user", "body", "tags"})
"""As the client called them in 2023."""
_READ = _COLUMNS | _FIRST_COLUMNS | {"page", "annotation/reply type", "quote/description"}


class HypothesisCsv(Importer):
    """Reads each row of the client's table."""

    format = "hypothesis-csv"
    app = ("Hypothesis", "Hypothesis")
    description = "Hypothesis: the client's export as a table (.csv, or copied with tabs)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a table with the client's columns."""
        table = _table(export)
        if table:
            yield whole(export, CERTAIN, "a table with the columns of the Hypothesis client")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each row, in order."""
        table = _table(export)
        for number, row in enumerate(table.rows() if table else ()):
            listed = _listed(row, number)
            if row.problem:
                yield Rejected(line=row.line, problem=row.problem, raw=row.raw)
            elif not (listed.says_anything or listed.url):
                yield Rejected(line=row.line, problem="this row has no quote, no comment and no tag", raw=row.raw)
            else:
                yield annotation_of(listed, self.format, export.name)


def _table(export: Export) -> Table | None:
    return table_of(export.text, _COLUMNS, _FIRST_COLUMNS)


def _listed(row: Row, number: int) -> Listed:
    return Listed(
        number=number,
        url=row.one("url"),
        created=row.one("created at", "creation date"),
        author=row.one("author", "user"),
        page=row.one("page"),
        group=row.one("group"),
        kind=row.one("type", "annotation/reply type"),
        quote=row.one("quote/description", "quote"),
        comment=row.one("comment", "body"),
        tags=tuple(tag for part in row.one("tags").split(",") if (tag := part.strip())),
        further={name: cell for name, cell in row.cells.items() if cell and name and name not in _READ},
    )
