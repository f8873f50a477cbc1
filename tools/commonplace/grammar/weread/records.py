"""JSON of WeRead's interface, as it is or as exporters rearrange it.

Exporters wrap, merge and rename, but keep the records: what has ``markText`` is a highlight, what has a ``reviewId``
a thought or a review, and the shape of an id tells the two apart where names do not. So records are looked for
wherever they are, and what encloses them says which book and chapter they belong to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec
from msgspec import structs
from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.weread.books import document
from commonplace.grammar.weread.marks import Mark, Thought
from commonplace.grammar.weread.places import (
    date_of_seconds,
    is_bookmark_id,
    is_review_id,
    normal_id,
    place_of_id,
    range_of,
)
from commonplace.importer import CERTAIN, TYPICAL
from commonplace.model import JSON, Document, Rejected

Kind = Literal["highlight", "thought", "popular", "removed"]
Fields: TypeAlias = Mapping[str, JSON]

_LOOKS_LIKE_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\]{])")
_OWN_KEY = re.compile(r'"(?:markText|bookmarkId|reviewId)"\s*:')
_TELLING = re.compile(r'"(?:markText|bookmarkId|reviewId|bookId|chapterUid|range|removed|synckey)"')
"""What JSON of WeRead holds one of; other JSON is not looked through."""
_HIGHLIGHT_LISTS = frozenset({"highlights", "bookmarks", "updated", "marks"})
_THOUGHT_LISTS = frozenset({"notes", "thoughts", "reviews", "ideas"})
_ANSWERS = ("updated", "reviews")
_BOOKS = ("book", "bookInfo", "meta", "metadata")
_TAG = re.compile(r"<[^<>]*>")
_BOOK_REVIEW = 4
_POPULAR = "a popular highlight of other readers, not one of yours: left out on purpose"
_REMOVED = "deleted in WeRead: left out on purpose"
_WORDLESS = "a bookmark without words: left out on purpose"
_UNREADABLE = "has no text where its words should be (markText): export it again"
# Where each thing is found, in WeRead's own name and in those that exporters give it.
_QUOTE = ("markText", "abstract", "quote", "originalText")
_CONTENT = ("content", "text", "note", "thought")
_SAID = ("thought", "note", "reviewContent", "reviewText", "comment", "content")
_CREATED = ("createTime", "createdAt", "createTimeFormatted", "created", "time")
_CHAPTER = ("chapterName", "chapterTitle")
_OF_BOOK = frozenset(
    {"title", "author", "cover", "coverUrl", "rating", "readingTime", "startTime", "finishTime", "isbn"}
)
"""What a record says of its book where each is a row that stands alone."""
_USED = frozenset(
    {
        *_QUOTE,
        *_CONTENT,
        *_SAID,
        *_CREATED,
        *_CHAPTER,
        "bookId",
        "book",
        "bookmarkId",
        "reviewId",
        "id",
        "range",
        "chapterUid",
    }
    | {"isPrivate", "colorStyle", "review"}
)


class _Where(msgspec.Struct, frozen=True, kw_only=True):
    """What encloses a record: the list that it is in, the line it is on, its book and its chapter."""

    key: str = ""
    line: int = 1
    depth: int = 0
    book: str = ""
    chapter: Fields = msgspec.field(default_factory=dict)


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    kind: Kind
    fields: Fields
    where: _Where


class _Chapter(msgspec.Struct, frozen=True):
    title: str
    rank: int | None


def is_json(text: str) -> bool:
    """Tell whether `text` is meant to be JSON, even if it is broken."""
    return _LOOKS_LIKE_JSON.match(text) is not None


def recognised(text: str) -> tuple[float, str] | None:
    """Say how sure it is that `text` is JSON of WeRead, and why; None if it is none."""
    if not is_json(text):
        return None
    if not _TELLING.search(text):
        return None
    is_own = _OWN_KEY.search(text) is not None
    try:
        value = decode(text)
    except MalformedExportError:
        # Claimed all the same, for reading it then says what is broken.
        return (TYPICAL, "keys of WeRead in broken JSON") if is_own else None
    records = list(_records(value, _Where()))
    if not records:
        return (TYPICAL, "an answer of WeRead in which nothing is marked") if _is_empty_answer(value) else None
    evidence = f"{len(records)} records of WeRead in JSON"
    return (CERTAIN if is_own else TYPICAL), evidence


def _is_empty_answer(value: JSON) -> bool:
    """Tell whether `value` is what the interface says of a book in which the reader marked nothing."""
    return isinstance(value, dict) and "synckey" in value and any(value.get(key) == [] for key in _ANSWERS)


def books_of(text: str) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    """Read the records of each book, books in the order in which they first appear.

    Raises
    ------
    MalformedExportError
        If `text` is not JSON.
    """
    value = decode(text)
    yield from _by_book(value, list(_with_lines(value, text)))


def books_of_rows(rows: Sequence[tuple[int, Fields]]) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    """Read records that are rows of a table, each with its line."""
    records = [record for line, fields in rows for record in _records(dict(fields), _Where(line=line))]
    yield from _by_book([dict(fields) for _, fields in rows], records)


def _by_book(value: JSON, records: Sequence[_Record]) -> Iterator[tuple[Document, list[Mark | Rejected]]]:
    books, chapters = _books(value, _Where()), _chapters(value, _Where())
    grouped: dict[str, list[_Record]] = {}
    for record in records:
        grouped.setdefault(_book_of(record), []).append(record)
    for book, members in grouped.items():
        about = books.get(book) or (books.get("", {}) if len(grouped) == 1 else {})
        yield _document(book, about), [_unit(record, book, chapters) for record in members]


def _document(book: str, about: Fields) -> Document:
    fields = {key: value for key, value in about.items() if key not in {"bookId", "id"}}
    return document(fields, book_id=book)


# Finding records.


def _with_lines(value: JSON, text: str) -> Iterator[_Record]:
    """Find all records, each with the line that it is on as far as the outer lists tell."""
    if isinstance(value, list):
        for line, item in zip(lines_of_items(text), value, strict=False):
            yield from _records(item, _Where(line=line))
        return
    if not isinstance(value, dict) or _kind(value, _Where()):
        yield from _records(value, _Where())
        return
    inside = _inside(value, _Where())
    for key, child in value.items():
        if isinstance(child, list):
            for line, item in zip(lines_of_items(text, key), child, strict=False):
                yield from _records(item, replace(inside, key=key, line=line))
        else:
            yield from _records(child, replace(inside, key=key))


def _records(value: JSON, where: _Where) -> Iterator[_Record]:
    if isinstance(value, list):
        for item in value:
            yield from _records(item, where)
    elif where.key == "removed" and value not in (None, {}):
        yield _Record(kind="removed", fields=value if isinstance(value, dict) else {"id": value}, where=where)
    elif isinstance(value, dict):
        kind = _kind(value, where)
        if kind:
            yield _Record(kind=kind, fields=_flat(value), where=where)
            return
        inside = _inside(value, where)
        for key, child in value.items():
            yield from _records(child, replace(inside, key=key))


def _kind(value: Fields, where: _Where) -> Kind | None:
    """Tell what a record is, by WeRead's own keys, else by its id, else by the list that it is in."""
    review = value.get("review")
    if isinstance(review, dict) and ("reviewId" in value or "reviewId" in review):
        return "thought"
    if "markText" in value or "bookmarkId" in value:
        return "popular" if "totalCount" in value and "createTime" not in value else "highlight"
    if "reviewId" in value and not value.keys().isdisjoint(("content", "abstract")):
        return "thought"
    if value.keys().isdisjoint(_CONTENT) or value.keys().isdisjoint(("range", "chapterUid", "bookId")):
        return None
    return _kind_of_row(_text(value, "id"), where)


