"""From lines to blocks: headings, quotes, callouts, lists, tables, code, mathematics, comments, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import msgspec

from commonplace.grammar.fences import fence_after

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_QUOTED = re.compile(r"[ \t]*> ?")
# A callout may be the content of a list item.
_QUOTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+> ?(?=[ \t]*\[!)")
_CALLOUT = re.compile(r"[ \t]*(\[!([^\]|\n]+)(?:\|([^\]\n]*))?\][+-]?)")
_NO_TEXT = ("|", "#", "-", "*", "_")
_DEEPEST = 12
"""Quotes nested deeper than this are text: nobody writes them, and each level costs a pass over its lines."""


class Line(NamedTuple):
    """One line without the marks of what it is nested in; `bare` if it never had such a mark."""

    number: int
    text: str
    bare: bool = True


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of lines.

    Attributes
    ----------
    kind : str
        ``paragraph``, ``list``, ``table``, ``code``, ``math``, ``rule``, ``comment``, ``heading``, ``quote`` or
        ``callout``.
    first_line, last_line : int
        Where it stands in the file, counted from 1.
    text : str
        As it is written, without the ``>`` of the quotes that it is nested in, but with its own.
    """

    kind: str
    first_line: int
    last_line: int
    text: str


class Heading(Block, frozen=True, kw_only=True):
    """An ATX heading."""

    level: int
    title: str


class Quote(Block, frozen=True, kw_only=True):
    """A block quote and the blocks in it."""

    children: tuple[Block, ...]


class Callout(Quote, frozen=True, kw_only=True):
    """A block quote that begins with ``[!type|meta]``.

    Attributes
    ----------
    marker : str
        As it is written, with the ``+`` or ``-`` of a folded one: ``[!Quote|red]-``.
    type : str
        In lower case, without the looks that some themes write after it (``[!note right 30%]``).
    meta : str
        What stands after the bar.
    title : str
        The rest of the first line, as it is written.
    """

    marker: str
    type: str
    meta: str
    title: str


_PASTED_BEHIND = re.compile(r"(?<=[^\s>`|])(?=> \[!\w+(?:\|[^\[\]\n]*)?\] !?\[)")


def numbered(text: str) -> list[Line]:
    """Number the lines of a file from 1; of empty ones that follow each other only the first is kept.

    A callout that was pasted behind the words of a line is a line of the same number.
    """
    lines = text.split("\n")
    pairs = enumerate(zip(("", *lines), lines, strict=False), start=1)
    kept = [Line(number, line) for number, (before, line) in pairs if line or before]
    if not _PASTED_BEHIND.search(text):
        return kept
    return [Line(line.number, part) for line in kept for part in _PASTED_BEHIND.split(line.text)]


def parse_blocks(lines: Sequence[Line], depth: int = 0) -> tuple[Block, ...]:
    """Cut `lines` into blocks; blank lines between them are none."""
    return tuple(_blocks(lines, depth))


def _blocks(lines: Sequence[Line], depth: int) -> Iterator[Block]:
    index = 0
    while index < len(lines):
        if not lines[index].text.strip():
            index += 1
            continue
        kind, end = _kind_and_end(lines, index, depth)
        yield _block(kind, lines[index:end], depth)
        index = end


def _kind_and_end(lines: Sequence[Line], index: int, depth: int) -> tuple[str, int]:
    for kind, end_of in _rules_at(lines[index], _STRUCTURES):
        if kind == "quote" and depth >= _DEEPEST:
            continue
        end = end_of(lines, index)
        if end > index:
            return kind, end
    return "paragraph", _end_of_paragraph(lines, index)


def _block(kind: str, lines: Sequence[Line], depth: int) -> Block:
    first, last = lines[0].number, lines[-1].number
    text = _joined(lines)
    if kind == "heading":
        marks = _HEADING.match(text)
        level = len(marks[1]) if marks else 0
        return Heading(kind=kind, first_line=first, last_line=last, text=text, level=level, title=_title(text))
    if kind == "quote":
        return _quote(lines, first, last, text, depth)
    return Block(kind=kind, first_line=first, last_line=last, text=text)


