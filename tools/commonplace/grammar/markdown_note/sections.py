"""From a file to its notes, and from a note to the sections under its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from commonplace.grammar.front_matter import FrontMatter, front_matters
from commonplace.grammar.markdown_note.blocks import Block, Heading, Line, numbered, parse_blocks
from commonplace.grammar.markdown_note.inline import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note; a file holds several where people pasted one below the other, each with its front matter."""

    front_matter: FrontMatter | None
    first_line: int
    last_line: int
    sections: tuple[Section, ...]


@lru_cache(maxsize=2)  # Several importers look at the same notes, to claim them and to read them.
def notes(text: str) -> tuple[Note, ...]:
    """Cut a file into its notes: each front matter begins one."""
    lines = numbered(text)
    found = front_matters(text)
    starts = [1, *(matter.first_line for matter in found), len(lines) + 1]
    matters = [None, *found]
    return tuple(
        _note(matter, lines[first - 1 : end - 1])
        for matter, (first, end) in zip(matters, pairwise(starts), strict=True)
        if matter or any(line.text.strip() for line in lines[first - 1 : end - 1])
    )


def _note(matter: FrontMatter | None, lines: Sequence[Line]) -> Note:
    above = matter.last_line - matter.first_line + 1 if matter else 0
    return Note(
        front_matter=matter,
        first_line=lines[0].number,
        last_line=lines[-1].number,
        sections=tuple(_sections(parse_blocks(lines[above:]))),
    )


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    path: list[Heading] = []
    under: list[Block] = []
    for block in blocks:
        if not isinstance(block, Heading):
            under.append(block)
            continue
        yield _section(path, under)
        path = [*(heading for heading in path if heading.level < block.level), block]
        under = []
    yield _section(path, under)


def _section(path: Sequence[Heading], blocks: Sequence[Block]) -> Section:
    titles = tuple(title for title in (plain(heading.title) for heading in path) if title)
    return Section(headings=titles, heading=path[-1] if path else None, blocks=tuple(blocks))