def _kind_of_row(native_id: str, where: _Where) -> Kind | None:
    if is_review_id(native_id):
        return "thought"
    if where.key in _HIGHLIGHT_LISTS or (is_bookmark_id(native_id) and where.key not in _THOUGHT_LISTS):
        return "highlight"
    return "thought" if where.key in _THOUGHT_LISTS else None


def _flat(value: Fields) -> Fields:
    """Take a review out of its wrapper."""
    review = value.get("review")
    return {**value, **review} if isinstance(review, dict) else value


def _inside(value: Fields, where: _Where) -> _Where:
    """Say where the members of `value` are."""
    abouts = (value.get(key) for key in _BOOKS)
    told = (_text(about, "bookId", "id") for about in abouts if isinstance(about, dict))
    named = _text(value, "bookId") or next((book for book in told if book), "")
    chapter = value if "chapterUid" in value else where.chapter
    return replace(where, book=named or where.book, chapter=chapter, depth=where.depth + 1)


def _books(value: JSON, where: _Where) -> dict[str, Fields]:
    """Collect what the file says of books, by their ids; empty for one without."""
    found: dict[str, Fields] = {}
    if isinstance(value, list):
        for item in value:
            _keep_first(found, _books(item, where))
    elif isinstance(value, dict):
        inside = _inside(value, where)
        if _is_about_book(value) and not _kind(value, where):
            book = _text(value, "bookId") or (_text(value, "id") if where.key in _BOOKS else inside.book)
            found[book] = {key: item for key, item in value.items() if not isinstance(item, dict | list)}
        elif _tells_of_book(value):
            found[inside.book] = {key: value[key] for key in _OF_BOOK & value.keys() if value[key] not in (0, "0")}
        for key, child in value.items():
            _keep_first(found, _books(child, replace(inside, key=key)))
    return found


