"""What the Obsidian plugin MoonSync writes of highlights from Moon+ Reader and KOReader: one callout for each.

The type of the callout is the colour of the highlight; its title names a chapter by number, and a day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

KEYS = ("moon_reader_path", "highlights_hash")
"""Keys that it writes into each front matter."""
COLORS: Mapping[str, str] = {"quote": "yellow", "info": "blue", "tip": "green", "warning": "red"}
"""The colours by the types of its callouts."""
OWN = "moonsync-"
"""How the types of the callouts begin in which it tells of the book, or asks for notes."""
ASKS = "This section is preserved across syncs"
"""What stands in the callout for notes until somebody writes some."""
_FACT = re.compile(
    r"\*\*(?:Author|Rating|Series|Published|Publisher|Pages|Genres?|Language):\*\*.*"
    r"|!\[\[moonsync-covers/[^\]\n]*\]\]"  # A picture of the reader's own is no fact.
)


def tells_of_book(headings: Sequence[str]) -> bool:
    """Whether only what the plugin knows of a book stands below the last of these headings."""
    return bool(headings) and headings[-1].casefold() in {"reading progress", "description"}


def is_fact(text: str) -> bool:
    """Whether each line of a paragraph names a fact of the book, or shows its cover."""
    return all(_FACT.fullmatch(line.strip()) for line in text.split("\n") if line.strip())
