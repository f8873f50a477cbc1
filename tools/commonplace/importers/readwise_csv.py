"""Readwise: the table of all highlights that it exports, and the one that it imports."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.grammar.authors import authors_in
from commonplace.grammar.delimited import Row, Table, table_of
from commonplace.grammar.marks import highlight
from commonplace.grammar.readwise import ActiveNote, locator_of, place_told, read_note, time_of
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Rejected

_EXPORTED = frozenset({"highlight", "book title"})
_FOR_IMPORT = frozenset({"highlight", "title"})
_TELLING = frozenset({"author", "note", "location", "date", "url"})
_READ = frozenset(
    [
        "highlight", "book title", "title", "book author", "author", "amazon book id", "url", "note", "color", "tags",
        "location type", "location", "highlighted at", "date", "document tags", "category",
    ]
)  # fmt: skip


class ReadwiseCsv(Importer):
    """Reads each row as a highlight with its note, and the commands that a note may begin with."""

    format = "readwise-csv"
    app = ("Readwise", "Readwise")
    description = "Readwise: all highlights as a table, and tables to import there (.csv)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a table with Readwise's columns."""
        table = _table(export)
        if table is None:
            return
        exported = table.columns and set(table.columns) >= _EXPORTED
        if exported or _TELLING & set(table.columns):
            yield whole(
                export, CERTAIN if exported else TYPICAL, f"a table with the columns {', '.join(table.columns[:4])}, …"
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each row, in order."""
        table = _table(export)
        headings: dict[str, list[tuple[int, str]]] = {}
        for row in table.rows() if table else ():
            if row.problem:
                yield Rejected(line=row.line, problem=row.problem, raw=row.raw)
            elif not (row.one("highlight") or row.one("note")):
                yield Rejected(line=row.line, problem="this row has no highlight and no note", raw=row.raw)
            else:
                yield _annotation(row, headings, export.name)


def _table(export: Export) -> Table | None:
    return table_of(export.text, _EXPORTED, _FOR_IMPORT)


def _annotation(row: Row, headings: dict[str, list[tuple[int, str]]], name: str) -> Annotation:
    quote, note = row.one("highlight"), read_note(row.one("note"))
    document = _document(row, name)
    above = headings.setdefault(document.key, [])
    if note.heading:
        above[:] = [(level, title) for level, title in above if level < note.heading]
    place, kind = row.one("location"), row.one("location type")
    time = row.one("highlighted at", "date")
    created = time_of(time)
    annotation = highlight(
        importer=ReadwiseCsv.format,
        document=document,
        quote=quote,
        notes=(note.text,),
        tags=(*_tags(row.one("tags")), *note.tags),
        locator=locator_of(place, kind, row.line, (title for _, title in above)),
        created=created,
        color=row.one("color"),
        extra=place_told(place, kind)
        | _commands(note)
        | _further(row)
        | ({} if created or not time else {"date": time}),
    )
    if note.heading:
        above.append((note.heading, quote))
    return annotation


def _tags(cell: str) -> list[str]:
    return [tag for part in cell.split(",") if (tag := part.strip())]


def _commands(note: ActiveNote) -> dict[str, JSON]:
    heading: dict[str, JSON] = {"heading": note.heading} if note.heading else {}
    return heading | ({"piece": note.piece} if note.piece else {})


def _further(row: Row) -> dict[str, JSON]:
    return {column: cell for column, cell in row.cells.items() if cell and column and column not in _READ}


def _document(row: Row, name: str) -> Document:
    title, author = row.one("book title", "title"), row.one("book author", "author")
    asin, url = row.one("amazon book id"), row.one("url")
    extra: dict[str, JSON] = {"asin": asin} if asin else {}
    if category := row.one("category"):
        extra["category"] = category
    if tags := _tags(row.one("document tags")):
        extra["tags"] = list(tags)
    return Document(
        key=asin or url or " — ".join(filter(None, (title, author))) or name,
        title=title,
        authors=authors_in(author),
        url=url if url.startswith(("http://", "https://")) else "",
        extra=extra,
    )
