"""A note of the Hypothesis plugin taken apart: the pages that it is about, and the units annotated on each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from textwrap import dedent

import msgspec

from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.hypothesis_anchor import LINK, Anchor, anchor_of, is_anchored
from commonplace.grammar.hypothesis_lines import BULLET, FIELD, HEADING, RULE, in_code, link_follows
from commonplace.grammar.hypothesis_quotes import unquoted
from commonplace.grammar.lines import is_json, text_lines

_DOC_TYPE = "hypothesis-highlights"
_ADDRESSES = frozenset({"Link", "URL"})
_FIELD_ABOVE = re.compile(r"(Author|Title|Link|URL|Reference):: ?(.*)")
_UNNAMED = re.compile(r"[ \t]+[-*+][ \t]+(?:[^\w\s#$`(\[<]+[ \t]+)?(.*)")
_ONLY_TAGS = re.compile(r"(?:#[\w/-]+[ \t,]*)+")
_FACT = re.compile(r"[-*+] ([A-Z][\w ]{0,30}|title|author|reference|category|tags):[ \t]*(.*)")
_NOT_WORD = re.compile(r"[\W_]+")
_LEVEL_OF_SECTIONS = 2
_SECTIONS = {
    "metadata": "metadata",
    "pagenotes": "page notes",
    "pagenote": "page notes",
    "highlights": "highlights",
    "annotations": "highlights",
}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Lines from one front matter to the next."""

    front_matter: FrontMatter | None
    first_line: int
    lines: Sequence[str]

    @property
    def last_line(self) -> int:
        """The last of its lines, counted in the file."""
        return self.first_line + len(self.lines) - 1


class Unit(msgspec.Struct, kw_only=True):
    """A highlight, a page note or prose while it is read.

    `fields` are its lines by what they are: ``text``, ``Annotation``, ``Tags``, ``Group``; `growing` is the field
    that the next line belongs to, if any.
    """

    section: str
    headings: tuple[str, ...]
    first_line: int
    last_line: int
    anchor: Anchor | None = None
    fields: dict[str, list[str]] = msgspec.field(default_factory=lambda: {"text": []})
    growing: str = "text"

    def add(self, number: int, name: str, line: str) -> None:
        """Let `line` be one of the field `name`, which grows from then on."""
        self.fields.setdefault(name, []).append(line)
        self.growing, self.last_line = name, number

    def said(self, name: str) -> str:
        """What stands in the field `name`, without the indentation that the lines after the first have in common."""
        first, *others = self.fields.get(name) or [""]
        return "\n".join((first.strip(), *dedent("\n".join(others)).split("\n"))).strip()


class Page(msgspec.Struct, kw_only=True):
    """One page on the web, and what was annotated on it."""

    title: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    units: list[Unit] = msgspec.field(default_factory=list)


def parts(document: str) -> Iterator[Part]:
    """Find the notes of the plugin in a file; each front matter begins one."""
    if is_json(document) or (_DOC_TYPE not in document and LINK not in document):
        return
    lines = text_lines(document)
    for matter, first, end in parted(front_matters(document), len(lines)):
        part = Part(front_matter=matter, first_line=first, lines=lines[first - 1 : end - 1])
        typed = matter is not None and matter.one("doc_type") == _DOC_TYPE
        if typed or is_anchored(part.lines):
            yield part


def pages(part: Part) -> list[Page]:
    """Read a part; metadata begin a page, for notes are pasted together without their front matter, too."""
    reader = _Reader(part)
    above = part.front_matter.last_line - part.first_line + 1 if part.front_matter else 0
    for index in range(above, len(part.lines)):
        reader.read(index)
    return reader.pages


