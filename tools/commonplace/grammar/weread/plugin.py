"""Notes of the Obsidian plugin, in every theme and period, and their plain-text copies.

A theme is free to nest, order and decorate as it likes, so nothing is told by its place: a highlight begins at its
mark (``📌``, a ``weread://`` link, a callout, or the words above an id), and ends where its id or its time stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from commonplace.grammar.markdown_note.inline import plain
from commonplace.grammar.weread.books import is_listed_field
from commonplace.grammar.weread.entries import LINK_END, Entry, Wording, finished
from commonplace.grammar.weread.lines import Kind, Line, as_text, lines_of, time_of_title
from commonplace.grammar.weread.marks import Mark
from commonplace.grammar.weread.places import date_in, is_review_id
from commonplace.grammar.weread.unmarked import Unmarked, marks_of_unmarked, parted
from commonplace.model import Rejected

Section = Literal["about", "highlights", "popular", "thoughts", "reviews"]
_SECTIONS: Mapping[str, Section] = {
    "元数据": "about",
    "高亮划线": "highlights",
    "我的划线": "highlights",
    "划线": "highlights",
    "热门划线": "popular",
    "读书笔记": "thoughts",
    "笔记汇总": "thoughts",
    "我的笔记": "thoughts",
    "本书评论": "reviews",
    "书评": "reviews",
}
_REVIEW = re.compile(r"书评\s*No\.?\s*\d+[ \t]+(?!⏱)(\S.*)")
_ENTRY = re.compile(r"(划线评论|章节评论|书评)\s*(?:No\.?\s*)?\d*(\s+⏱\ufe0f?.*)?")
_THOUGHTS_ON = " 的想法"
_UNKNOWN_CHAPTER = "未知章节"
_REVIEW_CALLOUTS = frozenset({"review", "bookreview", "书评"})
_QUOTE_CALLOUTS = frozenset({"quote", "cite", "annotation", "highlight", "划线", "想法"})
_THOUGHT_CALLOUTS = frozenset({"comment", "comments", "notes", "thought", "评论", "笔记", "批注"})
_CALLOUTS_OF_THE_BOOK = frozenset({"abstract", "summary", "tldr", "info", "bookinfo", "metadata"})
_BARE_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def marks_of(source: Sequence[str], first: int, *, book: str = "", is_plain: bool = False) -> list[Mark | Rejected]:
    """Read the lines of one note.

    Parameters
    ----------
    source : sequence of str
        The lines; `first` is the number of the first one.
    book : str
        The id of the book, if its front matter says it.
    is_plain : bool
        Whether Markdown's marks are gone, so that a heading is a bare line between two highlights.
    """
    reader = _Reader(source, first, book=book, is_plain=is_plain)
    for line in lines_of(source, first):
        reader.read(line)
    reader.finish()
    return reader.found


class _Reader:
    """Reads line after line; each kind of line has its method."""

    def __init__(self, source: Sequence[str], first: int, *, book: str, is_plain: bool) -> None:
        self.found: list[Mark | Rejected] = []
        self._source, self._first, self._book, self._is_plain = source, first, book, is_plain
        self._has_links = any("](<weread:" in line or "](weread:" in line for line in source)
        self._has_pins = any("📌" in line for line in source)
        # The theme of May 2022: items without marks, each with "Created at" under it.
        self._is_listed = any(line.lstrip(" -").startswith("Created at") for line in source)
        self._section: Section = "about"
        self._chapter, self._rank, self._ranks = "", 0, dict[str, int]()
        self._entry: Entry | None = None
        self._loose: list[Line] = []
        self._is_behind_gap = False
        self._unmarked: list[Unmarked] = []
        self._note_is_next = False
        self._said_at, self._level = "", 0
        self._next = first
        self._methods: Mapping[Kind, Callable[[Line], None]] = {
            "blank": self._blank,
            "heading": self._heading,
            "callout": self._callout,
            "rule": self._rule,
            "bullet": lambda _: None,
            "pin": self._pin,
            "popular": self._popular,
            "count": self._count,
            "thought": self._thought,
            "time": self._time,
            "posted": self._posted,
            "id": self._id,
            "text": self._text,
        }

    def read(self, line: Line) -> None:
        """Go on with `line`."""
        self._next = line.at
        self._methods[line.kind](line)

    def finish(self) -> None:
        """End with the last line."""
        self._next = self._first + len(self._source)
        self.close()
        has_marks = any(isinstance(unit, Mark) and unit.kind == "mark" for unit in self.found)
        self.found += marks_of_unmarked(self._unmarked, has_marks=has_marks)

    def close(self) -> None:
        """End the highlight, note or review that is being read."""
        entry, self._entry = self._entry, None
        self._let_go()
        if entry is not None:
            raw = "\n".join(self._source[entry.line - self._first : self._next - self._first]).strip()
            found = finished(entry, book=self._book, raw=raw)
            if found is not None:
                self.found.append(found)

    def _let_go(self) -> None:
        """Put aside the words that nothing below them said what they are."""
        if self._loose:
            is_above = self._section == "about"
            self._unmarked.append(
                Unmarked(
                    lines=self._loose,
                    chapter=self._chapter,
                    rank=self._rank,
                    is_above=is_above,
                    is_note=self._note_is_next,
                    is_thought=self._section == "thoughts",
                )
            )
        self._loose, self._is_behind_gap = [], False

    # What stands between entries.

    def _heading(self, line: Line) -> None:
        if self._goes_on_in_link(line):
            return
        title = line.text.removeprefix("◆").strip()
        section = _SECTIONS.get(title)
        is_ours = section or _ENTRY.fullmatch(title) or _REVIEW.fullmatch(title) or title != line.text
        entry = self._entry
        if entry and entry.kind == "review" and entry.into == "thought" and not is_ours:
            entry.thoughts[-1].lines.append(line.raw)  # A review is Markdown, with headings of its own.
            return
        self.close()
        level = len(line.raw) - len(line.raw.lstrip("#"))
        if section:
            # A theme may part highlights and thoughts within each chapter.
            self._section = section
            self._chapter = self._chapter if 0 < self._level < level else ""
        elif _ENTRY.fullmatch(title):
            self._begin_section_of_one(title, line)
        elif review := _REVIEW.fullmatch(title):
            entry = self._open(line, kind="review", into="thought")
            entry.thoughts.append(Wording())
            self._go_on(entry, as_text(line._replace(raw=review[1])))
        elif title == "点评":
            self._open(line, kind="review", into="thought").thoughts.append(Wording())
        else:
            self._begin_chapter(title, line)
            self._level = level

    def _begin_section_of_one(self, title: str, line: Line) -> None:
        self._said_at = date_in(title)
        self._note_is_next = title.startswith("章节评论") and not self._said_at
        if title.startswith("书评") or (title.startswith("章节评论") and self._said_at):
            kind: Literal["note", "review"] = "review" if title.startswith("书评") else "note"
            self._open(line, kind=kind, into="thought").thoughts.append(Wording(created=self._said_at))

    def _begin_chapter(self, title: str, line: Line) -> None:
        self._note_is_next = False
        chapter = title.removesuffix(_THOUGHTS_ON)
        self._chapter = "" if chapter == _UNKNOWN_CHAPTER else chapter
        # The section of thoughts names chapters again: there they keep the place that they have among the highlights.
        self._rank = self._ranks.get(chapter, len(self._ranks)) if self._section == "thoughts" else len(self._ranks)
        key = chapter if chapter not in self._ranks else f"{chapter}\n{line.at}"
        self._ranks.setdefault(key, self._rank)
        if chapter != title:
            self._await_quote(line, "")

    def _callout(self, line: Line) -> None:
        entry = self._entry
        if line.text in _THOUGHT_CALLOUTS and entry and any(entry.quote) and not entry.ends_with_gap:
            entry.thoughts.append(Wording())
            entry.into, entry.is_thought_quoted = "thought", True
            return
        self.close()
        if line.text in _REVIEW_CALLOUTS:
            self._open(line, kind="review", into="thought").thoughts.append(Wording())
        elif line.text in _CALLOUTS_OF_THE_BOOK and self._section == "about":
            return
        elif line.text in _QUOTE_CALLOUTS or self._section in {"highlights", "thoughts"} or self._chapter:
            self._begin_callout(line)

    def _begin_callout(self, line: Line) -> None:
        """Begin with a callout, whose title may be its time, or, in one of the reader's, the words of the book."""
        title = plain(line.raw.replace("📌", "", 1))
        created = time_of_title(line.raw)
        if title and title in self._ranks:
            if title != self._chapter:
                self._begin_chapter(title, line)
            return
        is_named = bool(created) or title.casefold() in _QUOTE_CALLOUTS
        if line.text in _QUOTE_CALLOUTS or is_named or not title:
            if created and self._note_is_next:
                self._note_is_next = False
                entry = self._open(line, kind="note", into="thought")
                entry.thoughts.append(Wording(created=created))
                entry.is_thought_quoted = False
                return
            entry = self._open(line, into="quote")
            entry.title, entry.created = "" if is_named else line.raw, created
            entry.comment_follows = self._section == "thoughts"
        elif self._has_pins and "📌" not in line.raw:
            self._open(line, kind="note", into="thought").thoughts.append(Wording(lines=[line.raw.strip()]))
        else:
            entry = self._open(line, into="thought")
            entry.quote.append(title)
            entry.thoughts.append(Wording())

    def _rule(self, line: Line) -> None:
        if not line.is_quoted and not self._goes_on_in_link(line):
            self.close()

    def _blank(self, line: Line) -> None:
        entry = self._entry
        if entry is None:
            # An official theme quotes several paragraphs as the text of one link.
            self._is_behind_gap = bool(self._loose) and not self._loose[0].text.startswith("[")
        elif entry.into == "quote" and entry.comment_follows and any(entry.quote) and not line.is_quoted:
            entry.into, entry.comment_follows, entry.is_thought_quoted = "thought", False, False
            entry.thoughts.append(Wording(created=self._said_at))
        elif entry.into == "quote":
            entry.quote.append("")
        elif entry.into == "thought" and (entry.kind == "review" or line.is_quoted or not entry.is_thought_quoted):
            entry.thoughts[-1].lines.append("")
        else:
            entry.into, entry.ends_with_gap = "done", True

    # What an entry begins with.

    def _pin(self, line: Line) -> None:
        entry = self._entry
        if entry is None or not self._is_expected(entry):
            self.close()
            entry = self._open(line, into="quote")
        entry.awaits_quote, entry.is_pinned, entry.into = False, True, "quote"
        entry.is_popular = self._section == "popular"
        entry.number = line.number
        self._go_on(entry, line)

    def _is_expected(self, entry: Entry) -> bool:
        """Tell whether the words that begin now are those that `entry` has been waiting for."""
        return entry.awaits_quote or (entry.into == "quote" and not any(entry.quote) and not entry.is_pinned)

    def _popular(self, line: Line) -> None:
        entry = self._entry
        if entry and entry.into == "thought" and not line.is_quoted and line.number is None:
            self._go_on(entry, as_text(line))
            return
        self.close()
        entry = self._open(line, into="quote")
        entry.is_popular, entry.number = True, line.number
        self._go_on(entry, line)
        entry.into = entry.into if line.number is None else "done"

    def _posted(self, line: Line) -> None:
        self.close()
        self._await_quote(line, line.created)

    def _await_quote(self, line: Line, created: str) -> None:
        entry = self._open(line, into="thought")
        entry.awaits_quote = True
        entry.thoughts.append(Wording(created=created))

    def _thought(self, line: Line) -> None:
        entry = self._entry or self._open(line, kind="note", into="thought")
        entry.thoughts.append(Wording())
        entry.into, entry.is_thought_quoted = "thought", line.is_quoted
        self._go_on(entry, line)

    # What an entry goes on or ends with.

    def _text(self, line: Line) -> None:
        entry = self._entry
        if self._is_known_title(line):
            self._heading(line)
        elif entry is None:
            self._without_entry(line)
        elif entry.awaits_quote and line.is_quoted:
            self._pin(line)
        elif entry.into != "done":
            self._go_on(entry, line)
        else:
            self._after_entry(entry, line)

    def _after_entry(self, entry: Entry, line: Line) -> None:
        if self._is_heading(line):
            self._heading(line)
        elif line.is_item and not entry.ends_with_gap and not self._is_listed and not _is_of_another(line, entry):
            entry.thoughts.append(Wording())
            entry.into = "thought"
            self._go_on(entry, line)
        elif line.is_item or line.block_id:
            self.close()
            self._without_entry(line)
        elif line.is_quoted:
            entry.after.append(line.raw)
        elif entry.ends_with_gap:
            self.close()
            self._without_entry(line)
        else:
            entry.thoughts.append(Wording())
            entry.into = "thought"
            self._go_on(entry, line)

    def _without_entry(self, line: Line) -> None:
        if self._section == "reviews" and not self._loose:
            self._open(line, kind="review", into="thought").thoughts.append(Wording())
            self._text(line)
        elif self._is_heading(line):
            self._heading(line)
        else:
            if self._is_behind_gap or (self._is_listed and line.is_item):
                self._let_go()
            self._loose.append(line)
            if line.block_id or line.is_timed:
                self._adopt()

    def _is_known_title(self, line: Line) -> bool:
        is_open_quote = self._entry is not None and self._entry.into == "quote"
        is_known = line.text in _SECTIONS or _ENTRY.fullmatch(line.text) is not None
        return is_known and not is_open_quote and self._is_heading(line)

    def _is_heading(self, line: Line) -> bool:
        """Tell whether a bare line of a plain-text copy is the title of a section or chapter."""
        is_bare = not (line.is_item or line.is_quoted or line.block_id or is_listed_field(line.raw))
        return self._is_plain and is_bare and not self._note_is_next

    def _adopt(self) -> None:
        """Make an entry of the words above an id or a time, which had no mark of their own."""
        loose, self._loose, self._is_behind_gap = self._loose, [], False
        is_note = self._note_is_next or (self._section == "thoughts" and not loose[0].is_quoted)
        self._note_is_next = False
        entry = self._open(loose[0], kind="note" if is_note else "mark", into="thought" if is_note else "quote")
        if is_note:
            entry.thoughts.append(Wording())
        words, _ = parted(loose)
        for at, one in enumerate(loose):
            if at == len(words) and not is_note:
                entry.thoughts.append(Wording())
                entry.into = "thought"
            if entry.into == "done":
                entry.after.append(one.raw)
            else:
                self._go_on(entry, one)

    def _go_on(self, entry: Entry, line: Line) -> None:
        """Add the words of `line` to what `entry` goes on with."""
        is_first = not any(entry.quote if entry.into == "quote" else entry.thoughts[-1].lines)
        words = line.text if is_first or line.block_id or line.is_timed else _unindented(line.raw)
        if entry.into == "quote":
            entry.quote.append(words)
        elif not (is_first and _BARE_TIME.fullmatch(words)):
            entry.thoughts[-1].lines.append(words)
        else:
            entry.thoughts[-1].created = words.replace(" ", "T")
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

    def _time(self, line: Line) -> None:
        if self._entry is None and self._loose:
            self._adopt()
        if self._entry is not None:
            self._end(self._entry, line)

    def _id(self, line: Line) -> None:
        self._time(line)

    def _count(self, line: Line) -> None:
        if self._entry is not None:
            self._entry.number = line.number
            self._end(self._entry, line)

    def _goes_on_in_link(self, line: Line) -> bool:
        """Keep a line that looks like structure, but stands inside the words of a link."""
        entry = self._entry
        if entry is None or not entry.is_link_open:
            return False
        entry.quote.append(_unindented(line.raw))
        return True

    def _open(
        self, line: Line, *, kind: Literal["mark", "note", "review"] = "mark", into: Literal["quote", "thought"]
    ) -> Entry:
        self._entry = Entry(
            line=line.at,
            chapter=self._chapter,
            rank=self._rank,
            is_thought=self._section == "thoughts",
            kind=kind,
            into=into,
            is_thought_quoted=line.is_quoted,
            may_be_linked=self._has_links,
        )
        return self._entry


def _is_of_another(line: Line, entry: Entry) -> bool:
    """Tell whether an item below a highlight has the id of another one, and so is no thought about it."""
    return bool(entry.block_id and line.block_id) and not is_review_id(line.block_id)


def _unindented(raw: str) -> str:
    """Take off the three spaces with which the plugin begins the further lines of a highlight."""
    return raw.removeprefix("   ").rstrip()
