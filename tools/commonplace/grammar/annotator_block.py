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

from commonplace.grammar.annotator_shown import CALLOUT, below_json, shown_blocks

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
_TRAILING_ID = re.compile(r"\s\^([A-Za-z0-9-]+)\s*\Z")
_FENCES = ("```", "~~~")
_END_OF_JSON = (*_FENCES, "%%", "*%%", "_%%")
_LINK_ID = re.compile(r"\[\[[^\]\n]*#\^([A-Za-z0-9-]+)")
# In ``#a #b`` two tags, in ``#cross entropy`` one: the plugin divides at commas only.
_BETWEEN_TAGS = re.compile(r",| ?[，、;；] ?(?=#)| (?=#)")
_HIGHLIGHT, _PREFIX, _POSTFIX = "%%HIGHLIGHT%%", "%%PREFIX%%", "%%POSTFIX%%"
_LINK, _COMMENT, _TAGS = "%%LINK%%", "%%COMMENT%%", "%%TAGS%%"

_PLACES = {
    marker: tuple(
        (re.compile(before + marker + behind, re.MULTILINE), bool(behind))
        for before, behind in (("^[ \\t]*", "[ \\t]*$"), ("^[ \\t]*", ""), ("", ""))
    )
    for marker in (_LINK, _COMMENT, _TAGS)
}
"""Where a marker may stand, the best first, and whether that is a line of its own."""


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
            tags=_tag_names(shown.tags),
            native_id=_native(shown.native_id),
        )


def _written_blocks(lines: Sequence[str]) -> Iterator[AnnotatorBlock | VideoBlock]:
    text = "\n".join(lines)
    at, counted = 0, 0
    for written in _AS_WRITTEN.finditer(text):
        if _holds_a_start(written):
            continue
        start = at + text.count("\n", counted, written.start())
        yield from _touched_blocks(lines, at, start)
        block = _block_as_written(written, start)
        yield block
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
    prefix, quote, suffix = _quote(head.replace("\n>", "\n"))
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
        tags=_tag_names(tags) if tags else (),
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
    regions = _regions("\n".join(rest))
    prefix, quote, suffix = _quote(regions.head)
    tags = regions.tags or ""
    trailing = _TRAILING_ID.search(tags)
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
        tags=None if regions.tags is None else _tag_names(" ".join(tags.split()) if regions.is_wrapped else tags),
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
        tags_seen = tags_seen or line.strip(_MARKS) == _TAGS
    # A formatter takes the id for one more line of the quote.
    last = _ID_LINE.fullmatch(lines[end - 1]) if end > start else None
    return _Extent(end - 1, end, _native(last[1])) if last else _Extent(end, end, "")


def _native(written: str) -> str:
    return "" if written == "undefined" else written


class _Regions(NamedTuple):
    """What stands before, between and after the markers of a block."""

    head: str
    link: str
    comment: str | None
    tags: str | None
    is_wrapped: bool


def _regions(text: str) -> _Regions:
    comment_at = _marker(text, _COMMENT)
    # A comment may hold the marker of the tags: the last one counts.
    tags_at = _marker(text, _TAGS, start=comment_at.end, last=True)
    head = text[: min(comment_at.start, tags_at.start)]
    link_at = _marker(head, _LINK)
    told = None if comment_at.found or tags_at.found or link_at.found else below_json(text)
    if told:
        comment, id_below = _without_id(told[0])
        return _Regions(head="", link=id_below, comment=comment, tags=told[1], is_wrapped=False)
    link, _, below = head[link_at.end :].partition("\n") if link_at.found else ("", "", "")
    return _Regions(
        head=head[: link_at.start],
        link=link,
        comment=text[comment_at.end : tags_at.start] if comment_at.found else below.strip() or None,
        tags=text[tags_at.end :] if tags_at.found else None,
        is_wrapped=any(at.found and not at.own_line for at in (comment_at, tags_at)),
    )


def _without_id(comment: str) -> tuple[str, str]:
    """Take the ``^id`` off the end of a comment; also gives a link to it."""
    match = _TRAILING_ID.search(f"\n{comment}")
    return (
        (comment[: match.start() - 1].rstrip() if match.start() else "", f"[[#^{match[1]}") if match else (comment, "")
    )


class _At(NamedTuple):
    """Where a marker stands; after the end of the text if it is missing."""

    start: int
    end: int
    found: bool = False
    own_line: bool = False


def _marker(text: str, marker: str, *, start: int = 0, last: bool = False) -> _At:
    """Find `marker`, best on a line of its own, else at the start of a line, else anywhere."""
    start = min(start, len(text))
    if marker not in text:
        return _At(len(text), 0)
    for pattern, own_line in _PLACES[marker]:
        match = pattern.search(text, start)
        if match:
            match = list(pattern.finditer(text, start))[-1] if last else match
            return _At(match.start(), match.end(), found=True, own_line=own_line)
    return _At(len(text), 0)


def _quote(head: str) -> tuple[str | None, str, str | None]:
    """Read the line with the marked words, in each of its eight shapes: what is before them, they, what is after."""
    before, found, after = head.partition(_HIGHLIGHT)
    if not found:
        return None, "", None
    _, has_prefix, prefix = before.partition(_PREFIX)
    after = after.rstrip()
    after = after[:-1] if after.endswith(("*", "_")) else after
    quote, has_suffix, suffix = after.rpartition(_POSTFIX) if _POSTFIX in after else (after, "", "")
    return (prefix.strip() if has_prefix else None), _unmarked(quote), (suffix.strip() if has_suffix else None)


def _unmarked(quote: str) -> str:
    """Take the ``==`` off the marked words, once: a formula may begin with one of its own."""
    words = quote.strip()
    # Only what the plugin put there has a space before it.
    wrapped = quote[:1].isspace() and words.startswith("==") and words.endswith("==") and len(words) >= len("====")
    return words[2:-2].strip() if wrapped else words


def _tag_names(text: str) -> tuple[str, ...]:
    """Divide the line of tags; each loses its ``#``, one only."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    names = (name.strip().removeprefix("#").strip() for line in lines for name in _BETWEEN_TAGS.split(line))
    return tuple(dict.fromkeys(filter(None, names)))


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
