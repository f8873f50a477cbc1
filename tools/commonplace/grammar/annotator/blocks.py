"""The block that Obsidian Annotator keeps for each annotation, in whatever state formatters and hands have left it.

::

    >%%
    >```annotation-json
    >{"created": …}
    >```
    >%%
    >*%%PREFIX%%before%%HIGHLIGHT%% ==marked== %%POSTFIX%%after*
    >%%LINK%%[[#^k3x9…|show annotation]]
    >%%COMMENT%%
    >what the reader wrote
    >%%TAGS%%
    >#one, #two
    ^k3x9…

The plugin itself reads this with regular expressions that a space after ``>`` or a missing blank line defeats, and
then shows nothing. Here a block is found by its fence, and ends where the next one begins at the latest, so that no
damage reaches beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import dedent
from typing import NamedTuple

import msgspec

from commonplace.grammar.annotator.regions import TAGS, TRAILING_ID, quoted_in, regions_of, tag_names
from commonplace.grammar.annotator.shown import CALLOUT, shown_blocks

_OPENING = re.compile(r"([ \t>]*)(?:`{3,}|~{3,})annotation-json[ \t]*")
_VIDEO = re.compile(r"([ \t]*>[ \t]*)\*\*(.*)\*\*[ \t]*%%TIMESTAMP:[ \t]*([0-9]{1,9}(?:\.[0-9]{1,9})?)[ \t]*%%[ \t]*")
_AS_WRITTEN = re.compile(
    r""">%%\n(?<=^>%%\n)
    >```annotation-json\n
    >(?P<json>\{[^\n]*+)\n
    >```\n
    >%%\n
    >(?P<head>\*[^\n]*+(?:\n>(?![ \t]*%%)[^\n]*+)*+)\n
    >%%LINK%%(?P<link>[^\n]*+)\n
    >%%COMMENT%%\n
    (?P<comment>(?:>(?![ \t]*%%)[^\n]*+\n)*+)
    >%%TAGS%%\n
    >(?![ \t]*%%)(?P<tags>[^\n^]*+)\n
    \^(?P<id>[A-Za-z0-9-]++)[ \t]*+$""",
    re.VERBOSE | re.MULTILINE,
)
_QUOTED = re.compile(r"[ \t]*>")
_LINES_AS_WRITTEN = 11
"""Of a block without a comment."""
_MARKS = " \t>"
_ID_LINE = re.compile(r"[ \t>]*\^([A-Za-z0-9-]+)[ \t]*")
_FENCES = ("```", "~~~")
_END_OF_JSON = (*_FENCES, "%%", "*%%", "_%%")
_LINK_ID = re.compile(r"\[\[[^\]\n]*#\^([A-Za-z0-9-]+)")


class AnnotatorBlock(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One block, taken apart.

    Attributes
    ----------
    first_line, last_line : int
        Its lines, counted from 1.
    json : str
        What stands between the fences.
    json_line : int
        Where that begins; 0 if the block has none.
    quote : str
        The marked words, without white space around them.
    prefix, suffix : str or None
        None where the plugin's settings left them out.
    comment : str or None
        None if its region is gone.
    tags : tuple of str or None
        Without the ``#`` of each; None if their region is gone.
    native_id : str
        The ``^id`` below the block; empty if there is none, or the ``undefined`` of early versions.
    link_id : str
        The id in the link of the block to itself, which may be an older one.
    is_wrapped : bool
        Whether a formatter joined its lines, so that white space in it means nothing.
    """

    first_line: int
    last_line: int
    json: str
    json_line: int
    quote: str = ""
    prefix: str | None = None
    suffix: str | None = None
    comment: str | None = None
    tags: tuple[str, ...] | None = None
    native_id: str = ""
    link_id: str = ""
    is_wrapped: bool = False


class VideoBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A note on a moment of a video: ``> **title** %%TIMESTAMP: 12.5%%`` and lines of text."""

    first_line: int
    last_line: int
    title: str
    seconds: str
    comment: str
    native_id: str


def annotator_blocks(lines: Sequence[str]) -> Iterator[AnnotatorBlock | VideoBlock]:
    """Find the blocks among `lines`, in order; published ones only where no other stands."""
    written = list(_written_blocks(lines))
    if written or not any("show annotation" in line for line in lines):
        yield from written
        return
    for shown in shown_blocks(lines):
        yield AnnotatorBlock(
            first_line=shown.start + 1,
            last_line=shown.end,
            json="",
            json_line=0,
            prefix=shown.prefix,
            quote=shown.quote,
            suffix=shown.suffix,
            comment=shown.comment,
            tags=tag_names(shown.tags),
            native_id=_native(shown.native_id),
        )


def _written_blocks(lines: Sequence[str]) -> Iterator[AnnotatorBlock | VideoBlock]:
    text = "\n".join(lines)
    at, counted = 0, 0
    for written in _AS_WRITTEN.finditer(text):
        if _holds_a_start(written):
            continue
        start = at + text.count("\n", counted, written.start())
        first = start - 1 if start > at and CALLOUT.fullmatch(lines[start - 1]) else start
        yield from _touched_blocks(lines, at, first)
        block = _block_as_written(written, start)
        yield msgspec.structs.replace(block, first_line=first + 1)
        at, counted = block.last_line, written.end() + 1
    yield from _touched_blocks(lines, at, len(lines))


def _holds_a_start(match: re.Match[str]) -> bool:
    """Tell whether in the words of a block another one may begin."""
    words = "\n".join(match.group("head", "comment", "tags"))
    return "annotation-json" in words or "%%TIMESTAMP" in words


def _touched_blocks(lines: Sequence[str], first: int, end: int) -> Iterator[AnnotatorBlock | VideoBlock]:
    """Find the blocks from index `first` to before `end`, line by line."""
    for start, limit in pairwise((*_starts(lines, first, end), end)):
        opened = next((i for i in range(start, limit) if _OPENING.fullmatch(lines[i])), None)
        yield _video_block(lines, start, limit) if opened is None else _block(lines, start, opened, limit)


def _starts(lines: Sequence[str], first: int, end: int) -> Iterator[int]:
    """Yield the index of the first line of each block: its ``%%``, or its fence if that is gone."""
    floor = first
    for index in range(first, end):
        line = lines[index]
        if "%%TIMESTAMP" in line and _VIDEO.fullmatch(line):
            yield index
        elif "annotation-json" in line and _OPENING.fullmatch(line):
            above = index - 1
            while above >= floor and _QUOTED.match(lines[above]) and not lines[above].strip(_MARKS):
                above -= 1
            first = above if above >= floor and lines[above].strip(_MARKS) == "%%" else index
            yield first - 1 if first > floor and CALLOUT.fullmatch(lines[first - 1]) else first
        else:
            continue
        floor = index + 1


def _block_as_written(match: re.Match[str], start: int) -> AnnotatorBlock:
    """Take a block apart that nobody touched since the plugin wrote it: most are, and a pattern reads them sooner."""
    json, head, below_head, comment, tags, native_id = match.groups()
    prefix, quote, suffix = quoted_in(head.replace("\n>", "\n"))
    link = _LINK_ID.search(below_head)
    return AnnotatorBlock(
        first_line=start + 1,
        last_line=start + head.count("\n") + comment.count("\n") + _LINES_AS_WRITTEN,
        json=json.strip(),
        json_line=start + 3,
        prefix=prefix,
        quote=quote,
        suffix=suffix,
        comment=_undented(comment[1:].replace("\n>", "\n")) if comment else "",
        tags=tag_names(tags) if tags else (),
        native_id=_native(native_id),
        link_id=_native(link[1]) if link else "",
    )


def _undented(text: str) -> str:
    """Take off the indentation that all lines share, and white space around them."""
    is_indented = text.startswith((" ", "\t")) or "\n " in text or "\n\t" in text
    return (dedent(text) if is_indented else text).strip()


def _block(lines: Sequence[str], start: int, opened: int, limit: int) -> AnnotatorBlock:
    opening = _OPENING.fullmatch(lines[opened])
    mark = opening[1] if opening else ""
    written = _start_of_json(lines, opened + 1, limit)
    closed = _end_of_json(lines, written, limit)
    extent = _extent(lines, closed, limit, quoted=">" in mark)
    rest = [_bare(line, mark) for line in lines[closed : extent.words_end]]
    if rest and rest[0].lstrip().startswith(_FENCES):
        rest = rest[1:]
    regions = regions_of("\n".join(rest))
    prefix, quote, suffix = quoted_in(regions.head)
    tags = regions.tags or ""
    trailing = TRAILING_ID.search(tags)
    tags = tags[: trailing.start()] if trailing else tags
    link = _LINK_ID.search(regions.link)
    return AnnotatorBlock(
        first_line=start + 1,
        last_line=max(extent.end, closed),
        json="\n".join(_bare(line, mark).strip() for line in lines[written:closed]),
        json_line=min(written + 1, len(lines)),
        prefix=prefix,
        quote=quote,
        suffix=suffix,
        comment=None if regions.comment is None else _undented(regions.comment),
        tags=None if regions.tags is None else tag_names(" ".join(tags.split()) if regions.is_wrapped else tags),
        native_id=extent.native_id or (_native(trailing[1]) if trailing else ""),
        link_id=_native(link[1]) if link else "",
        is_wrapped=regions.is_wrapped,
    )


def _bare(line: str, mark: str) -> str:
    """Take the mark of the quote off a line; just this, for a comment may be indented and quote, too."""
    for known in (mark, mark.rstrip()):
        if line.startswith(known):
            return line[len(known) :]
    return line.lstrip(" \t").removeprefix(">")


def _start_of_json(lines: Sequence[str], index: int, limit: int) -> int:
    """Skip the lines of nothing but ``>`` that formatters put between fence and JSON."""
    while index < limit and _QUOTED.match(lines[index]) and not lines[index].strip(_MARKS):
        index += 1
    return index


def _end_of_json(lines: Sequence[str], index: int, limit: int) -> int:
    """Find the line that closes the fence, or the first that cannot be JSON if none does."""
    while index < limit and lines[index].strip(_MARKS) and not lines[index].lstrip(_MARKS).startswith(_END_OF_JSON):
        index += 1
    return index


class _Extent(NamedTuple):
    """Index after the words of a block, index after its id, and that id."""

    words_end: int
    end: int
    native_id: str


def _extent(lines: Sequence[str], start: int, limit: int, *, quoted: bool, tags_seen: bool = False) -> _Extent:
    """Find how far a block goes.

    A blank line inside is damage as long as the tags are still to come; after them, only the id may follow. (A note
    on a video has no tags to come.)
    """
    end, blank_seen = start, False
    for index in range(start, limit):
        line, is_quoted = lines[index], bool(_QUOTED.match(lines[index]))
        id_line = None if is_quoted else _ID_LINE.fullmatch(line)
        if id_line:
            return _Extent(end, index + 1, _native(id_line[1]))
        if not line.strip():
            blank_seen = True
            continue
        if (quoted and not is_quoted) or (blank_seen and tags_seen):
            break
        end = index + 1
        tags_seen = tags_seen or line.strip(_MARKS) == TAGS
    # A formatter takes the id for one more line of the quote.
    last = _ID_LINE.fullmatch(lines[end - 1]) if end > start else None
    return _Extent(end - 1, end, _native(last[1])) if last else _Extent(end, end, "")


def _native(written: str) -> str:
    return "" if written == "undefined" else written


def _video_block(lines: Sequence[str], start: int, limit: int) -> VideoBlock:
    opening = _VIDEO.fullmatch(lines[start])
    _, title, seconds = opening.groups() if opening else ("", "", "")
    extent = _extent(lines, start + 1, limit, quoted=True, tags_seen=True)
    words = [_bare(line, ">") for line in lines[start + 1 : extent.words_end] if line.strip()]
    return VideoBlock(
        first_line=start + 1,
        last_line=extent.end,
        title=title.strip(),
        seconds=seconds,
        comment=dedent("\n".join(words)).strip(),
        native_id=extent.native_id,
    )
