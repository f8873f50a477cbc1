"""Marked regions of pages: the tool writes inside of them, the owner has all the rest, byte for byte.

A region stands between ``<!-- commonplace:begin NAME DIGEST -->`` and ``<!-- commonplace:end NAME -->``. The digest is
that of what the tool wrote last: where it no longer fits, someone edited inside, and the edit is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

import msgspec

from commonplace.model import Page

KEPT_WHOLE = "<!-- commonplace keeps this file whole -->"
"""In a file of the site that is no page: the tool may write it anew, and remove it."""

_MARK = "<!-- commonplace:begin "
_BEGIN = re.compile(r"<!-- commonplace:begin (?P<name>[a-z-]+)(?: (?P<digest>[0-9a-f]{16}))? -->\r?$", re.MULTILINE)
_HEADING = re.compile(r"^# .*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\r?\n.*?^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
_FIRST_LINE_END = re.compile(r"\A[^\n]*\r\n")
_FRAME = re.compile(r"\A---\r?\n.*?^---\r?\n\s*# [^\n]*", re.DOTALL | re.MULTILINE)


class _Region(msgspec.Struct, frozen=True, kw_only=True):
    """A region of a page with its marks; `digest` is that of what the tool wrote into it, None if it is empty."""

    name: str
    digest: str | None
    content: str
    whole: str
    start: int


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A page with its regions filled, and the names of those where an edit was kept instead.

    `merged` are those in which git had merged two versions of what the tool wrote.
    """

    text: str
    kept: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


def empty_region(name: str) -> str:
    """A region for the skeleton of a page."""
    return f"<!-- commonplace:begin {name} -->\n<!-- commonplace:end {name} -->\n"


def filled(text: str | None, page: Page) -> Filled:
    """Put the content of each region of `page` into `text`, or into its skeleton where there is no text.

    A region that the owner removed does not come back; one that someone edited is kept as it is. A page that git or an
    editor gave the line ends of Windows keeps them.
    """
    line_end = "\r\n" if text is not None and _FIRST_LINE_END.search(text) else "\n"
    if text is not None and (skeleton := _taken_on(text, page)):
        regions = _regions(text)
        text = _with_regions(skeleton.replace("\n", line_end), lambda _: next(regions).whole)
    kept: list[str] = []
    merged: list[str] = []

    def with_content(found: _Region) -> str:
        name = found.name
        if name not in page.regions:
            return found.whole
        if _is_merged(found):
            merged.append(name)
        elif _is_edited(found):
            kept.append(name)
            return found.whole
        content = f"\n{page.regions[name].strip()}\n\n" if page.regions[name].strip() else ""
        region = f"<!-- commonplace:begin {name} {_digest(content)} -->\n{content}<!-- commonplace:end {name} -->"
        return region.replace("\n", line_end)

    whole = _with_regions(page.skeleton if text is None else text, with_content)
    return Filled(text=whole, kept=tuple(kept), merged=tuple(merged))


def emptied(text: str) -> str:
    """`text` with nothing in its regions, but for those that someone edited."""
    regions = dict.fromkeys((found.name for found in _regions(text)), "")
    return filled(text, Page(path="", skeleton="", regions=regions)).text


def merged_regions(text: str) -> tuple[str, ...]:
    """The names of the regions of a page in which git merged two versions."""
    return tuple(found.name for found in _regions(text) if _is_merged(found))


def edited_regions(text: str) -> tuple[str, ...]:
    """The names of the regions of a page that someone edited."""
    return tuple(found.name for found in _regions(text) if _is_edited(found))


def without_regions(text: str) -> str:
    """What the owner wrote: the page with its regions empty."""
    return _with_regions(text, lambda found: empty_region(found.name).rstrip("\n"))


def prose_of(text: str) -> str:
    """What the owner wrote on a page below its front matter, without the regions."""
    return _FRONT_MATTER.sub("", _with_regions(text, lambda _: ""), count=1)


def is_bare(text: str) -> bool:
    """Whether nobody wrote on a page: beside its regions there are only front matter and a heading."""
    rest = _FRAME.sub("", _with_regions(text, lambda _: ""), count=1)
    return not edited_regions(text) and not rest.strip()


def _regions(text: str) -> Iterator[_Region]:
    """The regions of a page from top to bottom; a mark without its end is none.

    The marks are looked for as plain words: a page may have megabytes, which a regular expression goes through slowly.
    """
    place = 0
    while (start := text.find(_MARK, place)) >= 0:
        place = start + len(_MARK)
        begin = _BEGIN.match(text, start)
        if begin is None or not _is_line_start(text, start) or begin.end() == len(text):
            continue
        end_mark = f"<!-- commonplace:end {begin['name']} -->"
        end = text.find(end_mark, begin.end() + 1)
        while end >= 0 and not _is_line_start(text, end):
            end = text.find(end_mark, end + 1)
        if end >= 0:
            place = end + len(end_mark)
            yield _Region(
                name=begin["name"],
                digest=begin["digest"],
                content=text[begin.end() + 1 : end],
                whole=text[start:place],
                start=start,
            )


def _with_regions(text: str, replaced: Callable[[_Region], str]) -> str:
    """`text` with something else for each of its regions."""
    parts = []
    place = 0
    for found in _regions(text):
        parts += [text[place : found.start], replaced(found)]
        place = found.start + len(found.whole)
    return "".join((*parts, text[place:]))


def _is_line_start(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] == "\n"


def _taken_on(text: str, page: Page) -> str:
    """The skeleton for a page that is still as it starts in another language, but for a heading of its owner's."""
    if not page.other_skeletons:
        return ""
    made = without_regions(text).replace("\r\n", "\n")
    if made in page.other_skeletons:
        return page.skeleton
    heading, bare = _HEADING.search(made), _HEADING.sub("", made, count=1)
    if heading and any(bare == _HEADING.sub("", other, count=1) for other in page.other_skeletons):
        return _HEADING.sub(lambda _: heading[0], page.skeleton, count=1)
    return ""


def _is_edited(found: _Region) -> bool:
    """Whether a region holds something else than the tool wrote there last."""
    if _is_merged(found):
        return False
    return found.content != "" if found.digest is None else found.digest != _digest(found.content)


def _is_merged(found: _Region) -> bool:
    """Whether git took the lines of two versions: a region begins within it. Each version is whole in git's history."""
    place = found.content.find(_MARK)
    while place >= 0:
        begin = _BEGIN.match(found.content, place)
        if begin and begin["name"] == found.name and _is_line_start(found.content, place):
            return True
        place = found.content.find(_MARK, place + 1)
    return False


def _digest(content: str) -> str:
    plain = content.replace("\r\n", "\n")  # Git on Windows may have turned the line ends.
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()[:16]
