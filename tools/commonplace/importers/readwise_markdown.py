"""Readwise: the Markdown that its own plugin for Obsidian, its export, and Readwise Mirror write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import dedent

from commonplace.grammar.front_matter import FrontMatter, front_matters
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.inline import attachments, has_words, links, plain
from commonplace.grammar.marks import highlight
from commonplace.grammar.readwise import locator_of, place_told, read_note
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Rejected

_SURROUNDINGS = 0.66
"""Less than any mark of another format in between, more than a note of no format at all."""
_MARKS = ("rw-book-cover", "readwise.io/", "Full Title", "%%\nID: ", "%%\nlast_highlight_at: ")
_TRACES = re.compile(
    r"rw-book-cover|\]\(https://(?:read\.)?readwise\.io/|^[ \t]*[-*+] (?:\*\*)?Full Title(?:\*\*)?:"
    r"|^%%\n(?:ID|last_highlight_at): ",
    re.MULTILINE,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_ITEM = re.compile(r"[-*+](?:[ \t]+|$)")
_FACT = re.compile(r"[ \t]*[-*+][ \t]+(?:\*\*)?([A-Z][\w ]{0,30}?)(?:\*\*)?:[ \t]*(.*)")
_FIELD = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(Tags?|Note)(?:\*\*|__)?:(?:\*\*|__)?[ \t]*(.*)")
_ADDED = re.compile(r"(?i)(?:new )?highlights added (.*)")
_HIGHLIGHTS = re.compile(r"(?i)highlights\b|new highlights added\b")
_PLACE = re.compile(
    r"(?<![ \t])[ \t]*\(?\[?(?P<words>(?P<kind>Location|Page|Time|View Highlight|View Tweet|View Video)[ \t]*"
    r"(?P<place>[^\]()\n]{0,40}))\]?"
    r"(?:[ ]?\((?P<address>https?://[^\s()]*)\))?\)?[ \t]*\Z"
)
_BLOCK_ID = re.compile(r"(?<![ \t])[ \t]+\^(?P<id>\d{4,}|rw\w+)[ \t]*\Z")
_ULID = re.compile(r"/(?:read|open)/(\w{6,40})")
_ASIN = re.compile(r"readwise\.io/to_kindle\?[^\s)]*\basin=(\w{10})\b")
_TAG = re.compile(r"\[\[([^\]\n]+)\]\]|\[([^\]\n]+)\]\([^)\n]*\)|#([\w/-]+)|\*([^*\n]+)\*|([^\s,]+)")
_RULE = re.compile(r"-{3,}\s*")
_QUOTED = re.compile(r"> ?")
_CALLOUT = re.compile(r"\[![^\]\n]+\][+-]?[ \t]*")
_NAMES_OF_HIGHLIGHTS = frozenset({"highlight", "quote"})
_SYNCED = re.compile(r"- ((?:highlights first synced by|(?:new )?highlights added)\b.*)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z][a-z-]{0,30}):: (.+)")
_INDENTATION = re.compile(r"\t|  (?:  )?")
_SYNC_SECTIONS = frozenset({"full document"})
_FACTS = frozenset({"metadata", "about"})
_BARE_FACT = re.compile(r"([A-Z][\w ]{0,30}):[ \t]*(\S.*)")
_KNOWN_FACTS = frozenset({"Author", "Authors", "Full Title", "Category", "URL", "Document Tags"})
_COLOR = re.compile(r"(?<![ \t])[ \t]*%%[ \t]*Color:[ \t]*(?P<color>[\w#]+)[ \t]*%%")
_NUMBERED = re.compile(r"(?<![ \t])[ \t]*\(\[(?P<place>\d{1,9})\]\((?P<address>https?://[^\s()]*)\)\)[ \t]*\Z")


@dataclass(slots=True)
class _Unit:
    """A highlight or a stretch of the reader's own words while it is read."""

    kind: str
    headings: tuple[str, ...]
    first: int
    last: int
    added: str = ""
    fields: dict[str, list[str]] = field(default_factory=lambda: {"text": []})
    growing: str = "text"

    def add(self, number: int, name: str, line: str) -> None:
        self.fields.setdefault(name, []).append(line)
        self.growing, self.last = name, number

    def said(self, name: str) -> str:
        """A field without the indentation that its further lines have in common."""
        first, *others = self.fields.get(name) or [""]
        return "\n".join((first.strip(), *dedent("\n".join(others)).split("\n"))).strip()