def _tells_of_book(value: Fields) -> bool:
    """Tell whether a record is a row of a table, which says of each highlight what book it is from."""
    return "markText" in value and bool(_text(value, "title") and _text(value, "author"))


def _keep_first(found: dict[str, Fields], more: Mapping[str, Fields]) -> None:
    for book, about in more.items():
        found.setdefault(book, about)


def _is_about_book(value: Fields) -> bool:
    is_described = not value.keys().isdisjoint(("author", "cover", "bookId"))
    return "title" in value and "chapterUid" not in value and is_described


def _chapters(value: JSON, where: _Where) -> dict[tuple[str, str], _Chapter]:
    """Collect the chapters, by the ids of book and chapter."""
    found: dict[tuple[str, str], _Chapter] = {}
    if isinstance(value, list):
        for item in value:
            _keep_ranked(found, _chapters(item, where))
    elif isinstance(value, dict):
        inside = _inside(value, where)
        uid, title = _text(value, "chapterUid"), _text(value, "title", "chapterTitle", "chapterName")
        rank = _text(value, "chapterIdx")
        is_record = _kind(value, where) is not None
        if uid and title and not is_record:
            found[inside.book, uid] = _Chapter(title, int(rank[:9]) if rank.isdecimal() else None)
        elif is_record:
            # Of some records only the first of a chapter says what it is called.
            fields = _flat(value)
            uid, title = _text(fields, "chapterUid"), _text(fields, *_CHAPTER)
            if uid and title:
                found[_text(fields, "bookId") or inside.book, uid] = _Chapter(title, None)
        for key, child in value.items():
            _keep_ranked(found, _chapters(child, replace(inside, key=key)))
    return found


def _keep_ranked(found: dict[tuple[str, str], _Chapter], more: Mapping[tuple[str, str], _Chapter]) -> None:
    for place, chapter in more.items():
        if place not in found or (found[place].rank is None and chapter.rank is not None):
            found[place] = chapter


def _book_of(record: _Record) -> str:
    book = record.fields.get("book")
    of_book = _text(book, "bookId") if isinstance(book, dict) else ""
    of_id = place_of_id(normal_id(_text(record.fields, "bookmarkId"))).book
    return _text(record.fields, "bookId") or of_book or record.where.book or of_id


