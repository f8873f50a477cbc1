"""The outline that a page of Logseq is: items with properties, and what is nested in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

_ITEM = re.compile(r"([ \t]*)[-*][ \t](.*)|([ \t]*)[-*]$")
_PROPERTY = re.compile(r"[ \t]*([\w-]{1,40}):: ?(.*)")
_OF_NESTED = frozenset({"id", "collapsed", "hid", "updated"})


@dataclass(slots=True)
class Item:
    """An item of the outline: its own lines without properties, the properties, and what is nested in it."""

    first: int
    last: int
    words: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    nested: list[str] = field(default_factory=list)


def read_outline(lines: Sequence[str]) -> tuple[dict[str, str], list[Item]]:
    """Read the properties of the page and its outer items."""
    above = list(takewhile(lambda line: not _ITEM.fullmatch(line), lines))
    page = {found[1]: found[2].strip() for line in above if (found := _PROPERTY.fullmatch(line))}
    items: list[Item] = []
    for number, line in enumerate(lines[len(above) :], start=len(above) + 1):
        match = _ITEM.fullmatch(line)
        if not items or (match and not (match[1] or match[3])):
            items.append(Item(number, number, words=[(match[2] if match else line) or ""]))
            continue
        item = items[-1]
        item.last = number if line.strip() else item.last
        is_own = not item.nested and not match
        found = _PROPERTY.fullmatch(line)
        if is_own and found:
            item.told[found[1]] = found[2].strip()
        elif is_own:
            item.words.append(line.removeprefix("  "))
        elif not (found and found[1] in _OF_NESTED):
            item.nested.append(line)
    return page, items
