"""Pages of outliners, Logseq's and Roam's: items as deep as they are indented, each with the lines that go on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

ITEM = re.compile(r"([ \t]*)[-*](?:[ \t]+(.*))?$")
PROPERTY = re.compile(r"[ \t]*([\w-]{1,40}):: ?(.*)")
_TAB = 4


class Item(msgspec.Struct):
    """One item.

    Attributes
    ----------
    depth : int
        Columns that it is indented by.
    first, last : int
        The numbers of its first line and of its last one with words.
    lines : list of str
        Its words, without the indentation that lines of an item have in common.
    """

    depth: int
    first: int
    last: int
    lines: list[str] = msgspec.field(default_factory=list)

    @property
    def words(self) -> str:
        """Its lines together."""
        return "\n".join(self.lines).strip()


def outline(lines: Sequence[str], first: int = 1) -> Iterator[Item]:
    """Read the items in `lines`, of which the first has the number `first`; what stands above all items is none."""
    item: Item | None = None
    for number, line in enumerate(lines, start=first):
        match = ITEM.match(line)
        if match:
            yield from [item] if item else []
            item = Item(_depth(match[1]), number, number, [match[2] or ""])
        elif item:
            item.lines.append(_dedented(line, item.depth + 2))
            item.last = number if line.strip() else item.last
    yield from [item] if item else []


def _depth(indentation: str) -> int:
    return len(indentation.expandtabs(_TAB))


def _dedented(line: str, most: int) -> str:
    bare = line.lstrip(" \t")
    return " " * (_depth(line[: len(line) - len(bare)]) - most) + bare
