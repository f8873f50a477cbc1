"""From a file to its notes, and from a note to the sections under its headings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.markdown_note.blocks import Block, Heading, Line, numbered, parse_blocks
from commonplace.grammar.markdown_note.inline import plain, without_hidden
from commonplace.grammar.markdown_note.quarto import with_callouts


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """What stands under one heading, down to the next one.

    Attributes
    ----------
    headings : tuple of str
        Titles of the headings that it stands under, the outermost first; empty before the first heading.
    heading : Heading or None
        The innermost of them.
    blocks : tuple of Block
        Without the heading itself.
    """

    headings: tuple[str, ...]
    heading: Heading | None
    blocks: tuple[Block, ...]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One note; a file holds several where people pasted one below the other, each with its front matter."""

    front_matter: FrontMatter | None
    first_line: int
    last_line: int
    sections: tuple[Section, ...]


@lru_cache(maxsize=2)  # Several importers look at the same notes, to claim them and to read them.
def notes(text: str) -> tuple[Note, ...]:
    """Cut a file into its notes: each front matter begins one."""
    lines = numbered(with_callouts(text))
    return tuple(
        Note(
            front_matter=matter,
            first_line=first,
            last_line=end - 1,
            sections=tuple(_sections(parse_blocks(_between(lines, matter.last_line + 1 if matter else first, end)))),
        )
        for matter, first, end in parted(front_matters(text), text.count("\n") + 1)
        if matter or any(line.text.strip() for line in _between(lines, first, end))
    )


def _between(lines: Sequence[Line], first: int, end: int) -> Sequence[Line]:
    """The lines from the number `first` up to the one before `end`."""
    return lines[_index(lines, first) : _index(lines, end)]


def _index(lines: Sequence[Line], number: int) -> int:
    return bisect_left(lines, number, key=lambda line: line.number)


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    path: list[Heading] = []
    under: list[Block] = []
    for block in blocks:
        if not isinstance(block, Heading):
            under.append(block)
            continue
        yield section_under(path, under)
        path = [*(heading for heading in path if heading.level < block.level), block]
        under = []
    yield section_under(path, under)


def section_under(path: Sequence[Heading], blocks: Sequence[Block]) -> Section:
    """Put `blocks` under headings, the outermost first; what stands between ``%%`` in one is shown to nobody."""
    titles = tuple(title for title in (plain(without_hidden(heading.title)[0]) for heading in path) if title)
    return Section(headings=titles, heading=path[-1] if path else None, blocks=tuple(blocks))
