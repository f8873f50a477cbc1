"""KOReader: its exporter's plain text, where ``-- Page: 12, added on …`` stands above each highlight."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from commonplace.grammar.koreader import document_of
from commonplace.grammar.koreader_entries import Book, Entry, claims, marked, wordless
from commonplace.grammar.lines import Lines, note_lines
from commonplace.importer import Claim, Importer
from commonplace.model import Annotation, Document, Export, Rejected

_WIDE = "\u3000"
# The words are in the language of the device; what stays is the dash, the page and the comma.
_ENTRY = re.compile(
    rf"[{_WIDE} \t]*-- [^\d\n]{{0,40}}?(?P<page>\d{{1,9}}|[ivxlcdm]{{1,12}})\s*[,，、]\s*(?P<time>\S.*\d.*)"
)
_END = re.compile(r"-=(?:-=){3,}-?\s*")
_NOTE = re.compile(r"-{3,}\s*")


class KoReaderText(Importer):
    """Reads each entry up to its line of ``-=-=``: the marked words, and the note below three dashes."""

    format = "koreader-text"
    app = ("KOReader", "KOReader")
    description = "KOReader: its exporter's plain text (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each book from its title to the end of its last entry."""
        yield from claims(_books(note_lines(export.text)), "lines “-- Page: …” above rows of -=-=")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order."""
        for book in _books(note_lines(export.text)):
            document = document_of(title=book.title, authors="", file="", digest="", name=export.name, extra={})
            for number, entry in enumerate(book.entries):
                yield _unit(entry, document, number)


class _Reading(msgspec.Struct):
    """What is known while the lines are read: the books so far, the titles above, the chapter, the open entry."""

    books: list[Book] = msgspec.field(default_factory=list)
    headed: list[tuple[int, str]] = msgspec.field(default_factory=list)
    chapter: str = ""
    entry: Entry | None = None

    def begin(self, number: int, page: str, time: str) -> None:
        """Begin an entry; one title above it more than a chapter has is that of a book."""
        if self.headed and (not self.books or len(self.headed) > 1):
            first, title = self.headed.pop(0)
            self.books.append(Book(title=title, first=first, last=first))
            self.chapter = ""
        self.books = self.books or [Book(title="", first=number, last=number)]
        self.chapter = self.headed[-1][1] if self.headed else self.chapter
        self.headed = []
        self.entry = Entry(line=number, page=page, time=time, chapter=self.chapter)
        self.books[-1].entries.append(self.entry)


def _books(lines: Lines) -> list[Book]:
    """Find the books; titles of books and chapters are lines that a wide space begins."""
    reading = _Reading()
    if not any(_END.fullmatch(lines[at]) for at in lines.beginning("-")):
        return []
    for number, line in enumerate(lines, start=1):
        if found := _ENTRY.fullmatch(line):
            reading.begin(number, found["page"], found["time"])
        elif _END.fullmatch(line):
            reading.entry = None
        elif reading.entry:
            reading.entry.body.append(line)
        else:
            reading.headed += [(number, line.strip())] if line.startswith(_WIDE) and line.strip() else []
            continue
        if reading.books:
            reading.books[-1].last = number
    return reading.books


def _unit(entry: Entry, document: Document, number: int) -> Annotation | Rejected:
    rule = next((at for at, line in enumerate(entry.body) if _NOTE.fullmatch(line)), len(entry.body))
    quote, note = ("\n".join(part).strip() for part in (entry.body[:rule], entry.body[rule + 1 :]))
    if not (quote or note):
        return wordless(entry, f"-- Page: {entry.page}, {entry.time}")
    return marked(entry, number, (quote, note), importer=KoReaderText.format, document=document)
