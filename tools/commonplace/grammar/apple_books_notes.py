"""Notes of Obsidian's plugins for Apple Books: a link to the book, and its highlights in one of four shapes.

They are items with named fields, an outline by chapter, paragraphs between rules, or quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.lines import note_lines
from commonplace.grammar.markdown_note.inline import has_words, plain

LINK = "](ibooks://assetid/"
_BOOK = re.compile(r"\]\(ibooks://assetid/([\w.-]+)\)")
_BOOK_ALONE = re.compile(r"\s*\[[^\]\n]*\bBooks\b[^\]\n]*\]\(ibooks://assetid/[\w.-]+\)\s*")
_PLACE = re.compile(r"\]\(ibooks://assetid/[\w.-]+#([^\s]+)\)")
_NAMED = re.compile(
    r"[-*+][ \t]+(?:<small>)?[^\w\s<]*[ \t]*(?P<name>Chapter|Context|Highlight|Note|Highlight Link|Highlight taken on"
    r"|Highlight modified on|Tags?)::(?:[ \t]+(?P<words>.*))?"
)
_OUTLINED = re.compile(r"[ \t]*[-*+][ \t]+(?P<mark>📚|🎯|✍️?)[ \t]*(?P<words>.*)")
_FACT = re.compile(r"(?:[-*+][ \t]+)?\**(?P<name>[A-Z][\w ]{0,30}?)\**::?\**[ \t]+(?P<words>\S.*)")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_RULE = re.compile(r"-{3,}[ \t]*")
_HIDDEN = re.compile(r"\s*%%.*%%\s*")
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_OUTLINE = {"🎯": "Highlight", "✍": "Note"}
_NOTHING = frozenset({"", "N/A"})


class Mark(msgspec.Struct, kw_only=True):
    """A highlight, or with `is_own` the reader's own words; `fields` are its lines by what they are."""

    first: int
    last: int
    chapter: str = ""
    is_own: bool = False
    fields: dict[str, list[str]] = msgspec.field(default_factory=dict)
    growing: str = "Highlight"

    def add(self, number: int, name: str, line: str) -> None:
        """Add a line to one of its fields."""
        self.fields.setdefault(name, []).append(line)
        self.growing, self.last = name, number

    def said(self, name: str) -> str:
        """Give the words of a field; a template says ``N/A`` where there are none."""
        words = "\n".join(self.fields.get(name, ())).strip().removesuffix("</small>").strip()
        return "" if words in _NOTHING else words

    @property
    def place(self) -> str:
        """Where it stands in the book: a CFI."""
        found = _PLACE.search(self.said("Highlight Link"))
        place = found[1] if found else ""
        return place.removesuffix(")") if place.count("(") < place.count(")") else place


class Note(msgspec.Struct, kw_only=True):
    """One note: what it says of the book, and its marks."""

    matter: FrontMatter | None
    first: int
    last: int
    asset: str
    title: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    marks: list[Mark] = msgspec.field(default_factory=list)


def apple_books_notes(text: str) -> Iterator[Note]:
    """Find the notes that a plugin wrote: with a link to their book, and with highlights."""
    lines = note_lines(text)
    if LINK not in text or not lines:
        return
    for matter, first, end in parted(front_matters(text), len(lines)):
        within = lines[first - 1 : end - 1]
        book = _BOOK.search("\n".join(within))
        if book:
            note = Note(matter=matter, first=first, last=first + len(within) - 1, asset=book[1])
            above = matter.last_line - first + 1 if matter else 0
            _Reader(note, within).read(above)
            if any(not mark.is_own for mark in note.marks):
                yield note


class _Reader:
    """Reads line by line, in the shape that the note has."""

    def __init__(self, note: Note, lines: Sequence[str]) -> None:
        self._note, self._lines = note, lines
        self._is_named = any("Highlight::" in line for line in lines)
        self._is_outline = not self._is_named and any("🎯" in line for line in lines)
        self._is_plain = "## Highlights" in {line.strip() for line in lines}
        self._is_quoted = any(_BOOK_ALONE.fullmatch(line) for line in lines)
        self._is_below = False
        self._chapter = ""
        self._mark: Mark | None = None

    def read(self, start: int) -> None:
        """Read from index `start` to the end."""
        for at in range(start, len(self._lines)):
            line, number = self._lines[at], self._note.first + at
            heading = _HEADING.match(line)
            if heading and not (self._is_plain and self._is_below):
                self._heading(len(heading[1]), plain(heading[2]))
            elif not self._is_below and self._describes(line):
                continue
            elif self._is_named or self._is_outline:
                self._item(number, line)
            elif self._is_plain:
                self._paragraph(number, line)
            else:
                self._quotation(number, line)

    def _heading(self, level: int, title: str) -> None:
        self._mark = None
        if level == 1 and not self._note.title:
            self._note.title = title.removeprefix("📔 Book:").strip()
        self._is_below = title in {"Highlights", "Annotations"}

    def _describes(self, line: str) -> bool:
        """Tell whether a line above the highlights is about the book."""
        named = _NAMED.match(line) or _OUTLINED.match(line)
        fact = None if named else _FACT.fullmatch(line)
        if fact:
            self._note.facts.setdefault(fact["name"].strip(), plain(fact["words"]))
        return fact is not None or _BOOK.search(line) is not None

    def _item(self, number: int, line: str) -> None:
        named, outlined = _NAMED.match(line), _OUTLINED.match(line) if self._is_outline else None
        if outlined and outlined["mark"] == "📚":
            self._mark, self._chapter = None, plain(outlined["words"])
        elif named or outlined:
            name = named["name"] if named else _OUTLINE[outlined["mark"][:1]] if outlined else ""
            words = (named or outlined or line)["words"] or ""  # type: ignore[index]  # One of the two was found.
            begins = name == "Chapter" or (self._is_outline and name == "Highlight")
            if begins or self._mark is None:
                self._begin(number)
            self._go_on(number, name, words)
        elif _RULE.fullmatch(line):
            self._mark = None
        elif self._mark and (line.strip() or self._mark.growing == "Note"):
            self._go_on(number, self._mark.growing, line)
        elif not line.startswith("Number of annotations::"):
            self._own_words(number, line)

    def _paragraph(self, number: int, line: str) -> None:
        if not self._is_below:
            self._own_words(number, line)
        elif _RULE.fullmatch(line):
            self._mark = None
        elif self._mark or line.strip():
            if self._mark is None:
                self._begin(number)
            self._go_on(number, "Highlight", line)

    def _quotation(self, number: int, line: str) -> None:
        if _QUOTED.match(line) and self._is_quoted:
            if self._mark is None or self._mark.is_own:
                self._begin(number)
            self._go_on(number, "Highlight", _QUOTED.sub("", line, count=1))
        elif self._mark and not self._mark.is_own and line.strip() and not _RULE.fullmatch(line):
            self._go_on(number, "Highlight", line)
        else:
            self._own_words(number, line)

    def _own_words(self, number: int, line: str) -> None:
        """Read what stands beside the highlights, a paragraph as one; pictures of the book are none."""
        if not line.strip() or _RULE.fullmatch(line) or _HIDDEN.fullmatch(line) or not has_words(line):
            self._mark = None
            return
        if self._mark is None:
            self._begin(number, is_own=True)
        self._go_on(number, "Note", line)

    def _begin(self, number: int, *, is_own: bool = False) -> None:
        self._mark = Mark(first=number, last=number, chapter=self._chapter, is_own=is_own)
        self._note.marks.append(self._mark)

    def _go_on(self, number: int, name: str, words: str) -> None:
        if self._mark:
            self._mark.add(number, name, words)
