"""The lines of an export, which one importer after another looks at: taken apart once."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def text_lines(text: str) -> tuple[str, ...]:
    """Split `text` at its line ends."""
    return tuple(text.split("\n"))
