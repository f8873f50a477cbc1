"""Notes of the Obsidian plugin, in every theme and period, and their plain-text copies.

A theme is free to nest, order and decorate as it likes, so nothing is told by its place: a highlight begins at its
mark (``📌``, a ``weread://`` link, a callout, or the words above an id), and ends where its id or its time stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from commonplace.grammar.weread.books import NO_BOOK, Book, is_listed_field
from commonplace.grammar.weread.callouts import Callouts
from commonplace.grammar.weread.entries import BARE_TIME, Entry, Wording
from commonplace.grammar.weread.frame import ENTRY
from commonplace.grammar.weread.lines import Kind, Line, as_text, lines_of
from commonplace.grammar.weread.marks import Mark
from commonplace.grammar.weread.places import cut_id, is_review_id
from commonplace.grammar.weread.sections import section_called
from commonplace.grammar.weread.unmarked import MARKED, marks_of_unmarked, parted
from commonplace.grammar.weread.untouched import Untouched
from commonplace.model import Rejected


def marks_of(
    source: Sequence[str], first: int, known: Iterable[Untouched], *, book: Book = NO_BOOK, is_plain: bool = False
) -> list[Mark | Rejected]:
    """Read the lines of one note.

    Parameters
    ----------
    source : sequence of str
        The lines; `first` is the number of the first one.
    known : iterable of Untouched
        The highlights among them that need not be read line by line.
    book : Book
        What the note says of the book.
    is_plain : bool
        Whether Markdown's marks are gone, so that a heading is a bare line between two highlights.
    """
    reader = _Reader(source, first, book=book, is_plain=is_plain)
    at = 0
    for highlight in known:
        if at < highlight.start:
            reader.read(at, highlight.start)
        at = highlight.end if reader.takes(highlight) else highlight.start
    reader.read(at, len(source))
    reader.finish()
    return reader.found


class _Reader(Callouts):
    """Reads line after line; each kind of line has its method."""

    def __init__(self, source: Sequence[str], first: int, *, book: Book, is_plain: bool) -> None:
        super().__init__(source, first, book=book, is_plain=is_plain)
        self._methods: Mapping[Kind, Callable[[Line], None]] = {
            "blank": self._blank,
            "heading": self._heading,
            "callout": self._callout,
            "rule": self._rule,
            "bullet": lambda _: None,
            "pin": self._pin,
            "place": self._place,
            "popular": self._popular,
            "count": self._count,
            "thought": self._thought,
            "time": self._time,
            "chapter": self._chapter_below,
            "posted": self._posted,
            "id": self._id,
            "fact": self._fact,
            "text": self._text,
        }

    def read(self, start: int, end: int) -> None:
        """Go on with the lines from index `start` to before `end`."""
        for line in lines_of(self._source[start:end], self._first + start):
            self._next = line.at
            self._methods[line.kind](line)

    def takes(self, highlight: Untouched) -> bool:
        """Go on with a highlight as a whole, unless what stands above it or in its id has a say in what it is."""
        entry = self._entry
        is_elsewhere = self._book.id not in ("", highlight.book)
        is_awaited = entry is not None and (self._is_expected(entry) or entry.is_quoted_note)
        if self._section == "popular" or is_elsewhere or is_awaited:
            return False
        self._next = self._first + highlight.start
        if entry is not None or self._loose:
            self.close()
        self.found.append(
            Mark(
                line=self._next,
                chapter=self._chapter,
                chapter_uid=highlight.chapter,
                rank=self._rank,
                quote=highlight.words,
                is_thought=self._is_of_thoughts,
                created=highlight.created,
                book=highlight.book,
                native_id=highlight.native_id,
                range=highlight.range,
            )
        )
        return True

    def finish(self) -> None:
        """End with the last line."""
        self._next = self._first + len(self._source)
        self.close()
        found = [unit for unit in self.found if isinstance(unit, Mark)]
        self.found += marks_of_unmarked(self._unmarked, found=found, book=self._book)

    def _blank(self, line: Line) -> None:
        entry = self._entry
        if self._is_of_book and not line.is_quoted:
            self._let_go()
            self._is_of_book = False
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
        if entry and entry.is_quoted_note and line.is_quoted:
            entry.kind, entry.is_thought = "mark", True  # The words that a thought is about, below it in its callout.
        elif entry is None or not self._is_expected(entry):
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

    def _thought(self, line: Line) -> None:
        is_of_passage = self._section in {"highlights", "thoughts", "notes"} and all(
            one.is_quoted for one in self._loose
        )
        if self._entry is None and self._loose and is_of_passage:
            self._adopt()
        if self._entry and line.is_quoted and self._is_of_thoughts and self._entry.is_told:
            self.close()
        entry = self._entry or self._open(line, kind="note", into="thought")
        entry.thoughts.append(Wording(created="" if line.is_timed else line.created))
        entry.into, entry.is_thought_quoted = "thought", line.is_quoted
        self._go_on(entry, line)

    def _fact(self, line: Line) -> None:
        """Keep what an exporter says, out of sight, of the highlight or thought below."""
        if line.text.endswith("Id"):
            self.close()
            self._facts = {}
        self._facts[line.text] = line.raw

    # What an entry goes on or ends with.

    def _text(self, line: Line) -> None:
        entry = self._entry
        if self._is_known_title(line):
            self._heading(line)
        elif self._is_above_thought(line):
            self.close()
            self._open(line, into="quote").quote.append(line.text)
        elif entry and entry.quote and not entry.ends_with_gap and _thought_in_marks(line):
            entry.thoughts.append(Wording(lines=[_thought_in_marks(line)]))
            entry.into, entry.ends_with_gap = "done", True
        elif entry is None and self._facts and line.is_quoted:
            self._pin(line)
        elif entry is None:
            self._without_entry(line)
        elif entry.awaits_quote and line.is_quoted:
            self._pin(line)
        elif entry.into != "done" and not (line.is_quoted and entry.is_behind_gap_in_thought):
            self._go_on(entry, line)
        else:
            self._after_entry(entry, line)

    def _after_entry(self, entry: Entry, line: Line) -> None:
        if self._is_heading(line):
            self._heading(line)
        elif line.is_item and line.is_quoted and entry.thoughts and BARE_TIME.fullmatch(line.text):
            self._end(entry, line._replace(created=line.text.replace(" ", "T")))
        elif line.is_item and not entry.ends_with_gap and not self._is_listed and not _is_of_another(line, entry):
            entry.thoughts.append(Wording())
            entry.into = "thought"
            self._go_on(entry, line)
        elif line.is_item or line.block_id or (line.is_quoted and entry.is_like_the_last):
            self.close()
            self._without_entry(line)
        elif line.is_quoted and (entry.is_thought_quoted or entry.thoughts or not any(entry.quote)):
            entry.after.append(line.raw)
        elif line.is_quoted:
            entry.thoughts.append(Wording())  # A quotation below an item is what the reader thought.
            entry.into, entry.is_thought_quoted = "thought", True
            self._go_on(entry, line)
        elif entry.ends_with_gap:
            self.close()
            self._without_entry(line)
        else:
            entry.thoughts.append(Wording())
            entry.into = "thought"
            self._go_on(entry, line)

    def _without_entry(self, line: Line) -> None:
        if self._section == "reviews" and not self._loose:
            self._open(line, kind="review", into="thought").thoughts.append(Wording(created=self._said_at))
            self._text(line)
        elif self._is_heading(line):
            self._heading(line)
        else:
            if self._is_behind_gap or (self._is_listed and line.is_item):
                self._let_go()
            self._loose.append(line)
            if line.block_id or line.is_timed:
                self._adopt()

    @cached_property
    def _has_ids(self) -> bool:
        """Whether the theme ends highlights with their ids."""
        return any(cut_id(line)[1] for line in self._source)

    def _is_above_thought(self, line: Line) -> bool:
        """Tell whether an item of a callout is the words of the book, with the thought in marks below it."""
        if not (line.is_quoted and line.is_item and not line.block_id and self._has_ids):
            return False
        below = self._source[line.at - self._first + 1 :][:1]
        return any(_thought_in_marks(one) for one in lines_of(below, line.at + 1))

    def _is_known_title(self, line: Line) -> bool:
        is_open_quote = self._entry is not None and self._entry.into == "quote"
        is_known = section_called(line.text) is not None or ENTRY.fullmatch(line.text) is not None
        return is_known and not is_open_quote and self._is_heading(line)

    def _is_heading(self, line: Line) -> bool:
        """Tell whether a bare line of a plain-text copy is the title of a section or chapter."""
        is_bare = not (line.is_item or line.is_quoted or line.block_id or is_listed_field(line.raw))
        return self._is_plain and is_bare and not self._note_is_next

    def _adopt(self) -> None:
        """Make an entry of the words above an id or a time, which had no mark of their own."""
        loose, self._loose, self._is_behind_gap = self._loose, [], False
        is_review = self._section == "about" and is_review_id(loose[-1].block_id)
        is_note = self._note_is_next or is_review or (self._is_of_thoughts and not loose[0].is_quoted)
        self._note_is_next = False
        entry = self._open(loose[0], kind="note" if is_note else "mark", into="thought" if is_note else "quote")
        entry.is_unmarked = not is_note and not any(line.block_id or line.is_timed for line in loose)
        if is_note:
            entry.thoughts.append(Wording(created=self._said_at))
        words, _ = parted(loose)
        for at, one in enumerate(loose):
            if at == len(words) and not is_note:
                entry.thoughts.append(Wording())
                entry.into = "thought"
            if entry.into == "done":
                entry.after.append(one.raw)
            else:
                self._go_on(entry, one)

    def _place(self, line: Line) -> None:
        """Take the place of the words above from a link that stands below them."""
        if self._entry is None and self._loose:
            self._adopt()
        if self._entry is not None:
            self._entry.link = line.text
            self._end(self._entry, line)

    def _time(self, line: Line) -> None:
        if line.number is not None:
            self.close()
            self._day = line.created
            return
        if self._entry is None and line.is_quoted and len(self._loose) > 1 and all(one.is_item for one in self._loose):
            self._let_go()  # A list has been made then, not one of its items.
        elif self._entry is None and self._loose:
            self._adopt()
        if self._entry is not None:
            self._end(self._entry, line)
        elif self._note_is_next or self._section == "reviews":
            self._said_at = line.created

    def _chapter_below(self, line: Line) -> None:
        """End the words of an entry with the chapter that they are from, if it is named below them."""
        entry = self._entry
        if entry is None or entry.into == "done" or line.is_item or line.is_quoted:
            self._text(as_text(line))
            return
        entry.chapter, entry.rank = line.text, self._ranks.setdefault(line.text, len(self._ranks))
        entry.into, entry.ends_with_gap = "done", False

    def _id(self, line: Line) -> None:
        self._time(line)

    def _count(self, line: Line) -> None:
        if self._entry is not None:
            self._entry.number = line.number
            self._end(self._entry, line)


def _is_of_another(line: Line, entry: Entry) -> bool:
    """Tell whether an item below a highlight has the id of another one, and so is no thought about it."""
    return bool(entry.block_id and line.block_id) and not is_review_id(line.block_id)


def _thought_in_marks(line: Line) -> str:
    """Read what a theme without signs of its own shows marked, below an item of a callout."""
    marked = MARKED.fullmatch(line.text) if line.is_quoted and not line.is_item else None
    return marked[1].strip() if marked else ""