def _joined(lines: Sequence[Line]) -> str:
    """Put lines together, with the empty ones that were not kept."""
    parts = [lines[0].text]
    parts += ["\n" * (line.number - before.number) + line.text for before, line in pairwise(lines)]
    return "".join(parts)


def _title(text: str) -> str:
    """Read the words of a heading, without the hashes that may close it."""
    words = text.strip().lstrip("#").strip()
    open_end = words.rstrip("#")
    return open_end.strip() if not open_end or open_end[-1] in " \t" else words


def _quote(lines: Sequence[Line], first: int, last: int, text: str, depth: int) -> Quote:
    inner = [_unquoted(line, opens=position == 0) or line for position, line in enumerate(lines)]
    marker = _CALLOUT.match(inner[0].text)
    if marker is None:
        children = parse_blocks(inner, depth + 1)
        return Quote(kind="quote", first_line=first, last_line=last, text=text, children=children)
    return Callout(
        kind="callout",
        first_line=first,
        last_line=last,
        text=text,
        children=parse_blocks(inner[1:], depth + 1),
        marker=marker[1],
        type=(marker[2].split() or [""])[0].casefold(),
        meta=(marker[3] or "").strip(),
        title=inner[0].text[marker.end() :].strip(),
    )


def _unquoted(line: Line, *, opens: bool = False) -> Line | None:
    """Take one ``>`` off a line; None if it has none."""
    match = _QUOTED.match(line.text) or (_QUOTED_ITEM.match(line.text) if opens else None)
    return Line(line.number, line.text[match.end() :], bare=False) if match else None


def _end_of_code(lines: Sequence[Line], start: int) -> int:
    fence = fence_after(lines[start].text.lstrip())
    if not fence:
        return start
    for index in range(start + 1, len(lines)):
        fence = fence_after(lines[index].text.lstrip(), fence)
        if not fence:
            return index + 1
    return len(lines)  # As in CommonMark: what is never closed runs to the end.


def _end_of_enclosed(mark: str) -> Callable[[Sequence[Line], int], int]:
    """Make the rule for what stands between two `mark` over several lines; one that is never closed is text."""

    def end_of(lines: Sequence[Line], start: int) -> int:
        text = lines[start].text.strip()
        if not text.startswith(mark):
            return start
        if mark in text[len(mark) :]:
            return start + 1 if text.endswith(mark) and text.count(mark) == 2 else start  # noqa: PLR2004
        return next((index + 1 for index in range(start + 1, len(lines)) if mark in lines[index].text), start)

    return end_of


def _end_of_line(pattern: re.Pattern[str]) -> Callable[[Sequence[Line], int], int]:
    """Make the rule for a block of one line."""
    return lambda lines, start: start + (pattern.match(lines[start].text) is not None)


def _end_of_table(lines: Sequence[Line], start: int) -> int:
    index = start
    while index < len(lines) and lines[index].text.lstrip().startswith("|"):
        index += 1
    return index


def _end_of_quote(lines: Sequence[Line], start: int) -> int:
    if _unquoted(lines[start], opens=True) is None:
        return start
    fence, lazy, empty = "", False, _is_bare_callout(lines[start])
    for index in range(start, len(lines)):
        inner = _unquoted(lines[index], opens=index == start)
        if inner is None:
            # A line without its > goes on with the paragraph above it, and with nothing else.
            if fence or not lazy or not lines[index].bare or _interrupts(lines, index):
                return index
            continue
        if index > start and not fence and _CALLOUT.match(inner.text):
            return index  # Pasted below without a blank line: Obsidian shows one callout, the reader marked two.
        core = inner.text.lstrip("> \t")
        was_open, fence = fence, fence_after(core, fence)
        empty = empty and (index == start or not core.strip())
        lazy = not fence and not was_open and (_can_go_on(core) or empty)
    return len(lines)


