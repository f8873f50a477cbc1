"""What every family of WeRead files is read into, how a thought finds its highlight, and the annotations of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from commonplace.grammar.markdown_note.inline import formulas, tags
from commonplace.grammar.weread.places import start_of
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    Locator,
    Motivation,
    TextQuoteSelector,
    TextualBody,
)

FORMAT = "weread"
_LAST = 2**31
"""Sorts what has no place behind what has one."""
_SEVERAL = 2
_IGNORED = re.compile(r"[\s\ufffc]+")


class Thought(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the reader wrote about one highlight, chapter or book."""

    text: str
    created: str = ""
    native_id: str = ""


class Mark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One unit of a file: a highlight, a thought with the words that it is about, a note on a chapter, a review.

    Attributes
    ----------
    line : int
        Where it begins in the file, from 1.
    kind : str
        ``mark`` is about words or a place, ``note`` about a chapter, ``review`` about the book.
    book : str
        The id of the book, where the unit says it itself.
    rank : int
        The chapter's place among the chapters of the file.
    is_thought : bool
        Whether it repeats the words of a highlight only to say what a thought is about.
    """

    line: int
    kind: Literal["mark", "note", "review"] = "mark"
    book: str = ""
    chapter: str = ""
    chapter_uid: str = ""
    rank: int = 0
    quote: str = ""
    thoughts: tuple[Thought, ...] = ()
    is_thought: bool = False
    created: str = ""
    native_id: str = ""
    range: str = ""
    private: bool = False
    color: str = ""
    extra: Mapping[str, JSON] = msgspec.field(default_factory=dict)


def annotated(marks: Iterable[Mark], document: Document) -> Iterator[tuple[int, Annotation]]:
    """Turn the marks of one document into annotations, thoughts joined to their highlights; each with its line."""
    for position, mark in enumerate(joined(marks)):
        yield mark.line, _annotation(mark, document, position)


def joined(marks: Iterable[Mark]) -> list[Mark]:
    """Join each thought to the highlight of the same range, or of the same words in the same chapter.

    Two highlights are never joined, for the same words can be marked twice. Nor are two thoughts whose highlight is not
    there, for each has an id of its own; but where a file has no ids, those on the same words are on one passage.
    """
    marks = list(marks)
    found = [mark for mark in marks if not mark.is_thought]
    if len(found) == len(marks):
        return sorted(found, key=lambda mark: mark.line)
    index = _Index()
    for at, mark in enumerate(found):
        index.add(mark, at)
    for mark in (mark for mark in marks if mark.is_thought):
        place = index.find(mark, found)
        if place is None:
            place = len(found)
            found.append(mark)
        else:
            found[place] = _union(found[place], mark)
        if not mark.native_id:
            index.add(mark, place)
    return sorted(found, key=lambda mark: mark.line)


class _Index:
    """Finds what a thought can be about, by place and by words."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str], int] = {}
        self._by_words: dict[str, list[int]] = {}

    def add(self, mark: Mark, at: int) -> None:
        for key in _keys(mark):
            self._places.setdefault(key, at)
        same = self._by_words.setdefault(_words(mark), [])
        if mark.kind == "mark" and len(same) < _SEVERAL and at not in same:
            same.append(at)

    def find(self, mark: Mark, found: Sequence[Mark]) -> int | None:
        places = [self._places[key] for key in _keys(mark) if key in self._places]
        if not (places or mark.chapter or mark.range) and mark.quote:
            # No chapter is named in some sections of thoughts: the words must do, where nothing else has the same.
            same = self._by_words.get(_words(mark), [])
            places = same if len(same) == 1 else []
        return next((at for at in places if not _is_elsewhere(found[at], mark)), None)


def _words(mark: Mark) -> str:
    return _IGNORED.sub("", mark.quote)


def _keys(mark: Mark) -> tuple[tuple[str, str, str], ...]:
    if mark.kind != "mark":
        return ()
    words = _words(mark)
    by_range = (("range", mark.chapter_uid, mark.range),) if mark.range and mark.chapter_uid else ()
    by_words = (("words", mark.chapter, words),) if words else ()
    return by_range + by_words


def _is_elsewhere(first: Mark, second: Mark) -> bool:
    return bool(first.range and second.range) and first.range != second.range


def _union(base: Mark, other: Mark) -> Mark:
    return replace(
        base,
        thoughts=tuple(_distinct((*base.thoughts, *other.thoughts), base.created)),
        private=base.private or other.private,
        range=base.range or other.range,
        chapter_uid=base.chapter_uid or other.chapter_uid,
        chapter=base.chapter or other.chapter,
        quote=base.quote or other.quote,
        color=base.color or other.color,
        extra={**other.extra, **base.extra},
    )


def _distinct(thoughts: Sequence[Thought], marked: str) -> list[Thought]:
    """Leave out thoughts that a file writes twice, beside the highlight, made when `marked` says, and in a section."""
    kept: list[Thought] = []
    for thought in thoughts:
        at = next((i for i, other in enumerate(kept) if _same_thought(other, thought, marked)), None)
        if at is None:
            kept.append(thought)
        elif not kept[at].native_id:
            kept[at] = replace(kept[at], native_id=thought.native_id, created=thought.created or kept[at].created)
    return kept


def _same_thought(first: Thought, second: Thought, marked: str) -> bool:
    """Tell whether two are one: the same words, and no two ids or, without ids, dates that keep them apart.

    A theme may give a thought beside its highlight the time of that, which is none of its own.
    """
    if first.text.strip() != second.text.strip():
        return False
    if first.native_id and second.native_id:
        return first.native_id == second.native_id
    return bool(first.native_id or second.native_id) or first.created in {second.created, marked}


def _annotation(mark: Mark, document: Document, position: int) -> Annotation:
    told = {"chapterUid": mark.chapter_uid} if mark.chapter_uid else {}
    written = "\n\n".join(thought.text for thought in mark.thoughts)
    return Annotation(
        importer=FORMAT,
        document=document,
        motivation=_motivation(mark),
        native_id=mark.native_id,
        selectors=(TextQuoteSelector(exact=mark.quote),) if mark.quote else (),
        bodies=(*[_body(thought, mark) for thought in mark.thoughts], *_tags(written)) if written else (),
        locator=Locator(
            headings=(mark.chapter,) if mark.chapter else (), range=mark.range, order=_order(mark, position)
        ),
        created=mark.created or next((thought.created for thought in mark.thoughts if thought.created), ""),
        visibility="private" if mark.private else "public",
        color=mark.color,
        formulas=formulas(written) if written else (),
        extra={**told, **mark.extra},
    )


def _tags(written: str) -> list[TextualBody]:
    return [TextualBody(value=tag, purpose="tagging") for tag in tags(written)]


def _motivation(mark: Mark) -> Motivation:
    if mark.kind == "review":
        return "assessing"
    if mark.thoughts:
        return "commenting"
    return "highlighting" if mark.quote else "bookmarking"


def _body(thought: Thought, mark: Mark) -> TextualBody:
    return TextualBody(
        value=thought.text,
        purpose="assessing" if mark.kind == "review" else "commenting",
        created=thought.created,
        native_id=thought.native_id,
    )


def _order(mark: Mark, position: int) -> tuple[int, int, int]:
    """Put a note on a chapter before what is marked in it, and the review of the book at the end."""
    if mark.kind == "review":
        return (_LAST, 0, position)
    if mark.kind == "note":
        return (mark.rank, -1, position)
    start = start_of(mark.range)
    return (mark.rank, _LAST if start is None else start, position)
