"""Words in a note of the plugin that no mark says what they are: the reader's own, or a theme's without marks.

Where the note has highlights with marks, its reader wrote what stands between them. Where it has none at all, its theme
leaves the marks out, and what stands below a chapter is what was highlighted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.weread.books import is_listed_field
from commonplace.grammar.weread.lines import Line
from commonplace.grammar.weread.marks import Mark, Thought

_OF_THE_BOOK = re.compile(r"书籍信息|图书信息|元数据|基本信息|简介|内容简介|作者简介|目录|metadata|info", re.IGNORECASE)
_NEXT_PARAGRAPH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmarked:
    """Lines without a blank one between, and where they stand; `is_above` if that is above all highlights."""

    lines: Sequence[Line]
    chapter: str
    rank: int
    is_above: bool


def marks_of_unmarked(groups: Iterable[Unmarked], *, has_marks: bool) -> Iterator[Mark]:
    """Make of each group what it is; what tells of the book is nothing of the reader."""
    told = [group for group in map(_of_the_reader, groups) if group.lines]
    if has_marks:
        yield from map(_note, _joined(group for group in told if not group.is_above))
        return
    for group in told:
        if group.chapter or not group.is_above:
            yield from (_highlight(item, group) for item in _items(group.lines))


def _of_the_reader(group: Unmarked) -> Unmarked:
    lines = [line for line in group.lines if line.raw.strip() and not is_listed_field(line.raw)]
    is_said = has_words("\n".join(line.raw for line in lines)) and not _OF_THE_BOOK.fullmatch(group.chapter)
    return replace(group, lines=lines if is_said else ())


def _joined(groups: Iterable[Unmarked]) -> list[Unmarked]:
    """Join paragraphs between which nothing but a blank line stands."""
    found: list[Unmarked] = []
    for group in groups:
        above = found[-1] if found else None
        if above and above.chapter == group.chapter and group.lines[0].at - above.lines[-1].at <= _NEXT_PARAGRAPH:
            blank = group.lines[0]._replace(raw="")
            found[-1] = replace(above, lines=(*above.lines, blank, *group.lines))
        else:
            found.append(group)
    return found


def _note(group: Unmarked) -> Mark:
    said = "\n".join(line.raw.rstrip() for line in group.lines).strip()
    return Mark(
        line=group.lines[0].at, kind="note", chapter=group.chapter, rank=group.rank, thoughts=(Thought(text=said),)
    )


def _items(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Part a list into its outer items; anything else is one."""
    starts = [at for at, line in enumerate(lines) if not at or (line.is_item and not line.is_indented)]
    for at, start in enumerate(starts):
        yield lines[start : starts[at + 1] if at + 1 < len(starts) else len(lines)]


def _highlight(lines: Sequence[Line], group: Unmarked) -> Mark:
    """Read words, and below them what the reader thought: a quotation below a paragraph, an item within an item."""
    words, thought = parted(lines)
    said = "\n".join(line.text for line in thought).strip()
    return Mark(
        line=lines[0].at,
        chapter=group.chapter,
        rank=group.rank,
        quote="\n".join(line.text for line in words).strip(),
        thoughts=(Thought(text=said),) if said else (),
    )


def parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part the words of the book from the reader's below them, where their nesting tells."""
    first = lines[0]
    for at, line in enumerate(lines[1:], start=1):
        if (line.is_quoted and not first.is_quoted) or (line.is_item and line.is_indented and not first.is_indented):
            return lines[:at], lines[at:]
    return lines, ()
