"""What stands below the JSON of a block of Obsidian Annotator: the marked words, the comment, the tags."""

from __future__ import annotations

import re
from typing import NamedTuple

from commonplace.grammar.annotator.shown import below_json

TRAILING_ID = re.compile(r"\s\^([A-Za-z0-9-]+)\s*\Z")
# In ``#a #b`` two tags, in ``#cross entropy`` one: the plugin divides at commas only.
_BETWEEN_TAGS = re.compile(r",| ?[，、;；] ?(?=#)| (?=#)")
_HIGHLIGHT, _PREFIX, _POSTFIX = "%%HIGHLIGHT%%", "%%PREFIX%%", "%%POSTFIX%%"
_LINK, _COMMENT, TAGS = "%%LINK%%", "%%COMMENT%%", "%%TAGS%%"

_PLACES = {
    marker: tuple(
        (re.compile(before + marker + behind, re.MULTILINE), bool(behind))
        for before, behind in (("^[ \\t]*", "[ \\t]*$"), ("^[ \\t]*", ""), ("", ""))
    )
    for marker in (_LINK, _COMMENT, TAGS)
}
"""Where a marker may stand, the best first, and whether that is a line of its own."""


class Regions(NamedTuple):
    """What stands before, between and after the markers of a block."""

    head: str
    link: str
    comment: str | None
    tags: str | None
    is_wrapped: bool


def regions_of(text: str) -> Regions:
    """Divide the text below the JSON at the markers."""
    comment_at = _marker(text, _COMMENT)
    # A comment may hold the marker of the tags: the last one counts.
    tags_at = _marker(text, TAGS, start=comment_at.end, last=True)
    head = text[: min(comment_at.start, tags_at.start)]
    link_at = _marker(head, _LINK)
    told = None if comment_at.found or tags_at.found or link_at.found else below_json(text)
    if told:
        comment, id_below = _without_id(told[0])
        return Regions(head="", link=id_below, comment=comment, tags=told[1], is_wrapped=False)
    link, _, below = head[link_at.end :].partition("\n") if link_at.found else ("", "", "")
    return Regions(
        head=head[: link_at.start],
        link=link,
        comment=text[comment_at.end : tags_at.start] if comment_at.found else below.strip() or None,
        tags=text[tags_at.end :] if tags_at.found else None,
        is_wrapped=any(at.found and not at.own_line for at in (comment_at, tags_at)),
    )


def _without_id(comment: str) -> tuple[str, str]:
    """Take the ``^id`` off the end of a comment; also gives a link to it."""
    match = TRAILING_ID.search(f"\n{comment}")
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


def quoted_in(head: str) -> tuple[str | None, str, str | None]:
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


def tag_names(text: str) -> tuple[str, ...]:
    """Divide the line of tags; each loses its ``#``, one only."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    names = (name.strip().removeprefix("#").strip() for line in lines for name in _BETWEEN_TAGS.split(line))
    return tuple(dict.fromkeys(filter(None, names)))