@dataclass(slots=True)
class _Page:
    """One note: what it says of the book, and its units."""

    matter: FrontMatter | None
    first: int
    last: int
    title: str = ""
    asin: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    units: list[_Unit] = field(default_factory=list)


class ReadwiseMarkdown(Importer):
    """Reads each item under “Highlights” with its tags and note."""

    format = "readwise-markdown"
    app = ("Readwise", "Readwise")
    description = "Readwise: Markdown notes of its Obsidian plugin, its export or Readwise Mirror (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and less confidently what is left of its note."""
        for page in _pages(export.text):
            marks = [unit for unit in page.units if unit.kind == "highlight"]
            evidence = f"{len(marks)} highlights in a note of Readwise"
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=page.first, last_line=page.last)
            for unit in marks:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=unit.first, last_line=unit.last)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight and the reader's own words, in order."""
        for page in _pages(export.text):
            document = _document(page, export.name)
            for number, unit in enumerate(page.units):
                yield _unit(unit, document, number)


def _pages(text: str) -> Iterator[_Page]:
    if is_json(text) or not any(mark in text for mark in _MARKS):
        return
    lines = text_lines(text)
    matters = front_matters(text)
    starts = [1, *(matter.first_line for matter in matters), len(lines) + 1]
    for matter, (first, end) in zip([None, *matters], pairwise(starts), strict=True):
        within = lines[first - 1 : end - 1]
        if _TRACES.search("\n".join(within)):
            above = matter.last_line - first + 1 if matter else 0
            asin = _ASIN.search("\n".join(within))
            page = _Page(matter, first, first + len(within) - 1, asin=asin[1] if asin else "")
            yield _read(page, within[above:], first + above)


def _read(page: _Page, lines: Sequence[str], first: int) -> _Page:
    reader = _Reader(page, mirrored=any(line.strip() == "%%" for line in lines[:3]))
    for number, line in enumerate(lines, start=first):
        reader.read(number, line)
    page.units = [unit for unit in page.units if unit.kind == "highlight" or has_words(unit.said("text"))]
    return page


