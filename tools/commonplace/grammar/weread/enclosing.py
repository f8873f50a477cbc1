"""The books and chapters that JSON of WeRead's interface tells of, to which its records belong."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from commonplace.grammar.weread.places import normal_id, place_of_id
from commonplace.grammar.weread.records import (
    KEYS_OF_BOOKS,
    Fields,
    Record,
    Where,
    flat,
    inside_of,
    kind_of,
    tells_of_book,
    text_in,
)
from commonplace.model import JSON

CHAPTER = ("chapterName", "chapterTitle")
OF_BOOK = frozenset(
    {"title", "author", "cover", "coverUrl", "rating", "readingTime", "startTime", "finishTime", "isbn"}
)
"""What a record says of its book where each is a row that stands alone."""


class Chapter(msgspec.Struct, frozen=True):
    """What a chapter is called, and its place among those of its book, if that is told."""

    title: str
    rank: int | None


def books_in(value: JSON, where: Where) -> dict[str, Fields]:
    """Collect what the file says of books, by their ids; empty for one without."""
    found: dict[str, Fields] = {}
    if isinstance(value, list):
        for item in value:
            _keep_first(found, books_in(item, where))
    elif isinstance(value, dict):
        inside = inside_of(value, where)
        if _is_about_book(value) and not kind_of(value, where):
            book = text_in(value, "bookId") or (text_in(value, "id") if where.key in KEYS_OF_BOOKS else inside.book)
            found[book] = {key: item for key, item in value.items() if not isinstance(item, dict | list)}
        elif tells_of_book(value):
            found[inside.book] = {key: value[key] for key in OF_BOOK & value.keys() if value[key] not in (0, "0")}
        for key, child in value.items():
            _keep_first(found, books_in(child, replace(inside, key=key)))
    return found


def _keep_first(found: dict[str, Fields], more: Mapping[str, Fields]) -> None:
    for book, about in more.items():
        found.setdefault(book, about)


def _is_about_book(value: Fields) -> bool:
    is_described = not value.keys().isdisjoint(("author", "cover", "bookId"))
    return "title" in value and "chapterUid" not in value and is_described


def chapters_in(value: JSON, where: Where) -> dict[tuple[str, str], Chapter]:
    """Collect the chapters, by the ids of book and chapter."""
    found: dict[tuple[str, str], Chapter] = {}
    if isinstance(value, list):
        for item in value:
            _keep_ranked(found, chapters_in(item, where))
    elif isinstance(value, dict):
        inside = inside_of(value, where)
        uid, title = text_in(value, "chapterUid"), text_in(value, "title", "chapterTitle", "chapterName")
        rank = text_in(value, "chapterIdx")
        is_record = kind_of(value, where) is not None
        if uid and title and not is_record:
            found[inside.book, uid] = Chapter(title, int(rank[:9]) if rank.isdecimal() else None)
        elif is_record:
            # Of some records only the first of a chapter says what it is called.
            fields = flat(value)
            uid, title = text_in(fields, "chapterUid"), text_in(fields, *CHAPTER)
            if uid and title:
                found[text_in(fields, "bookId") or inside.book, uid] = Chapter(title, None)
        for key, child in value.items():
            _keep_ranked(found, chapters_in(child, replace(inside, key=key)))
    return found


def _keep_ranked(found: dict[tuple[str, str], Chapter], more: Mapping[tuple[str, str], Chapter]) -> None:
    for place, chapter in more.items():
        if place not in found or (found[place].rank is None and chapter.rank is not None):
            found[place] = chapter


def book_of(record: Record) -> str:
    """Find the id of the book that a record belongs to; empty if nothing tells."""
    book = record.fields.get("book")
    of_book = text_in(book, "bookId") if isinstance(book, dict) else ""
    of_id = place_of_id(normal_id(text_in(record.fields, "bookmarkId"))).book
    return text_in(record.fields, "bookId") or of_book or record.where.book or of_id
