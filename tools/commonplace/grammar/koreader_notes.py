"""Notes that plugins of Obsidian make of KOReader's highlights: words, comment and place, in whatever template."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from commonplace.grammar.markdown_note.inline import plain

_QUOTED = re.compile(r"[ \t]*>[ ]?")
_CALLOUT = re.compile(r"\[!(?P<type>[^\]\n|]+)[^\]\n]*\][+-]?[ \t]*(?P<title>.*)")
_NOTES = frozenset({"note", "notes", "comment", "comments", "thought", "annotation"})
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_CHAPTER = re.compile(r"(?i)chapter:[ \t]*(.*)")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_PLACE = re.compile(
    r"[ \t]*+(?:[-*+][ \t]++)?[_*—–-]{0,3}[ \t]*+(?:page:?|p\.)[_*]{0,3}[ \t]*+(?P<page>[\w-]{1,20})?"
    r"[ \t]*+(?:(?:[•·|,@]|-(?=[ \t])).{0,80})?",
    re.IGNORECASE,
)
_FACT = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\*{0,2}(?:date|chapter|metadata|color)\*{0,2}:\*{0,2}.*", re.IGNORECASE)
_LABELLED = re.compile(
    r"[ \t]*\*\*(?:(?P<words>highlight|quote)|(?P<said>notes?|comments?))(?::\*\*|\*\*:)[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"[-*+][ \t]+(?P<words>.*\S)[ \t]+_\(p\.?[ \t]?(?P<page>[\w-]{1,20})\)_[ \t]*(?:[—–-]+[ \t]*(?P<said>.*))?"
)
_DRESS = re.compile(
    r"\A(?:\*\*(?===)(?P<bold>.*)(?<===)\*\*|==(?P<marked>(?:(?!==).)*)=="
    r"|<(?P<tag>mark|u|s|font|span)\b[^<>]{0,200}>(?P<dressed>(?:(?!</?(?P=tag)\b).)*)</(?P=tag)>)\Z",
    re.DOTALL | re.IGNORECASE,
)


class Told(msgspec.Struct):
    """What the lines of one highlight say: `chapters` are named above its words, `next_chapters` below them."""

    page: str = ""
    color: str = ""
    quote: list[str] = msgspec.field(default_factory=list)
    said: list[str] = msgspec.field(default_factory=list)
    chapters: list[tuple[int, str]] = msgspec.field(default_factory=list)
    next_chapters: list[tuple[int, str]] = msgspec.field(default_factory=list)

    @property
    def words(self) -> str:
        """The marked words, without what a template dresses all of them with."""
        return undressed("\n".join(self.quote).strip())

    @property
    def comment(self) -> str:
        """What the reader wrote."""
        return "\n".join(self.said).strip()


def undressed(words: str) -> str:
    """Take off what stands around all of `words`: ``**==…==**``, ``<mark>…</mark>``."""
    while dress := _DRESS.match(words):
        words = next(text for text in dress.group("bold", "marked", "dressed") if text is not None).strip()
    return words


def read_highlight(lines: Sequence[str]) -> Told:
    """Read the lines of one highlight.

    Its words come first, then what the reader wrote: behind a rule, in a callout, under a label, or unquoted below
    words that are quoted.
    """
    reader = _Reader(lines)
    for at, line in enumerate(lines):
        reader.read(at, line)
    return reader.told


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self.told = Told()
        self._lines = lines
        places = (at for at, line in enumerate(lines) if _is_place(_unquoted(line)[0]))
        self._last_place = max(places, default=-1)
        self._into, self._was_quoted, self._has_begun = self.told.quote, False, False

    def read(self, at: int, line: str) -> None:
        """Go on with a line."""
        bare, is_quoted = _unquoted(line)
        if self._is_below_quotation(at, bare, is_quoted=is_quoted):
            self._into = self.told.said
        self._was_quoted = is_quoted or (self._was_quoted and self._into is self.told.quote)
        if not (self._frames(bare, is_quoted=is_quoted) or self._places(at, bare)):
            self._words(bare)

    def _is_below_quotation(self, at: int, bare: str, *, is_quoted: bool) -> bool:
        is_apart = bool(bare) and at > self._last_place and not self._lines[at - 1].strip()
        return self._was_quoted and not is_quoted and is_apart and self._has_begun

    def _frames(self, bare: str, *, is_quoted: bool) -> bool:
        """Take a heading, a rule or the title of a callout; tells whether the line is one."""
        if heading := None if is_quoted else _HEADING.fullmatch(bare):
            title = plain(heading[2])
            chapter = _CHAPTER.fullmatch(title)
            named = self.told.next_chapters if self._has_begun else self.told.chapters
            named.append((len(heading[1]), chapter[1].strip() if chapter else title))
        elif _RULE.fullmatch(bare):
            self._into = self.told.said if self._has_begun else self._into
        elif callout := _CALLOUT.fullmatch(bare) if is_quoted else None:
            kind = callout["type"].strip().casefold()
            self._into = self.told.said if kind in _NOTES and self._has_begun else self._into
            place = _PLACE.fullmatch(callout["title"])
            self.told.page = self.told.page or ((place["page"] or "") if place else "")
            self.told.color = self.told.color or (kind if place else "")
        else:
            return False
        return True

    def _places(self, at: int, bare: str) -> bool:
        """Take a line that says where a highlight stands, or what else a template tells of it."""
        place = _PLACE.fullmatch(bare) if at <= self._last_place and _is_place(bare) else None
        if place:
            self.told.page = self.told.page or place["page"] or ""
        return place is not None or _FACT.fullmatch(bare) is not None

    def _words(self, bare: str) -> None:
        compact = _COMPACT.fullmatch(bare) if self._into is self.told.quote else None
        if compact:
            self.told.page, self._into = compact["page"], self.told.said
            self._has_begun = True
            self.told.quote.append(compact["words"])
            self.told.said.append(compact["said"] or "")
        elif label := _LABELLED.fullmatch(bare):
            self._into = self.told.said if label["said"] else self.told.quote
            self._put(label["rest"])
        else:
            self._put(bare)

    def _put(self, text: str) -> None:
        self._has_begun = self._has_begun or (self._into is self.told.quote and text != "")
        self._into.append(text)


def _unquoted(line: str) -> tuple[str, bool]:
    quoted = _QUOTED.match(line)
    return line[quoted.end() if quoted else 0 :].rstrip(), quoted is not None


def _is_place(line: str) -> bool:
    place = _PLACE.fullmatch(line)
    return place is not None and any(map(str.isalnum, line))