class _Reader:
    """Reads line by line: what a line is depends on its section and on the unit above it."""

    def __init__(self, page: _Page, *, mirrored: bool) -> None:
        self._page = page
        self._mirrored = mirrored
        self._section = ""
        self._added = ""
        self._path: list[tuple[int, str]] = []
        self._unit: _Unit | None = None
        self._hidden = self._is_outline = False
        self._was_quoted = self._in_quotations = False

    def read(self, number: int, line: str) -> None:
        if line.strip() == "%%":
            self._hidden = not self._hidden
            return
        line = self._in_outline(line)
        heading = _HEADING.match(line)
        if self._hidden:
            self._read_fact(line if line.startswith("- ") else f"- {line[:1].upper()}{line[1:]}")
        elif heading:
            self._read_heading(len(heading[1]), plain(heading[2]))
        elif (self._section in _FACTS or self._is_known_fact(line)) and self._read_fact(line):
            return
        elif self._section == "highlights":
            self._read_highlights(number, line)
        elif line.strip() and "rw-book-cover" not in line and self._section not in _SYNC_SECTIONS:
            self._read_prose(number, line)
        elif self._unit and self._unit.kind == "prose" and not line.strip():
            self._unit.fields["text"].append("")

    def _read_fact(self, line: str) -> bool:
        fact = _FACT.fullmatch(line) or _BARE_FACT.fullmatch(line)
        if fact and fact[2].strip():
            self._page.facts.setdefault(fact[1].strip(), fact[2].strip())
        return bool(fact)

    def _is_known_fact(self, line: str) -> bool:
        """Whether a line above all highlights is one that a template puts there without a heading."""
        fact = _BARE_FACT.fullmatch(line)
        is_above = not (self._section or self._page.units)
        return is_above and fact is not None and fact[1] in _KNOWN_FACTS

    def _read_heading(self, level: int, title: str) -> None:
        if self._section in _SYNC_SECTIONS and not _HIGHLIGHTS.match(title) and title.casefold() not in _FACTS:
            return  # A heading of the article itself.
        self._unit = None
        self._path = [*(pair for pair in self._path if pair[0] < level), (level, title)]
        if level == 1 and not self._page.title:
            self._page.title = title
        folded = title.casefold()
        if added := _ADDED.fullmatch(title):
            self._added = local_time(added[1])
        if _HIGHLIGHTS.match(title):
            self._section = "highlights"
        elif folded in _FACTS | _SYNC_SECTIONS:
            self._section = folded
        elif level <= 2 or self._section != "highlights":  # noqa: PLR2004 (deeper headings sort the highlights)
            self._section = ""

    def _in_outline(self, line: str) -> str:
        """Read a line of Logseq's, where all is a list: an item for each sync, and the highlights in it."""
        synced = _SYNCED.fullmatch(line)
        if synced:
            self._is_outline = True
            return f"## {synced[1]}"
        logged = _PROPERTY.fullmatch(line) if not self._section else None
        if logged:
            name = logged[1].replace("-", " ").title().replace("Url", "URL")
            self._page.facts.setdefault(name, logged[2].strip('" '))
            return ""
        return _INDENTATION.sub("", line, count=1) if self._is_outline else line

    def _read_quoted(self, number: int, line: str) -> None:
        """Read a line of a highlight that the template shows as a quotation or a callout."""
        words = _QUOTED.sub("", line, count=1)
        marker = _CALLOUT.match(words)
        unit, named = self._unit, _FIELD.match(words)
        if marker or not self._was_quoted or unit is None:
            unit, words = self._begin(number, "highlight"), words[marker.end() :] if marker else words
            words = "" if words.strip().casefold() in _NAMES_OF_HIGHLIGHTS else words
            unit.add(number, "text", words)
        elif named:
            unit.add(number, named[1].removesuffix("s"), named[2])
        else:
            unit.add(number, unit.growing, words)

    def _read_highlights(self, number: int, line: str) -> None:
        unit, named = self._unit, _FIELD.match(line)
        is_quoted = _QUOTED.match(line) is not None and (self._was_quoted or not unit or self._is_behind_gap(unit))
        if is_quoted:
            self._read_quoted(number, line)
        elif unit and named and (line[:1] in " \t" or not _ITEM.match(line) or self._mirrored or self._in_quotations):
            unit.add(number, named[1].removesuffix("s"), named[2])
        elif _RULE.fullmatch(line):
            self._unit = None
        elif _ITEM.match(line) and not self._mirrored:
            self._begin(number, "highlight").add(number, "text", _ITEM.sub("", line, count=1))
        elif not line.strip():
            if unit:
                unit.fields[unit.growing].append("")
        elif unit and (line[:1] in " \t" or self._mirrored or unit.fields[unit.growing][-1:] != [""]):
            unit.add(number, unit.growing, line)
        else:
            self._begin(number, "highlight" if self._mirrored or _PLACE.search(line) else "prose").add(
                number, "text", line
            )
        self._in_quotations = self._in_quotations or is_quoted
        self._was_quoted = is_quoted

    def _is_behind_gap(self, unit: _Unit) -> bool:
        """Whether the line above is blank and `unit` is no item, of which a quotation may be a part."""
        return unit.fields[unit.growing][-1:] == [""] and (self._in_quotations or unit.kind == "prose")

    def _read_prose(self, number: int, line: str) -> None:
        unit = self._unit or self._begin(number, "prose")
        unit.add(number, "text", line)

    def _begin(self, number: int, kind: str) -> _Unit:
        headings = tuple(title for level, title in self._path if level > 1 and not _HIGHLIGHTS.match(title))
        self._unit = _Unit(kind, headings, number, number, self._added)
        self._page.units.append(self._unit)
        return self._unit


