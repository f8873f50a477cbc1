"""From a record of WeRead's interface to a mark of the reader's, whatever names an exporter gave its fields."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal

from msgspec import structs

from commonplace.grammar.weread.enclosing import CHAPTER, OF_BOOK, Chapter
from commonplace.grammar.weread.marks import Mark, Thought
from commonplace.grammar.weread.places import date_of_seconds, normal_id, range_of
from commonplace.grammar.weread.records import CONTENT, Fields, Record, tells_of_book, text_in
from commonplace.model import Rejected

_TAG = re.compile(r"<[^<>]*>")
_BOOK_REVIEW = 4
_POPULAR = "a popular highlight of other readers, not one of yours: left out on purpose"
_REMOVED = "deleted in WeRead: left out on purpose"
_WORDLESS = "a bookmark without words: left out on purpose"
_UNREADABLE = "has no text where its words should be (markText): export it again"
# Where each thing is found, in WeRead's own name and in those that exporters give it.
_QUOTE = ("markText", "abstract", "quote", "originalText")
_SAID = ("thought", "note", "reviewContent", "reviewText", "comment", "content")
_CREATED = ("createTime", "createdAt", "createTimeFormatted", "created", "time")
_USED = frozenset(
    {
        *_QUOTE,
        *CONTENT,
        *_SAID,
        *_CREATED,
        *CHAPTER,
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


def unit_of(record: Record, book: str, chapters: Mapping[tuple[str, str], Chapter]) -> Mark | Rejected:
    """Read a record; what others marked, what was deleted and what has no words is left out."""
    if record.kind in {"popular", "removed"}:
        return _left_out(record, _POPULAR if record.kind == "popular" else _REMOVED)
    mark = _mark(record, book, chapters)
    if record.kind == "highlight" and not (mark.quote.strip() or mark.thoughts):
        has_words = record.fields.get("markText") not in (None, "")
        return _left_out(record, _UNREADABLE if has_words else _WORDLESS, by_design=not has_words)
    return mark


def _left_out(record: Record, problem: str, *, by_design: bool = True) -> Rejected:
    raw = json.dumps(record.fields, ensure_ascii=False)
    return Rejected(line=record.where.line, problem=problem, raw=raw, by_design=by_design)


def _mark(record: Record, book: str, chapters: Mapping[tuple[str, str], Chapter]) -> Mark:
    fields = record.fields
    native_id = normal_id(text_in(fields, "bookmarkId", "reviewId", "id"))
    uid = text_in(fields, "chapterUid") or text_in(record.where.chapter, "chapterUid")
    uid = uid if uid.isdecimal() else ""
    chapter = chapters.get((book, uid)) or chapters.get(("", uid)) or Chapter("", None)
    told = chapter.title or text_in(fields, *CHAPTER)
    quote, thoughts = _words(record, native_id)
    used = _USED | OF_BOOK if tells_of_book(fields) else _USED
    span = range_of(*text_in(fields, "range").partition("-")[::2])
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
        private=text_in(fields, "isPrivate") in {"1", "True", "true"},
        color=text_in(fields, "colorStyle"),
        extra={key: value for key, value in fields.items() if key not in used and value not in (None, "", [], {})},
    )
    return structs.replace(mark, kind=_kind_of_mark(mark, text_in(fields, "type")))


def _kind_of_mark(mark: Mark, told: str) -> Literal["mark", "note", "review"]:
    if told == str(_BOOK_REVIEW):
        return "review"
    if mark.quote or mark.range:
        return "mark"
    # Chapters count from 1: 0 is what a review of the whole book has there.
    return "note" if mark.chapter or mark.chapter_uid.strip("0") else "review"


def _words(record: Record, native_id: str) -> tuple[str, tuple[Thought, ...]]:
    """Give the words of the book and those of the reader."""
    fields = record.fields
    quote = text_in(fields, *_QUOTE)
    content = text_in(fields, *CONTENT) or _TAG.sub("", text_in(fields, "htmlContent"))
    if record.kind == "highlight":
        quote = quote or content
        said = next((text for key in _SAID if (text := text_in(fields, key)) and text != quote), "").strip()
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
