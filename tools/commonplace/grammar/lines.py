"""The lines of an export and what it begins with: one importer after another asks, and they are found once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

import msgspec

DIGITS = "0123456789０１２３４５６７８９"


class Lines(tuple[str, ...]):  # noqa: SLOT001  # What was found out is kept.
    """The lines of a text."""

    def beginning(self, characters: Iterable[str]) -> list[int]:
        """Give the indices of those whose first character, white space apart, is one of `characters`.

        Examples
        --------
        >>> Lines(("# 梯度", "", "  > words", "#")).beginning("#>")
        [0, 2, 3]
        """
        return sorted(at for character in characters for at in self._by_beginning.get(character, ()))

    @cached_property
    def _by_beginning(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self):
            if line:
                found.setdefault(line.lstrip()[:1], []).append(at)
        return found


@lru_cache(maxsize=1)
def text_lines(text: str) -> Lines:
    """Split `text` at its line ends."""
    return Lines(text.split("\n"))


def note_lines(text: str) -> Lines:
    """Split `text` at its line ends, unless it is JSON: in that no line is of an app that writes notes."""
    return Lines() if is_json(text) else text_lines(text)


def opening(text: str) -> str:
    """Give the first character that is no white space."""
    return text[:4096].lstrip()[:1] or text.lstrip()[:1]


@lru_cache(maxsize=1)
def is_json(text: str) -> bool:
    """Tell whether all of `text` is one object or list in JSON."""
    if opening(text) not in {"[", "{"}:
        return False
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (ValueError, RecursionError):
        return False
    return True
