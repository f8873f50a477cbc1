"""What all exports of Readwise share: tags and headings that are written into notes, places, and times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from commonplace.grammar.json_shape import word
from commonplace.grammar.local_times import local_time
from commonplace.model import JSON, Locator

_INLINE = re.compile(r"\.([^\W\d_][\w/-]*)(?:\s+|$)")
_HEADING = re.compile(r"h([1-6])", re.IGNORECASE)
_PIECE = re.compile(r"c(\d{1,3})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?")
_AMERICAN = re.compile(r"\A(\d\d)/(\d\d)/(\d{4})(?= \d\d:\d\d [AP]M\Z)")
"""The month first, as the plugin's templates write it with a clock of twelve hours."""
_NUMBER = re.compile(r"\d{1,12}")
_LAST = 2**31
"""Sorts what has no place behind what has one."""


class ActiveNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note whose first words are commands: ``.tag``, ``.h1`` for a heading, ``.c1``, ``.c2`` for pieces of one."""

    text: str
    tags: tuple[str, ...] = ()
    heading: int = 0
    piece: int = 0


def read_note(note: str) -> ActiveNote:
    """Part a note from the commands that it begins with.

    Examples
    --------
    >>> read_note(".loss .cross-entropy Why the logarithm?")
    ActiveNote(text='Why the logarithm?', tags=('loss', 'cross-entropy'), heading=0, piece=0)
    >>> read_note(".h2").heading, read_note("...and so on").text
    (2, '...and so on')
    """
    tags: list[str] = []
    heading = piece = position = 0
    stripped = note.strip()
    while command := _INLINE.match(stripped, position):
        position = command.end()
        if level := _HEADING.fullmatch(command[1]):
            heading = int(level[1])
        elif number := _PIECE.fullmatch(command[1]):
            piece = int(number[1])
        else:
            tags.append(command[1])
    return ActiveNote(text=stripped[position:].strip(), tags=tuple(tags), heading=heading, piece=piece)


def word_of(raw: Mapping[str, JSON], key: str) -> str:
    """Read the text under `key`, or the digits of a whole number, which some answers have in its place; else empty."""
    value = raw.get(key)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else word(raw, key)


def time_of(text: str) -> str:
    """Read a time into ISO 8601; empty if it is none.

    Examples
    --------
    >>> time_of("2024-03-28 14:23:39+00:00"), time_of("March 3, 2024 9:15 PM"), time_of("01/02/2021 10:04 PM")
    ('2024-03-28T14:23:39+00:00', '2024-03-03T21:15:00', '2021-01-02T22:04:00')
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return local_time(_AMERICAN.sub(r"\3-\1-\2", text))
    zone = "+00:00" if match[3] == "UTC" else match[3] or ""
    return f"{match[1]}T{match[2]}{zone}"


def locator_of(place: str, kind: str, number: int, headings: Iterable[str] = ()) -> Locator:
    """Say where a highlight stands: `place` is a number of the kind ``page``, ``location``, ``order`` or ``offset``."""
    start = _NUMBER.match(place)
    page = place if kind.casefold() == "page" else ""
    return Locator(headings=tuple(headings), page=page, order=(int(start[0]) if start else _LAST, number))


def place_told(place: str, kind: str) -> dict[str, JSON]:
    """Keep a place that is no page as the app has it."""
    if not place or kind.casefold() == "page":
        return {}
    return {"location": place, **({"location_type": kind} if kind else {})}
