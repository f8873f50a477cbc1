"""calibre: the database of its library, which holds the annotations of all books, with their titles and authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commonplace.errors import MalformedExportError
from commonplace.grammar.calibre import units
from commonplace.grammar.container_json import Record, tables
from commonplace.grammar.json_text import decode
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Export, Rejected

_ANNOTATIONS, _BOOKS, _AUTHORS, _WROTE = "annotations", "books", "authors", "books_authors_link"
_DATA = "annot_data"


class CalibreDatabase(Importer):
    """Reads each annotation, as the importer of calibre's collections does, to which it is the same."""

    format = "calibre-database"
    app = ("calibre", "calibre")
    description = "calibre: metadata.db of its library, read-only, with titles and authors of all books"
    container = "sqlite"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a database with the tables of calibre."""
        found = tables(export)
        if _is_calibres(found):
            yield whole(export, CERTAIN, f"{len(found.get(_ANNOTATIONS, ()))} annotations in calibre's database")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in the order of the table."""
        found = tables(export)
        if not _is_calibres(found):
            raise MalformedExportError(
                "holds no annotations of calibre", hint=f"They stand in the table {_ANNOTATIONS}.", path=export.name
            )
        rows = found.get(_ANNOTATIONS, [])
        books = _books(found)
        if not rows:
            titles = ", ".join(str(book["title"]) for book in books.values())
            yield Rejected(line=1, problem="lists books in which nobody marked anything", raw=titles, by_design=True)
        values = [_value(row.raw, books) for row in rows]
        yield from units(values, [row.line for row in rows], export.name)


def _is_calibres(found: Mapping[str, Sequence[Record]]) -> bool:
    rows = found.get(_ANNOTATIONS)
    return _DATA in rows[0].raw if rows else {_BOOKS, _WROTE} <= found.keys()


def _books(found: Mapping[str, Sequence[Record]]) -> Mapping[JSON, Mapping[str, JSON]]:
    """Title and authors of each book, by its number."""
    named = {row.raw.get("id"): row.raw.get("name") for row in found.get(_AUTHORS, ())}
    wrote: dict[JSON, list[JSON]] = {}
    for row in found.get(_WROTE, ()):
        name = named.get(row.raw.get("author"))
        if isinstance(name, str):
            wrote.setdefault(row.raw.get("book"), []).append(name.replace("|", ","))  # How it keeps a comma.
    return {
        row.raw.get("id"): {"title": row.raw.get("title"), "authors": wrote.get(row.raw.get("id"), [])}
        for row in found.get(_BOOKS, ())
    }


def _value(row: Mapping[str, JSON], books: Mapping[JSON, Mapping[str, JSON]]) -> JSON:
    """A row as collections have it; one whose data are no object is left as it is."""
    try:
        annotation = decode(str(row.get(_DATA)))
    except MalformedExportError:
        return str(row.get(_DATA))
    kept = {key: row[key] for key in ("id", "format", "user_type", "user", "timestamp") if key in row}
    return {**kept, "book_id": row.get("book"), **books.get(row.get("book"), {}), "annotation": annotation}
