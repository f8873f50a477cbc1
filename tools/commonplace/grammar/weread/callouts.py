"""Callouts of the plugin's themes: which of them show the book, quote it, or hold what the reader wrote."""

from __future__ import annotations

import re

from commonplace.grammar.markdown_note.inline import plain
from commonplace.grammar.weread.descriptions import OF_THE_BOOK
from commonplace.grammar.weread.entries import Wording
from commonplace.grammar.weread.frame import Frame
from commonplace.grammar.weread.lines import Line, time_of_title
from commonplace.grammar.weread.marks import Mark

_NUMBER_OF_REVIEW = re.compile(r"\W*(?:书评)?\s*(?:No\.?\s*\d+|#\s*\d+)?\s*")
_ON_CHAPTER = re.compile(r"\W*章节(?:评论|总结)\W*")
_NAME_OF_THOUGHT = re.compile(r"(?i)\W*(?:我的)?(?:随记|想法|笔记|评论|批注|感想|notes?|comments?|thoughts?)?\W*")
_CALLOUT_IN_ANOTHER = re.compile(r"\s*>\s*>\s*\[!")
_NESTED = re.compile(r"\s*>\s*>\s*(?!\[!)\S")
_LINE_END = re.compile(r"<br[ ]?/?>")
_REVIEW_CALLOUTS = frozenset({"review", "bookreview", "书评"})
_QUOTE_CALLOUTS = frozenset({"quote", "cite", "annotation", "highlight", "划线", "想法"})
_THOUGHT_CALLOUTS = frozenset({"comment", "comments", "notes", "thought", "评论", "笔记", "批注"})
_OF_THE_THEME = "weread"
"""How a theme calls callouts of its own: those above all chapters show what the book is."""
_CALLOUTS_OF_THE_BOOK = frozenset({"abstract", "summary", "tldr", "info", "bookinfo", "metadata"})


class Callouts(Frame):
    """What each callout makes of the lines in it, by its type, its title and the section that it stands in."""

    def _callout(self, line: Line) -> None:
        entry = self._entry
        is_below = line.text in _THOUGHT_CALLOUTS or self._is_nested(line)
        if is_below and entry and any(entry.quote) and not entry.ends_with_gap:
            entry.thoughts.append(_titled(line, _NAME_OF_THOUGHT))
            entry.into, entry.is_thought_quoted = "thought", True
            return
        self.close()
        self._is_of_book = self._section == "about" and self._is_about_book(line)
        if line.text in _REVIEW_CALLOUTS:
            self._open(line, kind="review", into="thought").thoughts.append(Wording())
        elif self._is_of_book:
            return
        elif self._section == "reviews":
            self._open(line, kind="review", into="thought").thoughts.append(_titled(line, _NUMBER_OF_REVIEW))
        elif _ON_CHAPTER.match(plain(line.raw)):
            self._open(line, kind="note", into="thought").thoughts.append(_titled(line, _ON_CHAPTER))
        elif line.text in _CALLOUTS_OF_THE_BOOK and self._section == "about":
            self._call(line)
        elif line.text in _QUOTE_CALLOUTS or self._section in {"highlights", "thoughts", "notes"} or self._chapter:
            self._begin_callout(line)
        else:
            self._call(line)

    def _is_nested(self, line: Line) -> bool:
        return _CALLOUT_IN_ANOTHER.match(self._source[line.at - self._first]) is not None

    def _is_about_book(self, line: Line) -> bool:
        title, of_book = plain(line.raw).strip(" *《》"), self._book.title
        is_of_kind = line.text in _CALLOUTS_OF_THE_BOOK
        is_named = not title or (bool(of_book) and (title in of_book or of_book in title))
        if line.text.startswith(_OF_THE_THEME) and not (self._chapter or self.found):
            return True
        return OF_THE_BOOK.fullmatch(title) is not None or (is_of_kind and is_named)

    def _call(self, line: Line) -> None:
        """Keep the title of a callout for the words in it, should they be the reader's."""
        title = plain(line.raw)
        self._called = "" if title in self._ranks else title

    def _begin_callout(self, line: Line) -> None:
        """Begin with a callout, whose title may be its time, or, in one of the reader's, the words of the book."""
        title = "\n".join(map(plain, _LINE_END.split(line.raw.replace("📌", "", 1))))
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
            entry.comment_follows = self._is_of_thoughts
            entry.is_popular = self._section == "popular"
        elif self._has_pins and "📌" not in line.raw:
            self._open(line, kind="note", into="thought").thoughts.append(_titled(line, _NAME_OF_THOUGHT))
        elif self._is_of_thoughts and self._is_about_quotation(line, title):
            self._open(line, into="quote").thoughts.append(Wording(lines=[title]))
        else:
            entry = self._open(line, into="thought")
            entry.quote.append(title)
            entry.thoughts.append(Wording())

    def _is_about_quotation(self, line: Line, title: str) -> bool:
        """Tell whether the words of the book stand in a quotation below a title, which then is the reader's thought."""
        below = self._source[line.at - self._first + 1 :][:1]
        is_quoting = any(_NESTED.match(one) for one in below)
        return is_quoting and not any(isinstance(unit, Mark) and unit.quote == title for unit in self.found)


def _titled(line: Line, frame: re.Pattern[str]) -> Wording:
    """Read what the title of a callout says besides its name: a time, or the first words."""
    rest = frame.sub("", plain(line.raw), count=1)
    created = time_of_title(rest)
    return Wording(lines=[] if created or not rest.strip() else [rest.strip()], created=created)
