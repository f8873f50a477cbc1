"""Highlights that stand in a note as the plugin wrote them, words and time on a line each: most of most notes.

They are found in the text of the whole note, and all else is read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from commonplace.grammar.weread.lines import PLAIN_START, PLAIN_TIME, PLAIN_WORDS
from commonplace.grammar.weread.places import moment_of

_ID = r"\^(([0-9]+)-([0-9]+)-([0-9]+-[0-9]+))"
_UNTOUCHED = re.compile(
    rf"> 📌 (?<=\n> 📌 )(?!\[)({PLAIN_WORDS})(?:\n> {PLAIN_TIME} {_ID}|(?<= ){_ID}\n- {PLAIN_TIME})"
    # Only what comes next says that no thought belongs to it.
    rf"(?:\n++(?=> 📌 {PLAIN_START}|\#{{1,6}} )|\n*+\Z)"
)


class Untouched(msgspec.Struct, frozen=True, gc=False):
    """A highlight, with the index of its first line and of the first behind it and the blank ones below it."""

    start: int
    end: int
    words: str
    created: str
    native_id: str
    book: str
    chapter: str
    range: str


def untouched(text: str) -> Iterator[Untouched]:
    """Find the highlights in the text of a note that nobody touched since the plugin wrote them."""
    end, counted = 0, 0
    for match in _UNTOUCHED.finditer(text):
        words, *below, native_id, book, chapter, span, time = match.groups()
        if time is None:
            time, native_id, book, chapter, span = below
        created = moment_of(time)
        if created:
            start = end + text.count("\n", counted, match.start())
            end, counted = start + match[0].count("\n"), match.end()
            yield Untouched(start, end, words.strip(), created, native_id, book, chapter, span)