class _Reader:
    """Reads line by line: what a line is depends on the section that it stands in and on the unit above it."""

    def __init__(self, part: Part) -> None:
        url = part.front_matter.one("url") if part.front_matter else ""
        self.pages = [Page(facts={"Reference": url} if url else {})]
        self._lines, self._first_line = unquoted(part.lines), part.first_line
        self._linked = any(map(anchor_of, self._lines))
        self._link_follows = link_follows(self._lines)
        self._in_code = in_code(self._lines)
        self._is_described = False
        self._path: list[tuple[int, str]] = []
        self._section, self._level = "", _LEVEL_OF_SECTIONS
        self._notes_end_in_links = False
        self._unit: Unit | None = None

    def read(self, index: int) -> None:
        """Read the line at `index` of the part."""
        line = self._lines[index]
        if self._unit and index in self._in_code and self._goes_on_with_note(self._unit):
            self._unit.add(self._first_line + index, self._unit.growing, line)
            return
        heading = HEADING.match(line)
        field_above = _FIELD_ABOVE.fullmatch(line) if not (self._section or self._unit) else None
        fact = _FACT.match(line) if self._section == "metadata" else None
        if heading:
            self._read_heading(index, len(heading[1]), heading[2].strip())
        elif field_above:
            name = "Reference" if field_above[1] in _ADDRESSES else field_above[1]
            self.pages[-1].facts.setdefault(name, field_above[2].strip())
        elif fact:
            # The address in the front matter, if any, is the one that the plugin goes by.
            name = "Reference" if fact[1] in _ADDRESSES else fact[1][:1].upper() + fact[1][1:]
            self.pages[-1].facts.setdefault(name, fact[2].strip())
        elif not line.strip() or (RULE.fullmatch(line) and not (self._unit and self._unit.growing)):
            self._read_blank(index)
        else:
            self._read_words(index, line)

    @staticmethod
    def _goes_on_with_note(unit: Unit) -> bool:
        """Whether the next line belongs to what the reader wrote, and not to the words of the page."""
        return unit.growing == "Annotation" or (unit.growing == "text" and unit.section != "highlights")

    def _read_heading(self, index: int, level: int, title: str) -> None:
        self._unit = None
        self._path = [*(pair for pair in self._path if pair[0] < level), (level, title)]
        section = _SECTIONS.get(_NOT_WORD.sub("", title).casefold(), "")
        if section == "metadata":
            if self._is_described or any(unit.section for unit in self.pages[-1].units):
                self.pages.append(Page())
            self._is_described = True
            self.pages[-1].title = self._title_above()
        elif section and self._is_of_another_page():
            self.pages.append(Page(title=self._title_above()))
        elif section and level > _LEVEL_OF_SECTIONS and not self.pages[-1].title:
            self.pages[-1].title = self._title_above()
        elif level == 1 and not section and not self.pages[-1].title:
            self.pages[-1].title = title
        self._notes_end_in_links = section == "page notes" and any(map(anchor_of, self._below(index)))
        self._level = max(level, _LEVEL_OF_SECTIONS) if section else self._level
        # A heading below Highlights sorts them; one beside it begins something of the owner's.
        self._section = section or (self._section if level > self._level else "")

    def _is_of_another_page(self) -> bool:
        """Whether the section that begins stands below another title than the highlights above it."""
        page, title = self.pages[-1], self._title_above()
        return bool(title and page.title) and title != page.title and any(unit.section for unit in page.units)

    def _title_above(self) -> str:
        """The heading above that of a section: the page, however deep the owner put it."""
        return next((title for _, title in reversed(self._path[:-1]) if not _is_section(title)), "")

    def _below(self, index: int) -> Iterator[str]:
        """The lines between the heading at `index` and the next one."""
        below = (self._lines[at] for at in range(index + 1, len(self._lines)))
        return takewhile(lambda line: not HEADING.match(line), below)

    def _read_blank(self, index: int) -> None:
        unit = self._unit
        if unit is None or not unit.growing:
            return
        may_go_on = self._may_hold_paragraphs(unit) or (bool(unit.section) and self._link_follows[index])
        if unit.growing == "Annotation" or (unit.growing == "text" and may_go_on):
            unit.fields[unit.growing].append("")
        else:
            unit.growing = ""

    def _may_hold_paragraphs(self, unit: Unit) -> bool:
        """Whether a blank line need not end the text: in prose, and where a link will end it."""
        if unit.section == "page notes":
            return self._notes_end_in_links
        return not unit.section or not self._linked

    def _read_words(self, index: int, line: str) -> None:
        number = self._first_line + index
        unit, anchor, named = self._unit, anchor_of(line), FIELD.match(line)
        is_ended = unit is not None and (unit.anchor is not None or (unit.section == "highlights" and not self._linked))
        unnamed = _UNNAMED.fullmatch(line) if is_ended else None
        are_tags = unnamed is not None and _ONLY_TAGS.fullmatch(unnamed[1]) is not None
        if anchor:
            self._read_anchor(number, anchor)
        elif named and ((unit and unit.section) or (named[2] and self._section == "page notes")):
            # A page note may be nothing but tags.
            held = unit if unit and unit.section else self._begin(number, self._section)
            held.add(number, named[1] or named[2], named[3].strip())
        elif unit and unnamed and (are_tags or _ends_above(unit)):
            unit.add(number, "Tags" if are_tags else "Annotation", unnamed[1])
        elif BULLET.match(line) and self._link_follows[index]:
            self._begin(number, "highlights").add(number, "text", BULLET.sub("", line, count=1))
        elif unit and unit.growing == "Annotation" and self._linked:
            unit.add(number, "Annotation", line)  # A note may hold lists of its own.
        elif self._section == "highlights" and BULLET.match(line):
            self._begin(number, self._section).add(number, "text", BULLET.sub("", line, count=1))
        elif unit and unit.growing and (unit.growing != "Tags" or _ONLY_TAGS.fullmatch(line.strip())):
            unit.add(number, unit.growing, line)
        else:
            section = self._section if self._section == "page notes" else ""
            self._begin(number, section).add(number, "text", line)

    def _read_anchor(self, number: int, anchor: Anchor) -> None:
        """End the unit whose last line this is, which may be its first one, too."""
        unit = self._unit
        goes_on = unit and unit.section and unit.growing == "text" and not BULLET.match(anchor.text)
        if unit is None or not goes_on:
            unit = self._begin(number, self._section if self._section == "page notes" else "highlights")
        unit.add(number, "text", BULLET.sub("", anchor.text, count=1))
        unit.anchor, unit.growing = anchor, ""

    def _begin(self, number: int, section: str) -> Unit:
        own = tuple(title for level, title in self._path if level >= self._level and not _is_section(title))
        self._unit = Unit(section=section, headings=own, first_line=number, last_line=number)
        self.pages[-1].units.append(self._unit)
        return self._unit


def _ends_above(unit: Unit) -> bool:
    """Whether an item within a highlight, whose words end above, begins something, rather than going on with a note."""
    return unit.growing in {"", "text"} or (unit.growing == "Tags" and bool(unit.said("Tags")))


def _is_section(title: str) -> bool:
    return _NOT_WORD.sub("", title).casefold() in _SECTIONS