# Reading one record.


def _unit(record: _Record, book: str, chapters: Mapping[tuple[str, str], _Chapter]) -> Mark | Rejected:
    if record.kind in {"popular", "removed"}:
        return _left_out(record, _POPULAR if record.kind == "popular" else _REMOVED)
    mark = _mark(record, book, chapters)
    if record.kind == "highlight" and not (mark.quote.strip() or mark.thoughts):
        has_words = record.fields.get("markText") not in (None, "")
        return _left_out(record, _UNREADABLE if has_words else _WORDLESS, by_design=not has_words)
    return mark


def _left_out(record: _Record, problem: str, *, by_design: bool = True) -> Rejected:
    raw = json.dumps(record.fields, ensure_ascii=False)
    return Rejected(line=record.where.line, problem=problem, raw=raw, by_design=by_design)


def _mark(record: _Record, book: str, chapters: Mapping[tuple[str, str], _Chapter]) -> Mark:
    fields = record.fields
    native_id = normal_id(_text(fields, "bookmarkId", "reviewId", "id"))
    uid = _text(fields, "chapterUid") or _text(record.where.chapter, "chapterUid")
    uid = uid if uid.isdecimal() else ""
    chapter = chapters.get((book, uid)) or chapters.get(("", uid)) or _Chapter("", None)
    told = chapter.title or _text(fields, *_CHAPTER)
    quote, thoughts = _words(record, native_id)
    used = _USED | _OF_BOOK if _tells_of_book(fields) else _USED
    span = range_of(*_text(fields, "range").partition("-")[::2])
    mark = Mark(
        line=record.where.line,
        chapter=told,
        chapter_uid=uid,
        rank=int(uid[:9] or 0) if chapter.rank is None else chapter.rank,
        quote=quote,
        thoughts=thoughts,
        is_thought=record.kind == "thought",
        created=_created(fields),
        native_id=native_id,
        range=span,
        private=_text(fields, "isPrivate") in {"1", "True", "true"},
        color=_text(fields, "colorStyle"),
        extra={key: value for key, value in fields.items() if key not in used and value not in (None, "", [], {})},
    )
    return structs.replace(mark, kind=_kind_of_mark(mark, _text(fields, "type")))


def _kind_of_mark(mark: Mark, told: str) -> Literal["mark", "note", "review"]:
    if told == str(_BOOK_REVIEW):
        return "review"
    if mark.quote or mark.range:
        return "mark"
    # Chapters count from 1: 0 is what a review of the whole book has there.
    return "note" if mark.chapter or mark.chapter_uid.strip("0") else "review"


def _words(record: _Record, native_id: str) -> tuple[str, tuple[Thought, ...]]:
    """Give the words of the book and those of the reader."""
    fields = record.fields
    quote = _text(fields, *_QUOTE)
    content = _text(fields, *_CONTENT) or _TAG.sub("", _text(fields, "htmlContent"))
    if record.kind == "highlight":
        quote = quote or content
        said = next((text for key in _SAID if (text := _text(fields, key)) and text != quote), "").strip()
        return quote, (Thought(text=said, created=_created(fields)),) if said else ()
    thought = Thought(text=content.strip(), created=_created(fields), native_id=native_id)
    return quote, (thought,) if thought.text else ()


def _created(fields: Fields) -> str:
    value = next((fields[key] for key in _CREATED if fields.get(key) not in (None, "", 0)), "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return date_of_seconds(value)
    text = value.strip() if isinstance(value, str) else ""
    if text.isdecimal():
        return date_of_seconds(int(text[:15]))
    return text.replace(" ", "T", 1)


def _text(fields: Fields, *keys: str) -> str:
    """Give the first of some fields that has text, or a number as text."""
    values = (fields.get(key) for key in keys)
    texts = (str(value) for value in values if isinstance(value, str | int | float))
    return next((text for text in texts if text.strip()), "")
