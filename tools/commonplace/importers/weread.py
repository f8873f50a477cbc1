"""WeRead (微信读书): the notes of its Obsidian plugin, what its app copies, and the JSON of its interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import ClassVar

from msgspec.structs import replace

from commonplace.grammar.addresses import stem_of
from commonplace.grammar.lines import text_lines
from commonplace.grammar.weread import copied, interface, listed, plugin, tabled
from commonplace.grammar.weread.books import BOOK_IDS, Book, document_of
from commonplace.grammar.weread.marks import FORMAT, Mark, annotated
from commonplace.grammar.weread.quoted_copies import unquoted_copies
from commonplace.grammar.weread.segments import Segment, segments
from commonplace.grammar.weread.untouched import Untouched, untouched
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Document, Export, Rejected


class WeRead(Importer):
    """Reads every kind of WeRead export; a file may hold several, one below the other."""

    format: ClassVar[str] = FORMAT
    app: ClassVar[tuple[str, str]] = ("微信读书", "WeRead")
    description: ClassVar[str] = "WeRead: notes of the Obsidian plugin, text copied from the app, JSON of its interface"

    def identify(self, export: Export) -> Iterable[Claim]:
        """Claim each export in the file: JSON as a whole, a note with the plugin's front matter, copied text."""
        found = interface.recognised(export.text)
        if found is not None:
            return [whole(export, *found)]
        if tabled.table_in(export.text):
            return [whole(export, CERTAIN, "a table with the columns markText and bookId")]
        return [
            Claim(
                confidence=segment.confidence,
                evidence=segment.evidence,
                first_line=segment.first,
                last_line=segment.last,
            )
            for segment in segments(export.text)
        ]

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read every highlight, thought and review; what other readers marked is left out by design."""
        if interface.is_json(export.text):
            for document, marks in interface.books_of(export.text):
                yield from _units(marks, document)
            return
        if table := tabled.table_in(export.text):
            rows = list(table.rows())
            yield from (Rejected(line=row.line, problem=row.problem, raw=row.raw) for row in rows if row.problem)
            for document, marks in tabled.books_of(rows):
                yield from _units(marks, document)
            return
        lines = text_lines(export.text)
        bare = unquoted_copies(lines)
        for segment in segments(export.text):
            if segment.book is not None:
                yield from _units(copied.marks_of(bare, segment.book), segment.book.document)
            else:
                yield from _read(segment, lines, export.name)


def _read(segment: Segment, lines: Sequence[str], name: str) -> Iterator[Annotation | Rejected]:
    if segment.listed is not None:
        yield from _units(listed.marks_of(lines, segment.listed), document_of(segment.front, ()))
        return
    source = lines[segment.first - 1 : segment.last]
    highlights = list(untouched("\n".join(source)))
    document = document_of(segment.front, _besides(source, highlights))
    if segment.front and segment.first == 1 and not document.title:
        document = replace(document, title=stem_of(name))  # The plugin calls a note by the title of its book.
    book = segment.front.one(*BOOK_IDS) if segment.front else ""
    above = max(segment.body - segment.first, 0)
    units = plugin.marks_of(
        [*repeat("", above), *source[above:]],
        segment.first,
        highlights,
        book=Book(book, document.title, _told(segment), segment.section),
        is_plain=segment.is_plain,
    )
    books = (unit.book for unit in units if isinstance(unit, Mark) and unit.book)
    yield from _units(units, document if book else replace(document, key=next(books, document.key)))


def _told(segment: Segment) -> frozenset[str]:
    fields = segment.front.fields if segment.front else {}
    return frozenset(value.strip() for value in fields.values() if isinstance(value, str))


def _besides(source: Sequence[str], highlights: Iterable[Untouched]) -> Iterator[str]:
    """Give the lines between highlights, with an empty one for each of these."""
    at = 0
    for highlight in highlights:
        yield from source[at : highlight.start]
        yield ""
        at = highlight.end
    yield from source[at:]


def _units(units: Iterable[Mark | Rejected], document: Document) -> Iterator[Annotation | Rejected]:
    """Give annotations and what was rejected in the order of the file."""
    marks: list[Mark] = []
    found: list[tuple[int, Annotation | Rejected]] = []
    for unit in units:
        if isinstance(unit, Rejected):
            found.append((unit.line, unit))
        else:
            marks.append(unit)
    found += annotated(marks, document)
    yield from (unit for _, unit in sorted(found, key=lambda pair: pair[0]))
