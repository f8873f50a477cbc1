"""Two lists, of highlights and of thoughts, as small tools for WeRead write them below the name of a book.

``- “words”（chapter） · 2024-01-02`` below “## 划线 12 条”, or ``1. [chapter]`` with the words set in below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec import structs

from commonplace.grammar.weread.marks import Mark, Thought
from commonplace.grammar.weread.places import date_in

_NAMED = re.compile(r"(?:📖|#)\s*《(?P<title>[^《》\n]+)》(?:\s*·\s*(?P<author>\S.*))?\s*")
_TITLE = re.compile(r"#[ ]+(?P<title>\S.*)")
_AUTHOR = re.compile(r"作者[:：][ ]*(?P<author>\S.*)")
_MADE = re.compile(r"导出时间[:：][ ]*\S.*")
_LIST = re.compile(r"##[ ]+(?P<kind>划线|想法)[ ]+(?:\d+[ ]条|\(\d+\))\s*")
_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,6})\.)[ ](?P<text>.*)", re.DOTALL)
_CHAPTER = re.compile(r"\[(?P<chapter>[^\n]*)\]\s*")
_DATED = re.compile(r"\s·\s(\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?)\s*\Z")
_ORIGINAL = re.compile(r"\n[ \t]*>[ \t]*原文[:：]")
_RULED = re.compile(r"\n[ \t]*(?:-{3,}|\*{3,}|_{3,})\Z")
_UNKNOWN = "未知章节"
_MOST_ABOVE = 12


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What such a file says of its book, and where its lists are: the index of each heading and what it is of."""

    first: int
    title: str
    author: str
    lists: Sequence[tuple[int, str]]


def listed_in(lines: Sequence[str]) -> Listed | None:
    """Find the two lists in a file that has nothing but them; None if it is another one."""
    written = [at for at, line in enumerate(lines[:_MOST_ABOVE]) if line.strip()]
    if not written:
        return None
    first = lines[written[0]]
    named = _NAMED.fullmatch(first)
    title = named or _TITLE.fullmatch(first.rstrip())
    below = [lines[at].rstrip() for at in written[1:4]]
    is_whole = named is not None and (named["author"] or first.startswith("📖"))
    author = named if is_whole else next((found for line in below if (found := _AUTHOR.fullmatch(line))), named)
    is_made = named is not None or any(map(_MADE.fullmatch, below))
    if title is None or author is None or not is_made:
        return None
    lists = [(at, found["kind"]) for at, line in enumerate(lines) if (found := _LIST.fullmatch(line))]
    told = (author["author"] or "").strip()
    return Listed(first=written[0], title=title["title"].strip(), author=told, lists=lists) if lists else None


def marks_of(lines: Sequence[str], listed: Listed) -> Iterator[Mark]:
    """Read the items of both lists, in order."""
    ranks: dict[str, int] = {}
    for (start, kind), (end, _) in pairwise([*listed.lists, (len(lines), "")]):
        starts = [at for at in range(start + 1, end) if _ITEM.match(lines[at])]
        for first, last in pairwise([*starts, end]):
            item = _ITEM.fullmatch(_RULED.sub("", "\n".join(lines[first:last]).rstrip()))
            mark = _mark(item, first + 1, is_thought=kind == "想法") if item else None
            if mark is not None:
                rank = ranks.setdefault(mark.chapter, len(ranks))
                yield structs.replace(mark, rank=rank)


def _mark(item: re.Match[str], line: int, *, is_thought: bool) -> Mark | None:
    text, created = item["text"], ""
    if dated := _DATED.search(text[-40:]):
        text, created = text[: len(text) - len(dated[0])], date_in(dated[1])
    if item["number"]:
        head, _, rest = text.partition("\n")
        named = _CHAPTER.fullmatch(head)
        chapter, text = (named["chapter"], _dedented(rest)) if named else ("", text)
    else:
        text, chapter = _without_chapter(text, "" if is_thought else "”")
    quote = text
    if is_thought:
        original = _ORIGINAL.search(text)
        quote = text[original.end() :].strip() if original else ""
        text = text[: original.start()] if original else text
    elif not item["number"]:
        quote = text.removeprefix("“").removesuffix("”")
    thoughts = (Thought(text=_dedented(text), created=created),) if is_thought and text.strip() else ()
    if not (quote.strip() or thoughts):
        return None
    chapter = "" if chapter == _UNKNOWN else chapter.strip()
    return Mark(
        line=line,
        kind="mark" if quote.strip() else "note",
        chapter=chapter,
        quote=quote.strip(),
        thoughts=thoughts,
        is_thought=bool(quote.strip() and thoughts),
        created=created,
    )


def _without_chapter(text: str, behind: str) -> tuple[str, str]:
    """Part the text of an item from the chapter that ends it in brackets, behind the closing quotation mark."""
    text = text.rstrip()
    at = text.rfind(f"{behind}（") if text.endswith("）") else -1
    return (text[: at + len(behind)].rstrip(), text[at + len(behind) + 1 : -1]) if at > 0 else (text, "")


def _dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))
