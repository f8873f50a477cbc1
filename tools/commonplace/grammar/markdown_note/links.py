"""Links and embeds in a note, of Markdown and of wikis, as people and apps write them: hardly anything is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_LONGEST_TARGET = 4096
_DEEPEST_BRACKETS = 8
_PDF_FRAGMENT = re.compile(r"\.pdf#", re.IGNORECASE)
_REST_OF_NAME = re.compile(r"[\w%.~+-]*")

_TOKEN = re.compile(
    r"(?P<escape>\\.)"
    r"|(?P<code>`[^`\n]*`)"
    # The name of a PDF may hold brackets: [[[2017] Attention.pdf#page=3|p. 3]].
    r"|(?P<wiki>!?\[\[(?P<target>[^\[\]|\n]*|(?:[^\[\]|\n]|\[(?!\[)|\](?!\])){1,300}\.pdf#[^\[\]|\n]*)"
    r"(?:\|(?P<display>(?:[^\[\]\n]|\[(?!\[)|\](?!\]))*))?\]\])"
    r"|(?P<opens>!?\[)"
    r"|(?P<closes>\])"
)


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A wikilink or a Markdown link.

    Attributes
    ----------
    target : str
        As it is written.
    display : str
        The words that stand for it; empty if it has none of its own.
    embed : bool
        Whether it shows what it points to (``!`` in front).
    wiki : bool
        Whether it is a wikilink, whose target is not percent-encoded.
    start, end : int
        Where it stands in the text.
    """

    target: str
    display: str
    embed: bool
    wiki: bool
    start: int
    end: int


def links(text: str) -> tuple[Link, ...]:
    """Find the links and embeds of `text`, an image inside of a link before the link."""
    if "[" not in text:
        return ()
    return tuple(_links(text))


def _links(text: str) -> Iterator[Link]:
    open_brackets: list[tuple[int, int]] = []  # Where each "[" or "![" begins and ends.
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        if match["wiki"]:
            yield _wikilink(match)
        elif match["opens"]:
            open_brackets.append(match.span())
        elif match["closes"] and open_brackets:
            opened = _opening(text, open_brackets, closes_link=text.startswith("(", position))
            found = _target(text, position + 1) if text.startswith("(", position) else None
            if found:
                target, position = found
                display = text[opened[1] : match.start()]
                embed = text[opened[0]] == "!"
                yield Link(target=target, display=display, embed=embed, wiki=False, start=opened[0], end=position)


def _wikilink(match: re.Match[str]) -> Link:
    # In a table the bar is escaped: [[target\|words]].
    return Link(
        target=match["target"].removesuffix("\\").strip(),
        display=(match["display"] or "").strip(),
        embed=match["wiki"].startswith("!"),
        wiki=True,
        start=match.start(),
        end=match.end(),
    )


def _opening(text: str, open_brackets: list[tuple[int, int]], *, closes_link: bool) -> tuple[int, int]:
    """Take the bracket that a ``]`` closes.

    A ``](`` closes an image if one is open: text alternatives hold half-open intervals, whose bracket never closes.
    """
    index = len(open_brackets) - 1
    if closes_link:
        near = range(index, max(-1, index - _DEEPEST_BRACKETS), -1)
        index = next((i for i in near if text[open_brackets[i][0]] == "!"), index)
    opened = open_brackets[index]
    del open_brackets[index:]
    return opened


def _target(text: str, start: int) -> tuple[str, int] | None:
    """Read the target of a Markdown link from after its ``(``; also gives where the link ends.

    Apps do not escape parentheses in paths, nor people spaces. Pairs of parentheses belong to the path; a fragment of
    a PDF holds none, so that the first one that closes after ``.pdf#`` ends the link, however many were opened.
    """
    if text.startswith("<", start):
        end = text.find(">", start, start + _LONGEST_TARGET)
        return (text[start + 1 : end], _end_of_link(text, end + 1)) if end > 0 else None
    closing = _end_of_pdf_path(text, start) or _end_of_path(text, start)
    return (text[start:closing], _end_of_link(text, closing)) if closing is not None else None


def _end_of_pdf_path(text: str, start: int) -> int | None:
    pdf = _PDF_FRAGMENT.search(text, start, start + _LONGEST_TARGET)
    if pdf is None or not _is_path(text[start : pdf.start()]):
        return None
    newline = text.find("\n", pdf.end(), start + _LONGEST_TARGET)
    closing = text.find(")", pdf.end(), newline if newline >= 0 else start + _LONGEST_TARGET)
    return closing if closing >= 0 else None


def _is_path(text: str) -> bool:
    """Tell whether all of `text` is one path, and no link or sentence ends in it."""
    if "\n" in text or "](" in text or "[[" in text:
        return False
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return _REST_OF_NAME.fullmatch(text, index + 1) is not None
    return True


def _end_of_path(text: str, start: int) -> int | None:
    depth, last = 0, None
    for index in range(start, min(len(text), start + _LONGEST_TARGET)):
        character = text[index]
        if character.isspace():
            return index if text.startswith(('"', "'"), index + 1) else last
        if character == "]" and text.startswith("(", index + 1):
            return last  # The next link begins before this one ends.
        if character == ")":
            if depth == 0:
                return index
            depth, last = depth - 1, index
        depth += character == "("
    return last


def _end_of_link(text: str, end: int) -> int:
    """Skip a title (``"…"``) and the closing parenthesis."""
    if text.startswith(")", end):
        return end + 1
    newline = text.find("\n", end, end + _LONGEST_TARGET)
    closing = text.find(")", end, newline if newline >= 0 else end + _LONGEST_TARGET)
    return closing + 1 if closing >= 0 else end
