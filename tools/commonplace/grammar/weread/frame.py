"""The frame of a note of the plugin: its sections and chapters, and the entry that is open in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from commonplace.grammar.weread.books import Book
from commonplace.grammar.weread.entries import BARE_TIME, LINK_END, Entry, Wording, finished
from commonplace.grammar.weread.lines import Line, as_text
from commonplace.grammar.weread.marks import Mark
from commonplace.grammar.weread.places import cut_id, date_in, moment_in, normal_id
from commonplace.grammar.weread.sections import Section, section_called, undecorated
from commonplace.grammar.weread.unmarked import Unmarked
from commonplace.model import Rejected

_CALLOUT = re.compile(r"\s*>[\s>]*\[!")
_TIME_BELOW = re.compile(r"[\s>-]*⏱")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|时间未记录")
"""A heading of a theme that sorts by days."""
_REVIEW = re.compile(r"书评\s*No\.?\s*\d+[ \t]+(?!⏱)(\S.*)")
ENTRY = re.compile(r"(划线评论|章节评论|书评|Comment|Chapter(?=\s*No\.))\s*(?:No\.?\s*)?\d*(\s+⏱\ufe0f?.*)?")
_NUMBER = re.compile(r"\W*书摘\s*\d+")
"""A heading that only counts the highlights."""
_NUMBER_OF_ONE = re.compile(r"\W*(?:划线|想法)\s*\d+")
_LEVEL_OF_ONE = 3
"""From this level on such a heading counts the highlights; above, it is the title of a section with their number."""
_SIGNS = frozenset("#>📌💭⏱")
_INDENT = "   "
"""With which the plugin begins the further lines of a highlight, whatever a theme puts around it."""
_CHAPTER = "Chapter"
_THOUGHTS_ON = " 的想法"
_UNKNOWN_CHAPTER = "未知章节"


class Frame:
    """What is known while the lines of one note are read, and what each heading makes of it."""

    def __init__(self, source: Sequence[str], first: int, *, book: Book, is_plain: bool) -> None:
        self.found: list[Mark | Rejected] = []
        self._source, self._first, self._book, self._is_plain = source, first, book, is_plain
        text = "\n".join(source)
        self._has_links = "](<weread:" in text or "](weread:" in text
        self._has_pins = "📌" in text
        # The theme of May 2022: items without marks, each with "Created at" under it.
        self._is_listed = "Created at" in text and any(
            line.lstrip(" \t-*+").startswith("Created at") for line in source
        )
        self._section: Section = book.section
        self._chapter, self._rank, self._ranks = "", 0, dict[str, int]()
        self._entry: Entry | None = None
        self._loose: list[Line] = []
        self._is_behind_gap = False
        self._is_of_book, self._is_of_one, self._called = False, False, ""
        self._unmarked: list[Unmarked] = []
        self._note_is_next = False
        self._said_at, self._day, self._level = "", "", 0
        self._facts: dict[str, str] = {}
        self._next = first

    @property
    def _is_of_thoughts(self) -> bool:
        """Whether what stands here repeats the words of highlights only to say what a thought is about."""
        return self._section in {"thoughts", "notes"}

    def close(self) -> None:
        """End the highlight, note or review that is being read."""
        entry, self._entry = self._entry, None
        self._let_go()
        if entry is not None:
            raw = "\n".join(self._source[entry.line - self._first : self._next - self._first]).strip()
            found = finished(entry, book=self._book.id, raw=raw)
            if found is not None:
                self.found.append(found)

    def _let_go(self) -> None:
        """Put aside the words that nothing below them said what they are."""
        if self._loose:
            is_above = self._section == "about" and not self.found
            self._unmarked.append(
                Unmarked(
                    lines=self._loose,
                    chapter=self._chapter,
                    rank=self._rank,
                    title=self._called,
                    section=self._section,
                    is_above=is_above,
                    is_of_book=self._is_of_book,
                    is_note=self._note_is_next or (self._section == "notes" and _is_alike(self._loose)),
                    is_thought=self._is_of_thoughts,
                    is_one=self._is_of_one,
                )
            )
        self._loose, self._is_behind_gap, self._called = [], False, ""

    def _heading(self, line: Line) -> None:
        if self._goes_on_in_link(line) or self._goes_on_in_quote(line) or self._goes_on_in_thought(line):
            return
        title = line.text.removeprefix("◆").strip()
        level = len(line.raw) - len(line.raw.lstrip("#"))
        is_of_one = level >= _LEVEL_OF_ONE and _NUMBER_OF_ONE.fullmatch(title) is not None
        section = None if is_of_one else section_called(title)
        entry_title = self._entry_title(title)
        is_ours = section or entry_title or _REVIEW.fullmatch(title) or title != line.text
        entry = self._entry
        if entry and entry.kind == "review" and entry.into == "thought" and not is_ours:
            entry.thoughts[-1].lines.append(line.raw)  # A review is Markdown, with headings of its own.
            return
        self.close()
        self._is_of_book, self._is_of_one = False, is_of_one
        self._day = "" if section else self._day
        if section:
            # A theme may part highlights and thoughts within each chapter.
            self._section, self._said_at = section, ""
            self._chapter = self._chapter if 0 < self._level < level else ""
        elif entry_title:
            self._begin_section_of_one(entry_title, line)
        elif review := _REVIEW.fullmatch(title):
            entry = self._open(line, kind="review", into="thought")
            entry.thoughts.append(Wording())
            self._go_on(entry, as_text(line._replace(raw=review[1])))
        elif is_of_one or _NUMBER.fullmatch(title):
            self._note_is_next = False
            self._section = "highlights" if self._section == "about" else self._section
        elif title == "点评":
            self._open(line, kind="review", into="thought").thoughts.append(Wording())
        else:
            self._begin_chapter(title, line)
            self._level = level

    def _entry_title(self, title: str) -> str:
        """Read a heading that says of what kind the entry below it is; nothing if it is none."""
        bare = undecorated(title)
        is_chapter = bare.startswith(_CHAPTER)  # Else it may be the title of one.
        return bare if ENTRY.fullmatch(bare) and (self._is_of_thoughts or not is_chapter) else ""

    def _begin_section_of_one(self, title: str, line: Line) -> None:
        if line.raw.startswith("# ") and not self._is_of_thoughts:
            self._section, self._chapter = "thoughts", ""  # Another tool names the section of thoughts so.
            return
        self._said_at = date_in(title)
        self._note_is_next = title.startswith(("章节评论", _CHAPTER)) and not self._said_at
        if title.startswith("书评") or (title.startswith("章节评论") and self._said_at):
            kind: Literal["note", "review"] = "review" if title.startswith("书评") else "note"
            self._open(line, kind=kind, into="thought").thoughts.append(Wording(created=self._said_at))

    def _begin_chapter(self, title: str, line: Line) -> None:
        self._note_is_next = False
        if _DAY.fullmatch(title):
            self._day = date_in(title)
            return
        chapter = title.removesuffix(_THOUGHTS_ON)
        self._chapter = "" if chapter == _UNKNOWN_CHAPTER else chapter
        # The section of thoughts names chapters again: there they keep the place that they have among the highlights.
        self._rank = self._ranks.get(chapter, len(self._ranks)) if self._is_of_thoughts else len(self._ranks)
        key = chapter if chapter not in self._ranks else f"{chapter}\n{line.at}"
        self._ranks.setdefault(key, self._rank)
        if chapter != title:
            self._await_quote(line, "")

    def _rule(self, line: Line) -> None:
        if not line.is_quoted and not self._goes_on_in_link(line):
            self.close()

    def _await_quote(self, line: Line, created: str) -> None:
        entry = self._open(line, into="thought")
        entry.awaits_quote = True
        entry.thoughts.append(Wording(created=created))

    def _go_on(self, entry: Entry, line: Line) -> None:
        """Add the words of `line` to what `entry` goes on with."""
        is_first = not any(entry.quote if entry.into == "quote" else entry.thoughts[-1].lines)
        words = line.text if is_first or line.block_id or line.is_timed else unindented(line.raw)
        if entry.into == "quote" or (is_first and _is_more_of_title(line, entry)):
            entry.quote.append(words)
        elif BARE_TIME.fullmatch(bare := line.text.rstrip("> ")) and (is_first or (line.is_item and line.is_quoted)):
            entry.thoughts[-1].created = bare.replace(" ", "T")
        else:
            entry.thoughts[-1].lines.append(words)
        if line.is_timed or line.block_id:
            self._end(entry, line)
        elif entry.into == "quote" and "](" in words and LINK_END.search(words):
            entry.into = "done"

    def _end(self, entry: Entry, line: Line) -> None:
        """Take the id and the time with which `line` ends its part of `entry`."""
        entry.block_id = entry.block_id or line.block_id
        if line.created and entry.thoughts:
            entry.thoughts[-1].created = line.created
        elif line.created:
            entry.created = line.created
        entry.into, entry.ends_with_gap = "done", False

    def _goes_on_in_thought(self, line: Line) -> bool:
        """Keep a line that looks like a heading, but stands in a thought: the time of that is below it."""
        entry = self._entry
        if entry is None or entry.into != "thought" or entry.is_thought_quoted or entry.kind == "review":
            return False
        if self._signs_below[line.at - self._first] != "⏱":
            return False
        entry.thoughts[-1].lines.append(line.raw)
        return True

    @cached_property
    def _signs_below(self) -> Sequence[str]:
        """For each line the sign that the next line with one begins with; comments in code look like titles."""
        below = [""] * len(self._source)
        sign = ""
        for at in range(len(self._source) - 1, -1, -1):
            below[at] = sign
            begins = self._source[at][:1]
            if begins in _SIGNS and not (begins == "#" and sign == "⏱" and not _is_of_frame(self._source[at])):
                sign = begins
        return below

    def _goes_on_in_quote(self, line: Line) -> bool:
        """Keep a line of code that looks like a heading: the id or the time of the highlight is below it."""
        entry = self._entry
        if entry is None or entry.into != "quote" or not entry.is_pinned or not any(entry.quote):
            return False
        words, block_id = cut_id(line.raw)
        if _is_of_frame(line.raw) or not (block_id or self._ends_below[line.at - self._first]):
            return False
        entry.quote.append(unindented(words))
        if block_id:
            self._end(entry, line._replace(block_id=block_id))
        return True

    @cached_property
    def _ends_below(self) -> Sequence[bool]:
        """For each line whether what ends a highlight is below it, before the next one begins."""
        below = [False] * len(self._source)
        ends = False
        for at in range(len(self._source) - 1, -1, -1):
            below[at] = ends
            line = self._source[at]
            if "📌" in line or _CALLOUT.match(line) or (line.startswith("#") and _is_of_frame(line)):
                ends = False
            elif _TIME_BELOW.match(line) or ("^" in line and cut_id(line)[1]):
                ends = True
        return below

    def _goes_on_in_link(self, line: Line) -> bool:
        """Keep a line that looks like structure, but stands inside the words of a link."""
        entry = self._entry
        if entry is None or not entry.is_link_open:
            return False
        entry.quote.append(unindented(line.raw))
        return True

    def _open(
        self, line: Line, *, kind: Literal["mark", "note", "review"] = "mark", into: Literal["quote", "thought"]
    ) -> Entry:
        self._entry = Entry(
            line=line.at,
            chapter=self._chapter,
            rank=self._rank,
            is_thought=self._is_of_thoughts,
            kind=kind,
            into=into,
            is_thought_quoted=line.is_quoted,
            may_be_linked=self._has_links,
            created=moment_in(self._facts.get("time", "")) or self._day,
            block_id=normal_id(self._facts.get("bookmarkId", "") or self._facts.get("reviewId", "")),
        )
        self._facts = {}
        return self._entry


def _is_of_frame(line: str) -> bool:
    """Tell whether a line is the title of a section or an entry, whatever stands around it."""
    title = line.strip("# \t")
    return bool(section_called(title) or ENTRY.fullmatch(title) or _REVIEW.fullmatch(title))


def _is_more_of_title(line: Line, entry: Entry) -> bool:
    """Tell whether the words in the title of a callout go on, in the lines that the plugin does not quote."""
    return bool(entry.quote) and entry.is_thought_quoted and not line.is_quoted and line.raw.startswith(_INDENT)


def _is_alike(lines: Sequence[Line]) -> bool:
    """Tell whether all of `lines` are quoted or none: in a section of notes both are the reader's own words."""
    return len({line.is_quoted for line in lines}) == 1


def unindented(raw: str) -> str:
    """Take off the three spaces with which the plugin begins the further lines of a highlight."""
    return raw.removeprefix(_INDENT).rstrip()
