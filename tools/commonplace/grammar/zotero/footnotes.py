"""Notes at the foot: most only cite a place, and some hold the marked words beside their link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.markdown_note.blocks import Block

_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:")
_OPENING = re.compile(r"[“\"«„「]")
_CLOSING = re.compile(r"[”\"»“」]")


def footnotes(block: Block) -> Iterator[Block]:
    """Make a block of each note at the foot, if `block` is nothing but such notes; else give it as it is."""
    lines = block.text.split("\n")
    if block.kind != "paragraph" or not all(_FOOTNOTE.match(line) for line in lines):
        yield block
        return
    for at, line in enumerate(lines, start=block.first_line):
        yield Block(kind="footnote", first_line=at, last_line=at, text=line)


def is_footnote(block: Block) -> bool:
    """Whether a block is a note at the foot that says where its text cites from, and holds no words from there."""
    return all(_FOOTNOTE.match(line) for line in block.text.split("\n")) and not _quotes(block.text)


def without_mark_of_footnote(text: str) -> str:
    """Take off the mark that a note at the foot begins with."""
    return _FOOTNOTE.sub("", text, count=1).strip() if _FOOTNOTE.match(text) else text


def _quotes(line: str) -> bool:
    opening = _OPENING.search(line) if "annotation=" in line else None
    return opening is not None and any(match.start() > opening.end() for match in _CLOSING.finditer(line))
