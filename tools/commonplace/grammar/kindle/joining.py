"""Which entries of one book are one annotation: a note and its highlight, and a highlight that was resized.

A Kindle only ever appends. A note stands in an entry of its own, whose place is where its highlight ends, or within it;
a highlight that is made longer or shorter, and a note that is edited, are written anew and the old ones stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from commonplace.grammar.kindle.entries import Entry
from commonplace.text import letters_only

_LEAST_WORDS, _LEAST_LETTERS = 4, 6
_MARKS_OF_MARKUP = frozenset("<>=/")
_MOST_NEAR = 64
"""More highlights than this are at no place of a book; those that are looked through are the latest."""


class Clipping(msgspec.Struct, kw_only=True, eq=False):
    """One annotation: its highlight, the newest version first, and the notes on it, in the order of the file."""

    marks: list[Entry] = msgspec.field(default_factory=list)
    notes: list[Entry] = msgspec.field(default_factory=list)

    @property
    def first(self) -> Entry:
        """The entry that stands first in the file."""
        return min((*self.marks, *self.notes), key=lambda entry: entry.line)

    @property
    def place(self) -> Entry:
        """The entry that says where it stands."""
        return self.marks[0] if self.marks else self.notes[0]


def joined(of_book: Iterable[Entry]) -> list[Clipping]:
    """Join the entries of one book, in the order of the file."""
    found = list(of_book)
    clippings: list[Clipping] = []
    by_place: dict[int | str, list[Clipping]] = {}
    for entry in found:
        if entry.meta.kind in {"highlight", "clip", "unknown"} and not _is_lone_note(entry):
            _add_mark(entry, clippings, by_place)
    for entry in found:
        if entry.meta.kind == "note" or _is_lone_note(entry):
            _add_note(entry, clippings, by_place)
    return sorted(clippings, key=lambda clipping: clipping.first.line)


def limit_message(entry: Entry) -> tuple[str, str]:
    """Part the words from the publisher's message that no more of them may be copied; mostly nothing else is left."""
    before, opens, behind = entry.text.rpartition("<")
    message = behind.rstrip().removesuffix(">")
    ends = bool(opens) and behind.rstrip().endswith(">") and not _MARKS_OF_MARKUP & set(message)
    is_sentence = len(message.split()) >= _LEAST_WORDS or (not message.isascii() and len(message) >= _LEAST_LETTERS)
    return (before.strip(), message.strip()) if ends and is_sentence else (entry.text, "")


def _is_lone_note(entry: Entry) -> bool:
    """Whether an entry in a language that nobody knows here is a note: it has words, and a place that is no range."""
    meta = entry.meta
    return meta.kind == "unknown" and meta.first is not None and meta.first == meta.last and bool(entry.text)


def _add_mark(entry: Entry, clippings: list[Clipping], by_place: dict[int | str, list[Clipping]]) -> None:
    near = _near(entry, by_place)
    older = next((one for one in near if any(_is_version(entry, mark) for mark in one.marks)), None)
    if older is None:
        older = Clipping()
        clippings.append(older)
    older.marks.append(entry)
    older.marks.sort(key=lambda mark: (mark.meta.created, mark.line), reverse=True)
    _index(entry, older, by_place)


def _is_version(one: Entry, other: Entry) -> bool:
    """Whether one was made of the other by moving its ends."""
    if not _overlap(one, other):
        return False
    words, others = _letters(one.text), _letters(other.text)
    if not words or not others:
        return words == others and one.meta == other.meta
    return words in others or others in words


_letters = lru_cache(maxsize=1024)(letters_only)


def _overlap(one: Entry, other: Entry) -> bool:
    a, b = one.meta, other.meta
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return a.first == b.first and a.page == b.page
    return a.first <= b.last and b.first <= a.last


def _add_note(entry: Entry, clippings: list[Clipping], by_place: dict[int | str, list[Clipping]]) -> None:
    marked = [one for one in _near(entry, by_place) if one.marks and any(_holds(mark, entry) for mark in one.marks)]
    home = min(marked, key=lambda one: _distance(one, entry), default=None)
    if home is None:
        home = Clipping()
        clippings.append(home)
    if not any((note.text, note.meta) == (entry.text, entry.meta) for note in home.notes):
        home.notes.append(entry)


def _holds(mark: Entry, note: Entry) -> bool:
    if note.meta.first is None or mark.meta.first is None or mark.meta.last is None:
        return note.meta.first == mark.meta.first and note.meta.page == mark.meta.page != ""
    return mark.meta.first <= note.meta.first <= mark.meta.last


def _distance(clipping: Clipping, note: Entry) -> tuple[bool, bool, int, int]:
    """How far a note is from a highlight: best made with it, then at its end, then in the shortest one, the latest."""
    return min(
        (
            mark.meta.created != note.meta.created,
            mark.meta.last != note.meta.first,
            (mark.meta.last or 0) - (mark.meta.first or 0),
            abs(mark.line - note.line),
        )
        for mark in clipping.marks
        if _holds(mark, note)
    )


def _near(entry: Entry, by_place: dict[int | str, list[Clipping]]) -> Sequence[Clipping]:
    """The clippings whose places are in the neighbourhood of an entry's, each once."""
    near = (clipping for key in _keys(entry) for clipping in by_place.get(key, [])[-_MOST_NEAR:])
    return list({id(clipping): clipping for clipping in near}.values())


def _index(entry: Entry, clipping: Clipping, by_place: dict[int | str, list[Clipping]]) -> None:
    for key in _keys(entry):
        at = by_place.setdefault(key, [])
        if clipping not in at:
            at.append(clipping)


_STRIP = 16
_LONGEST = 4096


def _keys(entry: Entry) -> list[int | str]:
    """The strips of sixteen locations that an entry touches; its page where it has no location."""
    first, last = entry.meta.first, entry.meta.last
    if first is None or last is None:
        return [f"page {entry.meta.page}"]
    return list(range(first // _STRIP, min(last, first + _LONGEST) // _STRIP + 1))
