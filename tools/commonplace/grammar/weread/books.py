"""What a file says of the book: front matter, the list under it, the table of a theme; as one `Document`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.weread.places import date_in
from commonplace.grammar.weread.sections import Section
from commonplace.model import JSON, Document

_LISTED = re.compile(
    # An item, a quotation, or a field of Dataview's.
    r"(?:(?:[>\s]*(?:-|[*+](?=\s))|>)\s*|(?=[^\s:]+::))\*{0,2}(?:书(?=作者))?"
    r"(书名|作者|简介|出版时间|出版日期|ISBN|分类|出版社|译者|PC地址|豆瓣评分|评分)\*{0,2}"
    r"(?:[ \t]*[：:]{1,2}\*{0,2}|[ \t]+(?=\d{4}-\d\d-\d\d)|[ \t]*$)[ \t]*(.*)"
)
_ITEM = re.compile(r"[>\s]*[-*+] ")
_QUOTED = re.compile(r"\A>[ \t]?")
_FIELD = "书名|作者|出版年|出版时间|ISBN|分类|出版社|译者"
_TABLED = re.compile(rf"\|[ \t]*({_FIELD})[ \t]*\|(?![ \t]*(?:{_FIELD})[ \t]*\|)([^|]*)\|")
_ACROSS = re.compile(rf"(?:\|[ \t]*(?:{_FIELD})[ \t]*){{2,}}\|?[ \t]*")
"""The head of a table that has what it tells of the book in one row."""
_RULE_OF_TABLE = re.compile(r"[|:\s-]+")
_BLURB = re.compile(r"(?:(?:[>\s]*(?:-|[*+](?=\s))|>)\s*|(?=简介::))\*{0,2}简介\*{0,2}[ \t]*[：:]{1,2}\*{0,2}(.*)")
_CALLED_BLURB = re.compile(r">\s*\[![^\]]+\][+-]?[ \t*]*(?:内容|书籍|图书|作品)?简介[ \t*]*")
_HEADED_BLURB = re.compile(r"#{1,6}[ \t]+(?:内容|书籍|图书|作品)简介[ \t]*")
_FRAME = re.compile(r"#{1,6} |>?[ \t]*📌|>\s*\[!")
_CALLED = re.compile(r">\s*(?:\[!(?:abstract|bookinfo|info)[^\]]*\][+-]?|#[ \t]+)(.*)")
_HEADED = re.compile(r"# [^\w《]*《([^《》]+)》")
_LINKED = re.compile(r"\A\[\[([^\[\]|]+)\]\]\Z")
TITLED = re.compile(r"《.+》")
COUNTED = re.compile(r"\d+\s*个笔记")
_APART = re.compile(r"[、，,;；/&|]|\s{2,}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_NATIONALITY = re.compile(r"(?:[\[［【〔（(][^\]］】〕）)]*[\]］】〕）)])")
_ROLES = frozenset({"著", "译", "编", "编著", "主编", "等", "等著", "绘"})
_NOTHING = frozenset({"", "null", "undefined", "None", "nan"})
# What each field of a document is called: in front matter by the plugin and its themes, in lists and in tables.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "书名", "name"),
    "author": ("author", "authors", "作者"),
    "publisher": ("publisher", "publish", "出版社"),
    "published": ("publishTime", "publishDate", "publishyear", "published", "出版时间", "出版日期", "出版年"),
    "isbn": ("isbn", "ISBN"),
    "url": ("pcUrl", "url", "PC地址"),
}

BOOK_IDS = ("bookId", "book_id", "weread_book_id")
"""What front matter calls the id of a book."""


class Book(NamedTuple):
    """What a note says of the book, each of it empty if it does not.

    `told` is what its front matter has in words, `section` what stands there where no heading says it.
    """

    id: str = ""
    title: str = ""
    told: frozenset[str] = frozenset()
    section: Section = "about"


NO_BOOK = Book()


def document_of(front: FrontMatter | None, lines: Iterable[str]) -> Document:
    """Describe the book of one note from its front matter and the lines above its highlights."""
    fields: dict[str, JSON] = dict(front.fields) if front else {}
    book_id = front.one(*BOOK_IDS) if front else ""
    above = list(lines)
    listed = listed_fields(above)
    called = listed.pop("called", "")
    fields |= {key: value for key, value in listed.items() if key not in fields}
    blurb = "\n".join(_blurb(above)).strip()
    if blurb:
        fields["简介"] = blurb
    return document(fields, book_id=book_id, otherwise_called=called)


def document(fields: Mapping[str, JSON], *, book_id: str, otherwise_called: str = "") -> Document:
    """Describe a book by `fields`, whatever each is called; those without a place of their own are its extra."""
    used = {"doc_type", *BOOK_IDS, *(name for names in _NAMES.values() for name in names)}
    title = (_first(fields, "title") or otherwise_called or _text(fields.get("aliases"))).removesuffix(f"-{book_id}")
    return Document(
        key=book_id or f"weread:{title}",
        title=title,
        authors=authors_of(_first(fields, "author")),
        publisher=_first(fields, "publisher"),
        published=_published(_first(fields, "published")),
        isbn=_first(fields, "isbn"),
        url=_first(fields, "url"),
        extra={key: value for key, value in fields.items() if key not in used and _text(value) not in _NOTHING},
    )


def listed_fields(lines: Sequence[str]) -> dict[str, str]:
    """Read what a list or a table says of the book, each thing where it is said first."""
    told = _told_across(lines)
    above = ("", "")
    for line in lines:
        if not line:
            above = (above[1], "")
            continue
        if COUNTED.fullmatch(line.strip()) and TITLED.fullmatch(above[0]):
            told.setdefault("作者", above[1])
        above = (above[1], line.strip())
        match = _LISTED.match(line) or _TABLED.match(line)
        if match:
            told.setdefault(match[1], _LINKED.sub(r"\1", match[2].strip()))
        elif _CALLED_BLURB.fullmatch(line):
            continue
        elif called := _CALLED.match(line) or _HEADED.match(line):
            told.setdefault("called", called[1].strip(" \t*《》"))
    return told


def _told_across(lines: Sequence[str]) -> dict[str, str]:
    """Read the first table whose head names what the row below it tells of the book."""
    head = next((at for at, line in enumerate(lines) if is_head_across(line)), len(lines))
    rows = takewhile(lambda line: line.startswith("|"), lines[head + 1 :])
    row = next((line for line in rows if not _RULE_OF_TABLE.fullmatch(line)), "")
    return dict(zip(_cells(lines[head]), _cells(row), strict=False)) if row else {}


def _blurb(lines: Sequence[str]) -> Iterator[str]:
    """Give the lines of what is said about the book, which may go on over lines and paragraphs that nothing marks."""
    for at, line in enumerate(lines):
        if begin := _BLURB.match(line):
            below = list(takewhile(lambda line: not _FRAME.match(line), lines[at + 1 :]))
            end = next((at for at, line in enumerate(below) if _LISTED.match(line) or _ITEM.match(line)), None)
            yield begin[1].strip()
            rest = takewhile(str.strip, below) if end is None else below[:end]
            yield from (_QUOTED.sub("", line).rstrip() for line in rest)
            return
        if _HEADED_BLURB.fullmatch(line) and (below := _below_heading(lines[at + 1 :])):
            yield from below
            return
        if _CALLED_BLURB.fullmatch(line):
            rest = takewhile(lambda line: line.strip() and not _FRAME.match(line), lines[at + 1 :])
            yield from (_QUOTED.sub("", line).rstrip() for line in rest)
            return


def _below_heading(lines: Iterable[str]) -> list[str]:
    """Give the paragraphs right below a heading; nothing if a list or a callout stands there."""
    below = list(takewhile(lambda line: not _FRAME.match(line), lines))
    return below if any(map(str.strip, below)) and not any(map(_ITEM.match, below)) else []


def is_listed_field(line: str) -> bool:
    """Tell whether `line` is one of a list that describes the book."""
    return _LISTED.match(line) is not None


def is_tabled_field(line: str) -> bool:
    """Tell whether `line` is one of a table that describes the book, down or across."""
    return _TABLED.match(line) is not None or is_head_across(line)


def is_head_across(line: str) -> bool:
    """Tell whether `line` is the head of a table that describes the book in the row below."""
    return _ACROSS.fullmatch(line) is not None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip(" \t|").split("|")]


def authors_of(text: str) -> tuple[str, ...]:
    """Split the authors of a book. A space parts Chinese names, and is part of Latin ones.

    Examples
    --------
    >>> authors_of("涌井良幸 涌井贞美"), authors_of("Ian Goodfellow"), authors_of("[美]约翰·奥特、王某 著")
    (('涌井良幸', '涌井贞美'), ('Ian Goodfellow',), ('[美]约翰·奥特', '王某 著'))
    """
    return tuple(name for part in _APART.split(text) for name in _names_in(part.strip()) if name)


def _names_in(part: str) -> Sequence[str]:
    words = part.split()
    if not all(_CJK.search(word) for word in words):
        return [part]
    names: list[str] = []
    for word in words:
        if names and (word in _ROLES or _NATIONALITY.fullmatch(names[-1])):
            names[-1] += f" {word}"
        else:
            names.append(word)
    return names


def _first(fields: Mapping[str, JSON], name: str) -> str:
    texts = (_text(fields.get(key)) for key in _NAMES[name])
    return next((text for text in texts if text not in _NOTHING), "")


def _text(value: JSON) -> str:
    """Give a value as text; of a list its items."""
    if isinstance(value, list):
        return "、".join(_text(item) for item in value)
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def _published(text: str) -> str:
    """Leave out the time of day, which is always midnight."""
    return date_in(text)[:10] or text