def _is_bare_callout(line: Line) -> bool:
    """Tell whether a callout begins without any link: then a template that lost its ``>`` may have filled it.

    ``> [!abstract] …``, ``>``, and a text below that begins without ``>`` are meant as one.
    """
    inner = _unquoted(line, opens=True)
    return (
        inner is not None and _CALLOUT.match(inner.text) is not None and "](" not in line.text and "[[" not in line.text
    )


def _can_go_on(core: str) -> bool:
    """Tell whether a line of a quote is text that the next line can continue."""
    is_structure = core.startswith(_NO_TEXT) and (core[0] == "|" or _HEADING.match(core) or _RULE.match(core))
    return bool(core.strip()) and not is_structure


def _end_of_list(lines: Sequence[Line], start: int) -> int:
    if not _ITEM.match(lines[start].text):
        return start
    index = start + 1
    while index < len(lines):
        following = _next_with_text(lines, index)
        if following == len(lines) or not _in_list(lines, following, after_blank=following > index):
            return index
        index = max(_end_of_code(lines, following), following + 1)
    return index


def _in_list(lines: Sequence[Line], index: int, *, after_blank: bool) -> bool:
    """Tell whether a line belongs to the list above it."""
    text = lines[index].text
    if _QUOTED.match(text) or _QUOTED_ITEM.match(text) or _RULE.match(text):
        return False
    if _ITEM.match(text) or text.startswith((" ", "\t")):
        return True
    return not after_blank and not starts_block(lines, index)


def _next_with_text(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and not lines[index].text.strip():
        index += 1
    return index


def _end_of_paragraph(lines: Sequence[Line], start: int) -> int:
    index = start + 1
    while index < len(lines) and not _interrupts(lines, index):
        index += 1
    return index


def _interrupts(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a paragraph ends before `index`."""
    return not lines[index].text.strip() or starts_block(lines, index)


def starts_block(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a block that is no paragraph begins at `index`."""
    return any(end_of(lines, index) > index for _, end_of in _rules_at(lines[index], _STARTS))


_Rule: TypeAlias = Callable[[Sequence[Line], int], int]


def _rules_at(line: Line, rules: Mapping[str, Sequence[tuple[str, _Rule]]]) -> Sequence[tuple[str, _Rule]]:
    """The rules for blocks that may begin with the first character of a line: most lines begin none."""
    first = line.text.lstrip()[:1]
    return rules.get("0" if first.isdigit() else first, ())


def _by_first_character(rules: Mapping[str, _Rule]) -> dict[str, list[tuple[str, _Rule]]]:
    firsts = "".join(_FIRST_CHARACTERS.values())
    return {first: [rule for rule in rules.items() if first in _FIRST_CHARACTERS[rule[0]]] for first in firsts}


_FIRST_CHARACTERS = {"comment": "%", "code": "`~", "math": "$", "heading": "#", "rule": "-*_"}
_FIRST_CHARACTERS |= {"quote": ">-*+0", "table": "|", "list": "-*+0"}
"""What blocks begin with, but for white space; 0 stands for any digit."""

_RULES: Mapping[str, _Rule] = {
    "comment": _end_of_enclosed("%%"),
    "code": _end_of_code,
    "math": _end_of_enclosed("$$"),
    "heading": _end_of_line(_HEADING),
    "rule": _end_of_line(_RULE),
    "quote": _end_of_quote,
    "table": _end_of_table,
    "list": _end_of_list,
}
"""In the order of precedence: each rule gives the index after the block that begins at a line, or that line's own."""

_STRUCTURES = _by_first_character(_RULES)
_STARTS = _by_first_character(
    {
        **_RULES,
        "code": lambda lines, index: index + bool(fence_after(lines[index].text.lstrip())),
        "quote": lambda lines, index: index + (_unquoted(lines[index], opens=True) is not None),
        "table": lambda lines, index: index + lines[index].text.lstrip().startswith("|"),
        "list": _end_of_line(_ITEM),
    }
)
"""The same rules, looking at no more lines than it takes to know that a block begins."""
