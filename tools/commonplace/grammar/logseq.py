"""A page of Logseq: its properties, and blocks with properties, each with the blocks that are nested in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

import msgspec

from commonplace.grammar.addresses import base_name
from commonplace.grammar.front_matter import front_matters
from commonplace.grammar.lines import text_lines
from commonplace.grammar.outline import ITEM, PROPERTY, Item, outline

_STAMP = re.compile(r"_\d{13}_\d+(?=\.\w+\Z|\Z)")
"""What Logseq adds to the name of a file that it takes in."""


class Block(msgspec.Struct):
    """A block: its item, its number on the page, its words without the properties, these, and what is nested in it."""

    item: Item
    number: int
    words: str
    told: dict[str, str]
    nested: list[Block] = msgspec.field(default_factory=list)


def title_of_file(file: str) -> str:
    """Read a title out of the name of a PDF.

    Examples
    --------
    >>> title_of_file("../assets/small_nets_1709280000000_0.pdf"), title_of_file("small_nets.pdf")
    ('small nets', 'small_nets')
    """
    stem = base_name(file).rpartition(".")[0]
    return _STAMP.sub("", stem).replace("_", " ") if _STAMP.search(stem) else stem


def read_page(text: str) -> tuple[dict[str, str], list[Block]]:
    """Read the properties of the page, and its outer blocks."""
    matter = next(iter(front_matters(text)), None)
    lines = with_items(text)
    above = takewhile(lambda line: not ITEM.match(line), lines)
    told = {name: matter.one(name) for name in matter.fields} if matter else {}
    page = told | {found[1]: found[2].strip() for line in above if (found := PROPERTY.fullmatch(line))}
    return page, _tree(outline(lines))


def with_items(text: str) -> Sequence[str]:
    """The lines of a page; where it was published without the marks of its items, these are put back.

    What stands right above properties is what these tell of, and what else stands below others was nested there.
    """
    lines = text_lines(text)
    matter = next(iter(front_matters(text)), None)
    first = matter.last_line if matter else 0
    if not first or any(ITEM.match(line) for line in lines[first:]):
        return lines
    marked = ["" for _ in lines[:first]]
    for at, line in enumerate(lines[first:], start=first):
        is_told = PROPERTY.fullmatch(line) is not None
        tells_next = at + 1 < len(lines) and PROPERTY.fullmatch(lines[at + 1]) is not None
        mark = "  " if is_told or not line.strip() else "- " if tells_next else "  - "
        marked.append(f"{mark}{line}".rstrip())
    return marked


def said_below(block: Block, is_apart: Callable[[Block], bool]) -> tuple[str, list[Block]]:
    """What is written below a block, as a list, and the blocks in it that are to be read by themselves."""
    lines: list[str] = []
    apart: list[Block] = []
    waiting = [(one, 0) for one in reversed(block.nested)]
    while waiting:
        one, depth = waiting.pop()
        if is_apart(one):
            apart.append(one)
            continue
        first, *others = one.words.split("\n")
        if one.words:
            lines += [f"{'  ' * depth}- {first}", *(f"{'  ' * depth}  {line}".rstrip() for line in others)]
        waiting += [(inner, depth + 1) for inner in reversed(one.nested)]
    return "\n".join(lines), apart


def _tree(items: Iterable[Item]) -> list[Block]:
    """Put each item into the one that it is nested in; gives the outer ones."""
    outer: list[Block] = []
    path: list[Block] = []
    for number, item in enumerate(items):
        found = [PROPERTY.fullmatch(line) for line in item.lines]
        told = {match[1]: match[2].strip() for match in found[1:] if match}
        words = "\n".join(line for line, match in zip(item.lines, found, strict=True) if not match).strip()
        block = Block(item, number, words or (item.lines[0] if found[0] else ""), told)
        while path and path[-1].item.depth >= item.depth:
            path.pop()
        (path[-1].nested if path else outer).append(block)
        path.append(block)
    return outer
