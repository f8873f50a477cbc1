"""A note of Readwise taken apart: what it says of the book, its highlights, and the reader's own words.

Readers write the templates of Readwise's plugin themselves, so a highlight is an item, a quotation, a callout or a
paragraph. What they have in common is an anchor: a link back to Readwise, or a ``^rw…``, at the end of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.lines import Lines, note_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.inline import has_words, plain, without_hidden
from commonplace.grammar.readwise_anchors import anchored, leads_to_highlight
from commonplace.grammar.readwise_highlights import ITEM, QUOTED, RULE, HighlightsReader, Unit, with_first_note
from commonplace.grammar.readwise_outline import is_outline, read_outline
from commonplace.grammar.readwise_single import single

_MARKS = ("rw-book-cover", "readwise.io/", "ighlights first synced by ")
_FACTS_IN_COMMENTS = ("ID: ", "last_highlight_at: ")
_TRACES = re.compile(
    r"rw-book-cover|\]\(https://(?:read\.)?readwise\.io/|https://readwise\.io/bookreview/\d"
    r"|^[-*] (?:#{1,6} )?[Hh]ighlights first synced by (?:#|\[\[)Readwise"
    r"|^[ \t]*[-*+] (?:\*\*)?Full Title(?:\*\*)?:|^%%[ \t]*\n(?:ID|last_highlight_at): ",
    re.MULTILINE,
)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_FACT = re.compile(r"[ \t]*[-*+][ \t]+(?:\*\*|\[\[)?([A-Z][\w -]{0,30}?)(?:\*\*|\]\])?::?(?:[ \t]+(.*)|$)")
_BARE_FACT = re.compile(r"(?:\*\*)?([A-Z][\w -]{0,30})::?(?:\*\*)?(?:[ \t]+(\S.*)|[ \t]*$)")
_KNOWN_FACTS = frozenset(
    {"Author", "Authors", "Full Title", "Category", "URL", "Document Tags", "Link", "Source published date"}
)
_PROPERTY = re.compile(r"([a-z][a-z_-]{0,30})::(?:[ \t]+(.*))?")
_ADDED = re.compile(r"(?i)(?:new )?highlights added (.*)")
_HIGHLIGHTS = re.compile(
    r"(?i)(?:(?:new|my|all|article|book|kindle|readwise|reader|podcast|transcript|tweet|video)[ ])?highlights\b"
)
_GLUED = re.compile(r"(?<=\))#{1,6} New highlights added ")
"""Where the plugin went on with a file that does not end in a line break."""
_OF_HIGHLIGHTS = re.compile(r"(.+) \(highlights\)", re.IGNORECASE)
_NAMED_BY_ID = re.compile(r"id(\d{4,12})")
_CALLOUT_OF_FACTS = re.compile(r" {0,3}> ?\[![^\]\n]+\]")
_SYNC_SECTIONS = frozenset({"full document"})
_FACTS = frozenset({"metadata", "about", "source"})
_QUERY = re.compile(r"^```(?:dataview(?:js)?|query|tasks)\b[^`]*```[ \t]*$", re.MULTILINE)
"""What asks the vault for other notes says nothing of its own."""
_REGION = re.compile(r"%%\d+\w{0,8}(?:start|end)%%[ \t]*")
"""Where a template keeps what its reader writes at the next sync."""
_PICTURE = re.compile(r"[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*")
_KEPT_BY_LOGSEQ = re.compile(r"([ \t]*(?:-[ \t]+)?)(?:id|collapsed|card-[\w-]+):: \S*[ \t]*")
_ASIN = re.compile(r"readwise\.io/to_kindle\?[^\s)]*\basin=(\w{10})\b")


class Page(msgspec.Struct):
    """One note: what it says of the book, and its units."""

    matter: FrontMatter | None
    first: int
    last: int
    title: str = ""
    asin: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    units: list[Unit] = msgspec.field(default_factory=list)
    callout_of_facts: tuple[int, int] | None = None


def pages(text: str) -> Iterator[Page]:
    """Find the notes of Readwise in a file; each front matter begins one."""
    lines = note_lines(text)
    if not _may_be_ours(text, lines):
        return
    for matter, first, end in parted(front_matters(text), len(lines)):
        within = lines[first - 1 : end - 1]
        words = "\n".join(within)
        if _TRACES.search(words):
            above = matter.last_line - first + 1 if matter else 0
            asin = _ASIN.search(words)
            page = Page(matter, first, first + len(within) - 1, asin=asin[1] if asin else "")
            alone = single(matter, within[above:], first + above)
            if alone:
                unit, page.matter, book = alone
                page.units, page.facts = [unit], {"ID": book} if book else {}
            yield from [page] if alone else _of_each_book(page, within[above:], first + above)


def _of_each_book(page: Page, lines: Sequence[str], first: int) -> Iterator[Page]:
    """Read a note; one into which those of several books were put together gives a page for each."""
    starts = _starts_of_books(lines)
    if len(starts) <= 1:
        yield _read(page, lines, first)
        return
    for start, end in pairwise([0, *starts[1:], len(lines)]):
        within = lines[start:end]
        asin = _ASIN.search("\n".join(within))
        top, last = first + start if start else page.first, first + end - 1
        yield _read(Page(page.matter, top, last, asin=asin[1] if asin else ""), within, first + start)


def _starts_of_books(lines: Sequence[str]) -> list[int]:
    """The headings right above a section of metadata that begins with an author or a title."""
    starts: list[int] = []
    above: int | None = None
    for at, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading and heading[2].strip().casefold() == "metadata" and _tells_of_book(lines[at + 1 : at + 4]):
            starts += [above] if above is not None else []
        if heading:
            above = at
        elif line.strip() and "rw-book-cover" not in line:
            above = None
    return starts


def _tells_of_book(lines: Sequence[str]) -> bool:
    facts = (_FACT.fullmatch(line) for line in lines)
    return any(fact and fact[1] in _KNOWN_FACTS for fact in facts)


def _may_be_ours(text: str, lines: Lines) -> bool:
    """Whether any trace may be in `text`, as far as a quick look tells."""
    listed = any("Full Title" in lines[at] for at in lines.beginning("-*+"))
    commented = any(lines[at].startswith(_FACTS_IN_COMMENTS) for at in lines.beginning("Il"))
    return listed or commented or (bool(lines) and any(mark in text for mark in _MARKS))


def _read(page: Page, lines: Sequence[str], first: int) -> Page:
    if is_outline(lines):
        page.units = [unit for unit in read_outline(lines, first, page.facts) if _says_anything(unit)]
        return page
    reader = _Reader(page, mirrored=any(line.strip() == "%%" for line in lines[:3]))
    facts = _callout_of_facts(lines)
    if facts:
        page.callout_of_facts = (first + facts.start, first + facts.stop - 1)
    for at, line in enumerate(lines):
        if at in facts:
            reader.read_fact(QUOTED.sub("", line, count=1))
        else:
            reader.read(first + at, line)
    page.units = list(_with_notes(with_first_note([unit for unit in page.units if _says_anything(unit)])))
    return page


def _with_notes(units: Sequence[Unit]) -> Iterator[Unit]:
    """Join a note that a template calls one with the highlight above it, to which both their links lead."""
    last: Unit | None = None
    for unit in units:
        told, above = anchored(unit.said("text")), anchored(last.said("text")) if last else None
        is_label = told.address and told.quote.rstrip("*_ ").endswith((":", "："))
        if last and above and is_label and told.address == above.address and "Note" in unit.fields:
            last.fields["Note"] = [*last.fields.get("Note", []), *unit.fields["Note"]]
            last.last = unit.last
            continue
        yield from [last] if last else []
        last = unit
    yield from [last] if last else []


def _says_anything(unit: Unit) -> bool:
    is_empty_item = unit.is_wordless and len(unit.fields) == 1
    return (
        not is_empty_item
        if unit.kind == "highlight"
        else has_words(_QUERY.sub("", without_hidden(unit.said("text"))[0]))
    )


def _callout_of_facts(lines: Sequence[str]) -> range:
    """Find the callout that a template keeps the facts of the book in, above all highlights: ``> Author:: …``."""
    end = 0
    for at, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading and _HIGHLIGHTS.match(heading[2]):
            break
        if at >= end and _CALLOUT_OF_FACTS.match(line):  # What is in a callout without facts has none either.
            end = next((to for to in range(at + 1, len(lines)) if not _continues_callout(lines[to])), len(lines))
            bare = (QUOTED.sub("", inside, count=1) for inside in lines[at + 1 : end])
            if (
                sum("::" in inside and bool(_BARE_FACT.fullmatch(inside) or _FACT.fullmatch(inside)) for inside in bare)
                > 1
            ):
                return range(at, end)
    return range(0)


def _continues_callout(line: str) -> bool:
    """Whether a line belongs to the callout above; a title of several lines has no marks on its later ones."""
    return QUOTED.match(line) is not None or (line[:1] in " \t" and bool(line.strip()))


class _Reader:
    """Reads line by line: what a line is depends on its section and on the unit above it."""

    def __init__(self, page: Page, *, mirrored: bool) -> None:
        self._page = page
        self._highlights = HighlightsReader(page.units, mirrored=mirrored)
        self._section = ""
        self._path: list[tuple[int, str]] = []
        self._fact = ""
        self._hidden = self._is_below_title = False

    def read(self, number: int, line: str) -> None:
        """Take in the next line."""
        if glued := _GLUED.search(line):
            self.read(number, line[: glued.start()])
            line = line[glued.start() :]
        if line.strip() == "%%":
            self._hidden = not self._hidden
            return
        line = "" if _REGION.fullmatch(line) else line
        if self._is_property(line):
            return
        heading = None if self._hidden or self._is_within_item(line) else _HEADING.match(line)
        continues_title, self._is_below_title = self._is_below_title and line[:1] == " ", False
        if heading:
            self._read_heading(number, len(heading[1]), plain(heading[2]))
        elif self._hidden:
            self.read_fact(line if line.startswith("- ") else f"- {line[:1].upper()}{line[1:]}")
        elif continues_title and line.strip():
            self._page.title = f"{self._page.title} {plain(line)}"
        elif not ((self._section in _FACTS or self._is_known_fact(line)) and self.read_fact(line)):
            self._read_words(number, line)

    def _is_within_item(self, line: str) -> bool:
        """Whether a line is set in below an item: a highlight of several lines may hold headings of the article."""
        unit = self._highlights.unit
        return line.startswith("  ") and unit is not None and unit.kind == "highlight"

    def read_fact(self, line: str) -> bool:
        """Read a line that tells of the book, or goes on with what the one above it tells."""
        fact = _FACT.fullmatch(line) or _BARE_FACT.fullmatch(line)
        if fact:
            self._fact = fact[1].strip()
            if told := (fact[2] or "").strip():
                self._page.facts.setdefault(self._fact, told)
            return True
        if self._fact in self._page.facts and line.strip() and not ITEM.match(line) and not RULE.fullmatch(line):
            self._page.facts[self._fact] += f" {line.strip()}"
            return True
        self._fact = ""
        return False

    def _is_known_fact(self, line: str) -> bool:
        """Whether a line above all highlights is one that a template puts there without a heading."""
        fact = _BARE_FACT.fullmatch(line)
        is_above = not (self._section or self._page.units)
        return is_above and fact is not None and fact[1] in _KNOWN_FACTS

    def _read_heading(self, number: int, level: int, title: str) -> None:
        if self._section in _SYNC_SECTIONS and not _HIGHLIGHTS.match(title) and title.casefold() not in _FACTS:
            return  # A heading of the article itself.
        self._highlights.unit, self._fact = None, ""
        named = _NAMED_BY_ID.fullmatch(title) if self._section == "highlights" else None
        if named:
            self._highlights.begin(number, "highlight").native_id = named[1]
            return
        self._path = [*(pair for pair in self._path if pair[0] < level), (level, title)]
        self._highlights.headings = tuple(
            text for depth, text in self._path if depth > 1 and not _HIGHLIGHTS.match(text)
        )
        self._read_title(level, title)
        if added := _ADDED.fullmatch(title):
            self._highlights.added = local_time(added[1])
        folded = title.casefold().rstrip(": ")
        if _HIGHLIGHTS.match(title):
            self._section = "highlights"
        elif folded in _FACTS | _SYNC_SECTIONS:
            self._section = folded
        elif level <= 2 or self._section != "highlights":  # noqa: PLR2004 (deeper headings sort the highlights)
            self._section = ""

    def _read_title(self, level: int, title: str) -> None:
        """Take a heading for the title: the first outermost one, or one that says that below it are highlights."""
        named = _OF_HIGHLIGHTS.fullmatch(title)
        if self._page.title or _HIGHLIGHTS.fullmatch(title):
            return
        if level == 1:
            self._page.title, self._is_below_title = title, True
        elif named and not self._page.units:
            self._page.title = named[1]

    def _is_property(self, line: str) -> bool:
        """Read a line of Logseq's that tells of the book, of a template without an item for each sync."""
        logged = _PROPERTY.fullmatch(line) if not self._section else None
        if logged:
            name = logged[1].replace("-", " ").replace("_", " ").title().replace("Url", "URL")
            if told := (logged[2] or "").strip('" \\'):
                self._page.facts.setdefault(name, told)
            return True
        is_item = ITEM.match(line) is not None
        is_first = is_item and "Full Title" in self._page.facts and "![" not in line
        if not self._section and (is_first or ((is_item or QUOTED.match(line)) and leads_to_highlight(line))):
            self._section, self._highlights.unit = "highlights", None
        return False

    def _is_cover(self, line: str) -> bool:
        """Whether a line shows the cover: it is called so, or it is the first thing in a page of Logseq's."""
        of_logseq = "Full Title" in self._page.facts and not (self._page.title or self._page.units)
        return "rw-book-cover" in line or (of_logseq and _PICTURE.fullmatch(line) is not None)

    def _read_words(self, number: int, line: str) -> None:
        highlights = self._highlights
        kept = _KEPT_BY_LOGSEQ.fullmatch(line) if "::" in line else None
        line = kept[1].rstrip() if kept else line
        if self._section == "highlights":
            highlights.read(number, line)
        elif RULE.fullmatch(line):
            highlights.unit = None
        elif line.strip() and not self._is_cover(line) and self._section not in _SYNC_SECTIONS:
            (highlights.unit or highlights.begin(number, "prose")).add(number, "text", line)
        elif highlights.unit and highlights.unit.kind == "prose" and not line.strip():
            highlights.unit.fields["text"].append("")
