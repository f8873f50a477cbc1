"""Blocks between two fences, ``/// html | div.name`` and ``///``, each fence with empty lines around it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.blockprocessors import BlockProcessor
from pymdownx.blocks.details import Details
from pymdownx.blocks.html import HTML

from commonplace.markdown_shortcuts.certainty import blocks_of

# No longer fences: blocks in blocks would be as many calls in calls.
_FENCE = r"(?P<fence>/{3,12})"
_NAME = r"[A-Za-z_\x80-\U0010ffff][\w-]*+"
_ATTRIBUTES = (
    rf"(?:\#(?P<id>{_NAME}))?(?P<classes>(?:\.{_NAME})*+)"
    r'(?P<others>(?:\[(?!id=|class=)[a-zA-Z-]++="[^"\\\n]*+"\])*+)'
)
_HTML = re.compile(rf"{_FENCE} html \| (?P<tag>div|blockquote|figure){_ATTRIBUTES}")
_DETAILS = re.compile(rf"{_FENCE} details \| (?P<summary>[^\s#][^\n]*(?<! ))(?:\n    type: (?P<type>cp-[a-z-]+))?")
_OPTIONS = r"(?:\n    (?:markdown: inline|type: cp-[a-z-]+|open: (?:[Tt]rue|[Ff]alse)))*+(?=\n(?! )|\Z)"
_INNER = re.compile(
    rf"{_FENCE}(?: (?:html \| (?P<tag>div|blockquote|figure|(?P<inline>figcaption|svg)){_ATTRIBUTES}"
    rf"|details \| [^\s#][^\n]*(?<! )){_OPTIONS}|(?=\n|\Z))"
)
_SLASHES = re.compile(r"^ *///", re.MULTILINE)
_ATTRIBUTE = re.compile(r'\[([a-zA-Z-]+)="([^"]*)"\]')


class FencedBlocks(BlockProcessor):
    """Read a block whose end is in sight at once; pymdownx does so piece by piece, and maps the page for each."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether a fence may open here."""
        return block.startswith("///") and parent.tag not in ("li", "dd")

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        """Make the element with all that is in it, or leave it to pymdownx."""
        opening = _HTML.fullmatch(blocks[0]) or _DETAILS.fullmatch(blocks[0])
        if not opening or not self._is_sure() or not (end := _end(blocks)):
            return False
        element = _details(parent, opening) if opening.re is _DETAILS else _html(parent, opening)
        within = blocks[1:end]
        del blocks[: end + 1]
        self.parser.state.set("blocks")
        self.parser.parseBlocks(element, within)
        self.parser.state.reset()
        return True

    def _is_sure(self) -> bool:
        """Whether pymdownx would make the same of it."""
        theirs = blocks_of(self.parser)
        return (
            theirs is not None
            and theirs.blocks.get("html") is HTML
            and theirs.blocks.get("details") is Details
            and not theirs.config["html"].get("custom")
        )


def _end(blocks: list[str]) -> int:
    """Where the first block ends; 0 if something is in the way that is not plain to read, or not where it should be."""
    open_fences: list[re.Match[str]] = []
    for place, block in enumerate(blocks):
        if block.count("$$") % 2:  # A formula with an empty line in it, which pymdownx takes apart.
            return 0
        for slashes in _SLASHES.finditer(block) if "///" in block else ():
            fence = _INNER.match(block, slashes.start())
            if not fence or not _follows(fence, open_fences):
                return 0
            if not open_fences:
                return place if block.strip("\n") == fence["fence"] else 0
    return 0


def _follows(fence: re.Match[str], open_fences: list[re.Match[str]]) -> bool:
    """Open or close a block, if it can be here."""
    if fence.end() == fence.end("fence"):
        return open_fences.pop()["fence"] == fence["fence"]
    if open_fences and open_fences[-1]["inline"]:
        return False
    open_fences.append(fence)
    return True


def _html(parent: ET.Element, opening: re.Match[str]) -> ET.Element:
    element = ET.SubElement(parent, opening["tag"])
    if opening["id"]:
        element.set("id", opening["id"])
    if opening["classes"]:
        element.set("class", " ".join(sorted(opening["classes"][1:].split("."))))
    for name, value in _ATTRIBUTE.findall(opening["others"]):
        element.set(name.lower(), value)
    return element


def _details(parent: ET.Element, opening: re.Match[str]) -> ET.Element:
    element = ET.SubElement(parent, "details")
    if opening["type"]:
        element.set("class", opening["type"])
    ET.SubElement(element, "summary").text = opening["summary"]
    return element
