"""Marked regions of pages: the tool writes inside of them, the owner has all the rest, byte for byte.

A region stands between ``<!-- commonplace:begin NAME DIGEST -->`` and ``<!-- commonplace:end NAME -->``. The digest is
that of what the tool wrote last: where it no longer fits, someone edited inside, and the edit is kept.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from commonplace.model import Page

KEPT_WHOLE = "<!-- commonplace keeps this file whole -->"
"""In a file of the site that is no page: the tool may write it anew, and remove it."""

_REGION = re.compile(
    r"^<!-- commonplace:begin (?P<name>[a-z-]+)(?: (?P<digest>[0-9a-f]{16}))? -->\r?\n"
    r"(?P<content>.*?)"
    r"^<!-- commonplace:end (?P=name) -->",
    re.DOTALL | re.MULTILINE,
)
_BEGIN = re.compile(r"^<!-- commonplace:begin (?P<name>[a-z-]+)(?: [0-9a-f]{16})? -->\r?$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\r?\n.*?^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
_FIRST_LINE_END = re.compile(r"\A[^\n]*\r\n")
_FRAME = re.compile(r"\A---\r?\n.*?^---\r?\n\s*# [^\n]*", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
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
    if text is not None and without_regions(text).replace("\r\n", "\n") in page.other_skeletons:
        regions = _REGION.finditer(text)
        text = _REGION.sub(lambda _: next(regions)[0], page.skeleton.replace("\n", line_end))
    kept: list[str] = []
    merged: list[str] = []

    def with_content(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in page.regions:
            return match[0]
        if _is_merged(match):
            merged.append(name)
        elif is_edited(match):
            kept.append(name)
            return match[0]
        content = f"\n{page.regions[name].strip()}\n\n" if page.regions[name].strip() else ""
        region = f"<!-- commonplace:begin {name} {_digest(content)} -->\n{content}<!-- commonplace:end {name} -->"
        return region.replace("\n", line_end)

    whole = _REGION.sub(with_content, page.skeleton if text is None else text)
    return Filled(text=whole, kept=tuple(kept), merged=tuple(merged))


def emptied(text: str) -> str:
    """`text` with nothing in its regions, but for those that someone edited."""
    regions = dict.fromkeys((match["name"] for match in _REGION.finditer(text)), "")
    return filled(text, Page(path="", skeleton="", regions=regions)).text


def is_edited(match: re.Match[str]) -> bool:
    """Whether a region holds something else than the tool wrote there last."""
    if _is_merged(match):
        return False
    return match["content"] != "" if match["digest"] is None else match["digest"] != _digest(match["content"])


def _is_merged(match: re.Match[str]) -> bool:
    """Whether git took the lines of two versions: a region begins within it. Each version is whole in git's history."""
    return any(inner["name"] == match["name"] for inner in _BEGIN.finditer(match["content"]))


def merged_regions(text: str) -> tuple[str, ...]:
    """The names of the regions of a page in which git merged two versions."""
    return tuple(match["name"] for match in _REGION.finditer(text) if _is_merged(match))


def edited_regions(text: str) -> tuple[str, ...]:
    """The names of the regions of a page that someone edited."""
    return tuple(match["name"] for match in _REGION.finditer(text) if is_edited(match))


def without_regions(text: str) -> str:
    """What the owner wrote: the page with its regions empty."""
    return _REGION.sub(lambda match: empty_region(match["name"]).rstrip("\n"), text)


def prose_of(text: str) -> str:
    """What the owner wrote on a page below its front matter, without the regions."""
    return _FRONT_MATTER.sub("", _REGION.sub("", text), count=1)


def is_bare(text: str) -> bool:
    """Whether nobody wrote on a page: beside its regions there are only front matter and a heading."""
    rest = _FRAME.sub("", _REGION.sub("", text), count=1)
    return not edited_regions(text) and not rest.strip()


def _digest(content: str) -> str:
    plain = content.replace("\r\n", "\n")  # Git on Windows may have turned the line ends.
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()[:16]
