"""The lines of an export and what it begins with: one importer after another asks, and they are found once."""

from __future__ import annotations

from functools import lru_cache

import msgspec


@lru_cache(maxsize=1)
def text_lines(text: str) -> tuple[str, ...]:
    """Split `text` at its line ends."""
    return tuple(text.split("\n"))


def note_lines(text: str) -> tuple[str, ...]:
    """Split `text` at its line ends, unless it is JSON: in that no line is of an app that writes notes."""
    return () if is_json(text) else text_lines(text)


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
