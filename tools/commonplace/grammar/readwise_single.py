"""A note that is one highlight of Readwise's: its words, below front matter that says the rest, as on sites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.readwise_highlights import Unit

_BOOK = re.compile(r"https://readwise\.io/(?:bookreview|open)/(\d+)")
_OF_HIGHLIGHT = {
    "Note": ("note",),
    "When": ("highlighted_at", "date", "created_at"),
    "Place": ("location",),
    "Kind": ("location_type",),
    "Color": ("color",),
    "Address": ("readwise_url", "highlight_url"),
}
_FURTHER = frozenset({"highlight_id", "is_favorite", "is_discard", "is_deleted", "layout", "permalink", "tags"})
_OF_BOOK = ("book_url", "book_id", "user_book_id")


def single(matter: FrontMatter | None, words: Sequence[str], first: int) -> tuple[Unit, FrontMatter, str] | None:
    """Read a note whose front matter has the id of a highlight.

    Returns
    -------
    tuple or None
        The highlight, what is left of the front matter, which tells of its book, and the book's id; None if the note
        is none of Readwise's, or has no id of a highlight.
    """
    native_id = matter.one("highlight_id") if matter else ""
    book = matter.one("book_id", "user_book_id") if matter else ""
    is_ours = matter is not None and any(_BOOK.fullmatch(one) for key in matter.fields for one in matter.many(key))
    if matter is None or not native_id or not is_ours:
        return None
    unit = Unit("highlight", (), first, first + max(len(words) - 1, 0), native_id=native_id, is_wordless=False)
    unit.fields["text"] = list(words)
    for name, keys in _OF_HIGHLIGHT.items():
        unit.fields[name] = [matter.one(*keys)]
    unit.fields["Tag"] = [" ".join(f"[[{tag}]]" for said in matter.many("tags") for tag in re.split(r",\s*", said))]
    told = {*_FURTHER, *_OF_BOOK, *(key for keys in _OF_HIGHLIGHT.values() for key in keys)}
    fields = {key: value for key, value in matter.fields.items() if key.casefold() not in told}
    return unit, replace(matter, fields=fields), book
