"""KOReader: its exporter's Markdown, where each highlight stands below ``### Page 12 @ 05 May 2024 08:01:02 PM``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from commonplace.grammar.koreader import document_of
from commonplace.grammar.koreader_entries import Book, Entry, claims, marked, wordless
from commonplace.grammar.lines import Lines, note_lines
from commonplace.importer import Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Rejected
from commonplace.text import in_paragraphs

_ENTRY = re.compile(
    r"###\s++(?:(?P<first>\d{4}-\d\d-\d\d[ ]\d\d:\d\d)\s*+@\s*+Page:?\s*+(?P<last>\S.{0,60})"
    r"|(?:Page:?\s++)?(?P<page>(?:[^\s@].{0,59}?)?)\s*+@\s*+(?P<time>\S.*\d.*))"
)
"""Page and time; a template that readers use for other apps has them the other way around."""
_PERCENT = re.compile(r"[ \t]*\(\d{1,3}(?:[.,]\d+)?\s?%\)")
_TITLE = re.compile(r"# +(\S.*)")
_AUTHOR = re.compile(r"##### +(.*)")
_CHAPTER = re.compile(r"## +(.*)")
_SAID = re.compile(r"^>.*", re.MULTILINE | re.DOTALL)
"""A quotation below the words: KOReader writes none, so that the reader did."""
_CALLOUT = re.compile(r"\[!(?P<type>[^\]\n]+)\][+-]?[ \t]*(?P<title>.*)")
_QUOTED = re.compile(r"^>[ ]?", re.MULTILINE)
_GENERATED = re.compile(r"_Generated at: .*_")
_LINK = re.compile(r"\[[^\]\n]*\]\(<?file://(?P<file>[^?\n]*)\?pos=(?P<place>.*?)>?\)")
_STYLES = (
    (re.compile(r"(?s)\*\*_(.+)_\*\*"), "bold italic"),
    (re.compile(r"(?s)\*\*(?!\*)(.+)(?<!\*)\*\*"), "bold"),
    (re.compile(r"(?s)==(.+)=="), "highlight"),
    (re.compile(r"(?s)\+\+(.+)\+\+"), "underline"),
    (re.compile(r"(?s)<u>(.+)</u>"), "underline"),
    (re.compile(r"(?s)~~(.+)~~"), "strikethrough"),
    (re.compile(r"(?s)\*(?![*\s])(.+)(?<![*\s])\*"), "italic"),
)


class KoReaderMarkdown(Importer):
    """Reads each entry: the marked words, a rule, the note, and a link into the book."""

    format = "koreader-markdown"
    app = ("KOReader", "KOReader")
    description = "KOReader: its exporter's Markdown (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each book from its title to its last entry."""
        yield from claims(_books(note_lines(export.text)), "headings “### Page … @ …”")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order."""
        for book in _books(note_lines(export.text)):
            document = _document(book, export.name)
            for number, entry in enumerate(book.entries):
                yield _unit(entry, document, number)


def _books(lines: Lines) -> list[Book]:
    """Find the books that have entries; what stands before the first title belongs to a book without one."""
    books: list[Book] = []
    chapter = ""
    if not any(_ENTRY.fullmatch(lines[at].rstrip()) for at in lines.beginning("#")):
        return books
    for number, line in enumerate(lines, start=1):
        if entry := _ENTRY.fullmatch(line.rstrip()):
            books = books or [Book("", number, number)]
            page, time = _PERCENT.sub("", entry["last"] or entry["page"]), entry["first"] or entry["time"]
            books[-1].entries.append(Entry(number, page, time, chapter))
        elif title := _TITLE.fullmatch(line.rstrip()):
            books.append(Book(title[1], number, number))
            chapter = ""
        elif books and _GENERATED.fullmatch(line.strip()):
            books[-1].last = number
            books.append(Book("", number + 1, number + 1))  # What follows is of nobody, until the next title.
        elif books:
            chapter = _read(line, books[-1], chapter)
        if books and line.strip() and books[-1].first <= number:
            books[-1].last = max(books[-1].last, number)
    return [book for book in books if book.entries]


def _read(line: str, book: Book, chapter: str) -> str:
    """Read a line that begins neither a book nor an entry; gives the chapter that holds from then on."""
    if found := _CHAPTER.fullmatch(line.rstrip()):
        return found[1]
    author = _AUTHOR.fullmatch(line.rstrip())
    if author and not book.entries:
        book.author = author[1]
    elif book.entries:
        book.entries[-1].body.append(line)
    return chapter


def _unit(entry: Entry, document: Document, number: int) -> Annotation | Rejected:
    body, place = _without_link("\n".join(entry.body))
    words, _, note = body.partition("\n---\n") if not body.startswith("---\n") else ("", "", body[4:])
    words, said, told = _without_quotation(words)
    note = in_paragraphs(said, note.strip())
    quote, style = _unstyled(words.strip())
    if not (quote or note):
        return wordless(entry, f"### Page {entry.page} @ {entry.time}")
    extra: dict[str, JSON] = {**place, **({"style": style} if style else {}), **told}
    found = marked(entry, number, (quote, note), importer=KoReaderMarkdown.format, document=document)
    return replace(found, extra={**extra, **found.extra})


def _without_quotation(words: str) -> tuple[str, str, dict[str, JSON]]:
    """Part the marked words from a quotation or callout below them, in which the reader's own words stand.

    The title of a callout only names its kind, but for what stands behind a colon where nothing stands below.
    """
    said = _SAID.search(words)
    if said is None or not words[: said.start()].strip():
        return words, "", {}
    first, _, below = _QUOTED.sub("", said[0]).strip().partition("\n")
    callout = _CALLOUT.fullmatch(first.strip())
    if callout is None:
        return words[: said.start()], f"{first}\n{below}".strip(), {}
    told: dict[str, JSON] = {"callout": first.strip()}
    return words[: said.start()], below.strip() or callout["title"].partition(": ")[2].strip(), told


def _without_link(body: str) -> tuple[str, dict[str, JSON]]:
    """Take the link into the book off the end of an entry."""
    text = body.strip()
    last = text.rpartition("\n")[2]
    link = _LINK.fullmatch(last.strip())
    if link is None:
        return text, {}
    return text[: len(text) - len(last)].rstrip(), {"pos0": link["place"], "file": link["file"]}


def _unstyled(words: str) -> tuple[str, str]:
    """Take off the marks that stand for how the words were marked, if they enclose all of them."""
    for pattern, style in _STYLES:
        if match := pattern.fullmatch(words):
            return match[1].strip(), style
    return words, ""


def _document(book: Book, name: str) -> Document:
    files = (
        str(place.get("file", "")) for entry in book.entries for _, place in [_without_link("\n".join(entry.body))]
    )
    return document_of(
        title=book.title,
        authors="\n".join(book.author.split(", ")),
        file=next(filter(None, files), ""),
        digest="",
        name=name,
        extra={},
    )
