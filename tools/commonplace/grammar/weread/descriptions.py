"""What a note of the plugin says of the book above its highlights, told from what its reader wrote there.

Every theme describes the book in another way: a list, a table, a callout, lines with labels; and the blurb in any of
them may go on over lines that nothing marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commonplace.grammar.weread.books import COUNTED, TITLED, is_tabled_field
from commonplace.grammar.weread.lines import Line

OF_THE_BOOK = re.compile(
    r"\W*(?:书籍信息|图书信息|章节概览|元数据|基本信息|(?:内容|书籍|图书|作品|作者)?简介|目录|metadata|info|summary)",
    re.IGNORECASE,
)
"""Titles of what describes the book."""
_LABEL = re.compile(
    r"\**(?:(?P<sure>书名|作者|译者|出版社|出版时间|出版日期|ISBN|PC地址)|(?P<blurb>(?:内容)?简介)|分类|豆瓣评分|评分)\**"
    r"(?:[ \t]*\**[：:]|[ \t]+(?=\d{4}-\d\d-\d\d)|[ \t]*$)"
)
_LABELLED = re.compile(r"\**[^\s：:。，,!！?？*]{1,12}\**[ \t]*\**[：:]")


def described(groups: Sequence[Sequence[Line]], title: str) -> Iterator[int]:
    """Give the numbers of the lines that tell of the book, of groups of lines that stand above its highlights."""
    is_blurb = False
    labels = [at for at, group in enumerate(groups) if any(_label(line) for line in group)]
    for at, group in enumerate(groups):
        is_listing = any(_label(line) for line in group)
        yield from _tables(group)
        yield from _head(group, title)
        nesting = {(line.is_quoted, line.is_item) for line in group if _label(line)}
        for line in group:
            label = _label(line)
            if label:
                is_blurb = label["blurb"] is not None
            if label or is_blurb or (is_listing and _is_beside(line, nesting)):
                yield line.at
        # Paragraphs of a blurb have blank lines between them, and behind it the list goes on.
        is_blurb = is_blurb and bool(labels) and at < labels[-1]


def _label(line: Line) -> re.Match[str] | None:
    label = _LABEL.match(line.text)
    if label is None:
        return None
    is_marked = line.is_quoted or line.is_item or line.text.startswith("**")
    return label if is_marked or label["sure"] else None


def _is_beside(line: Line, nesting: set[tuple[bool, bool]]) -> bool:
    """Tell whether `line` goes on with a list of labels: one of a theme's own, or what is quoted like them."""
    is_nested = line.is_quoted or line.is_item
    return (line.is_quoted, line.is_item) in nesting and (is_nested or _LABELLED.match(line.text) is not None)


def _tables(group: Sequence[Line]) -> Iterator[int]:
    if any(is_tabled_field(line.raw) for line in group):
        yield from (line.at for line in group if line.text.startswith("|"))


def _head(group: Sequence[Line], title: str) -> Iterator[int]:
    """Give the lines with the book's title, and those below it up to a count of notes, as the app heads copies."""
    for at, line in enumerate(group):
        if not (TITLED.fullmatch(line.text) or (title and line.text == title)):
            continue
        yield line.at
        for end, below in enumerate(group[at + 1 : at + 3], start=at + 2):
            if COUNTED.fullmatch(below.text):
                yield from (line.at for line in group[at + 1 : end])
