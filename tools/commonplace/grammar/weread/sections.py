"""The sections of a note by the names that its theme, or another tool for WeRead, gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Section = Literal["about", "highlights", "popular", "thoughts", "notes", "reviews"]
_SECTIONS: Mapping[str, Section] = {
    "元数据": "about",
    "阅读信息": "about",
    "高亮划线": "highlights",
    "我的划线": "highlights",
    "全部划线": "highlights",
    "划线": "highlights",
    "高亮": "highlights",
    "评论": "thoughts",
    "书摘与想法": "highlights",
    "highlights": "highlights",
    "热门划线": "popular",
    "读书笔记": "thoughts",
    "笔记汇总": "thoughts",
    "我的笔记": "thoughts",
    "章节点评与书评": "thoughts",
    "章节 / 划线评论": "notes",
    "想法": "notes",
    "我的想法": "notes",
    "个人想法": "notes",
    "我的批注": "notes",
    "review": "thoughts",
    "book review": "reviews",
    "本书评论": "reviews",
    "书评": "reviews",
    "我的书评": "reviews",
    "全书评论": "reviews",
    "整体评论": "reviews",
    "阅读总结": "reviews",
    "读后总结": "reviews",
    "读后感": "reviews",
}
_PICTURE = re.compile(r"\A(?:[^\w《]{1,6}(?=《)|[^\w\s\[\]()（）【】〔〕《》“”\"'‘’「」『』<>*_-]{1,4}[ ]+(?=\w))")
_DECORATION = re.compile(r"\A[^\w《]+(?=\w)")
"""The pictures that readers put before the titles of sections: ``✍️ 高亮划线``."""
_EMPHASISED = re.compile(r"(?P<sign>(?:[^\w\s*]{1,4}[ ])?)(?P<mark>\*{1,3}|__)(?P<title>(?:(?!(?P=mark)).)+)(?P=mark)")
_COUNT = re.compile(r"(?:[（(]\s?\d+\s?条?\s?[）)]|(?<=\s)\d+\s?条?)\Z")


def unemphasised(title: str) -> str:
    """Take off the marks with which a theme sets all of a heading in bold.

    Examples
    --------
    >>> unemphasised("**第一章**"), unemphasised("📖 **元数据**"), unemphasised("**一**与**二**")
    ('第一章', '📖 元数据', '**一**与**二**')
    """
    found = _EMPHASISED.fullmatch(title)
    return f"{found['sign']}{found['title'].strip()}" if found else title


def without_picture(title: str) -> str:
    """Take off the picture that stands before the title of a book, which may begin with a bracket of its own.

    Examples
    --------
    >>> without_picture("📖 《坡》"), without_picture("📚 坡"), without_picture("【图解】坡")
    ('《坡》', '坡', '【图解】坡')
    """
    return _PICTURE.sub("", title)


def undecorated(title: str) -> str:
    """Take off the picture that stands before a title."""
    return _DECORATION.sub("", title)


def section_called(title: str) -> Section | None:
    """Find the section that a heading begins, whatever picture or count is with its name; None if it begins none.

    Examples
    --------
    >>> section_called("✍️ 高亮划线"), section_called("我的批注（3）"), section_called("第一章")
    ('highlights', 'notes', None)
    """
    name = unemphasised(title).casefold()
    bare = _COUNT.sub("", undecorated(name)).rstrip()
    return _SECTIONS.get(name) or _SECTIONS.get(bare)