def _unit(unit: _Unit, document: Document, number: int) -> Annotation | Rejected:
    words = unit.said("text")
    if unit.kind == "prose":
        return highlight(
            importer=ReadwiseMarkdown.format,
            document=document,
            notes=(words,),
            locator=locator_of("", "", number, unit.headings),
        )
    color = _COLOR.search(words)
    words = _COLOR.sub("", words)
    block_id = _BLOCK_ID.search(words)
    words = words[: block_id.start()] if block_id else words
    anchor = _PLACE.search(words) or _NUMBERED.search(words)
    quote = words[: anchor.start()].strip() if anchor else words.strip()
    note, tags = read_note(unit.said("Note")), _tags(unit.said("Tag"))
    if not (has_words(quote) or attachments(quote) or note.text or tags):
        return Rejected(line=unit.first, problem="this highlight has no words", raw=words, by_design=True)
    named = anchor.groupdict().get("kind", "Location") if anchor else ""
    kind = "page" if named == "Page" else "location"
    place = anchor["place"].strip() if anchor and named in {"Location", "Page", "Time"} else ""
    extra: dict[str, JSON] = {"url": anchor["address"]} if anchor and anchor["address"] else {}
    return highlight(
        importer=ReadwiseMarkdown.format,
        document=document,
        quote=quote,
        notes=(note.text,),
        tags=(*tags, *note.tags),
        native_id=_native_id(anchor, block_id),
        color=color["color"] if color else "",
        locator=locator_of(place, kind, number, unit.headings),
        extra=place_told(place, "" if kind == "location" else kind)
        | extra
        | ({"added": unit.added} if unit.added else {}),
    )


def _native_id(anchor: re.Match[str] | None, block_id: re.Match[str] | None) -> str:
    if block_id:
        return str(block_id["id"])
    found = _ULID.search(anchor["address"] or "") if anchor else None
    return found[1] if found else ""


def _tags(said: str) -> list[str]:
    """Read tags in whatever way they are linked: ``[[x]]``, ``#x``, ``[a/x](a/x.md)``, ``*x*``."""
    found = (next(group for group in match.groups() if group) for match in _TAG.finditer(said))
    return [tag for one in found if (tag := one.rpartition("|")[2].strip(" ,").removeprefix("#")) and has_words(tag)]


def _document(page: _Page, name: str) -> Document:
    facts = dict(page.facts)
    matter = page.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    told = facts.pop("Title", "")
    title = facts.pop("Full Title", "") or matter.one("full title") or plain(told) or page.title
    author = facts.pop("Author", "") or facts.pop("Authors", "") or ", ".join(matter.many("author", "authors"))
    url = facts.pop("URL", "") or matter.one("url", "source_url")
    linked = links(url)
    url = linked[0].target if linked else url
    others: dict[str, JSON] = {key: value for key, value in matter.fields.items() if value}
    return Document(
        key=facts.get("ID", "")
        or page.asin
        or url
        or " — ".join(filter(None, (title, plain(author).strip("*_ "))))
        or name,
        title=title,
        authors=tuple(
            one
            for part in re.split(r",\s*(?=\[\[)|\s*;\s*|\s+and\s+(?=\[\[)", author)
            if (one := plain(part).strip("*_ "))
        ),
        url=url if url.startswith(("http://", "https://")) else "",
        extra=others | ({"metadata": {**facts}} if facts else {}) | ({"asin": page.asin} if page.asin else {}),
    )
