"""Records in the JSON of WeRead's interface, as it is or as exporters rearrange it.

Exporters wrap, merge and rename, but keep the records: what has ``markText`` is a highlight, what has a ``reviewId``
a thought or a review, and the shape of an id tells the two apart where names do not. So records are looked for
wherever they are, and what encloses them says which book and chapter they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from commonplace.grammar.json_text import lines_of_items
from commonplace.grammar.weread.places import is_bookmark_id, is_review_id
from commonplace.model import JSON

Kind = Literal["highlight", "thought", "popular", "removed"]
Fields: TypeAlias = Mapping[str, JSON]

_HIGHLIGHT_LISTS = frozenset({"highlights", "bookmarks", "updated", "marks"})
_THOUGHT_LISTS = frozenset({"notes", "thoughts", "reviews", "ideas"})
KEYS_OF_BOOKS = ("book", "bookInfo", "meta", "metadata")
CONTENT = ("content", "text", "note", "thought")


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """What encloses a record: the list that it is in, the line it is on, its book and its chapter."""

    key: str = ""
    line: int = 1
    depth: int = 0
    book: str = ""
    chapter: Fields = msgspec.field(default_factory=dict)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record as it is written, a review without its wrapper."""

    kind: Kind
    fields: Fields
    where: Where


def records_with_lines(value: JSON, text: str) -> Iterator[Record]:
    """Find all records, each with the line that it is on as far as the outer lists tell."""
    if isinstance(value, list):
        for line, item in zip(lines_of_items(text), value, strict=False):
            yield from records_in(item, Where(line=line))
        return
    if not isinstance(value, dict) or kind_of(value, Where()):
        yield from records_in(value, Where())
        return
    inside = inside_of(value, Where())
    for key, child in value.items():
        if isinstance(child, list):
            for line, item in zip(lines_of_items(text, key), child, strict=False):
                yield from records_in(item, replace(inside, key=key, line=line))
        else:
            yield from records_in(child, replace(inside, key=key))


def records_in(value: JSON, where: Where) -> Iterator[Record]:
    """Find the records in `value`, which stands at `where`."""
    if isinstance(value, list):
        for item in value:
            yield from records_in(item, where)
    elif where.key == "removed" and value not in (None, {}):
        yield Record(kind="removed", fields=value if isinstance(value, dict) else {"id": value}, where=where)
    elif isinstance(value, dict):
        kind = kind_of(value, where)
        if kind:
            yield Record(kind=kind, fields=flat(value), where=where)
            return
        inside = inside_of(value, where)
        for key, child in value.items():
            yield from records_in(child, replace(inside, key=key))


def kind_of(value: Fields, where: Where) -> Kind | None:
    """Tell what a record is, by WeRead's own keys, else by its id, else by the list that it is in."""
    review = value.get("review")
    if isinstance(review, dict) and ("reviewId" in value or "reviewId" in review):
        return "thought"
    if "markText" in value or "bookmarkId" in value:
        return "popular" if "totalCount" in value and "createTime" not in value else "highlight"
    if "reviewId" in value and not value.keys().isdisjoint(("content", "abstract")):
        return "thought"
    if value.keys().isdisjoint(CONTENT) or value.keys().isdisjoint(("range", "chapterUid", "bookId")):
        return None
    return _kind_of_row(text_in(value, "id"), where)


def _kind_of_row(native_id: str, where: Where) -> Kind | None:
    if is_review_id(native_id):
        return "thought"
    if where.key in _HIGHLIGHT_LISTS or (is_bookmark_id(native_id) and where.key not in _THOUGHT_LISTS):
        return "highlight"
    return "thought" if where.key in _THOUGHT_LISTS else None


def flat(value: Fields) -> Fields:
    """Take a review out of its wrapper."""
    review = value.get("review")
    return {**value, **review} if isinstance(review, dict) else value


def inside_of(value: Fields, where: Where) -> Where:
    """Say where the members of `value` are."""
    abouts = (value.get(key) for key in KEYS_OF_BOOKS)
    told = (text_in(about, "bookId", "id") for about in abouts if isinstance(about, dict))
    named = text_in(value, "bookId") or next((book for book in told if book), "")
    chapter = value if "chapterUid" in value else where.chapter
    return replace(where, book=named or where.book, chapter=chapter, depth=where.depth + 1)


def tells_of_book(value: Fields) -> bool:
    """Tell whether a record is a row of a table, which says of each highlight what book it is from."""
    return "markText" in value and bool(text_in(value, "title") and text_in(value, "author"))


def text_in(fields: Fields, *keys: str) -> str:
    """Give the first of some fields that has text, or a number as text."""
    values = (fields.get(key) for key in keys)
    texts = (str(value) for value in values if isinstance(value, str | int | float))
    return next((text for text in texts if text.strip()), "")
