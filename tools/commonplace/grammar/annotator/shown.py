r"""Blocks of Obsidian Annotator without the plugin's hidden markers.

The plugin Digital Garden publishes what Obsidian shows, so the JSON and all ``%%markers%%`` are gone::

    >
    >*before ==marked== after*
    >[[the note#^k3x9…\|show annotation]]
    >
    >what the reader wrote
    >
    >#one, #two
    >{ #k3x9…}

A variant of the plugin for tablets keeps the JSON, writes the words below it as people write, and calls the block
``[!annotation]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from commonplace.text import in_paragraphs

_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_LINK = re.compile(r"[ \t]*>[ \t]*\[\[[^\[\]\n]{0,400}#\^(?P<id>[A-Za-z0-9-]+)\\?\|show annotation\]\][ \t]*")
_ID = re.compile(r"[ \t>]*(?:\^(?P<plain>[A-Za-z0-9-]+)|\{ ?#(?P<published>[A-Za-z0-9-]+)\})[ \t]*")
_TAGS = re.compile(r"#\S[^,]*(?:, ?#\S[^,]*)*")
_OPENS = re.compile(r"(?:(?<=\*)|[ \t])==")
_MARK_OF_HIDING = re.compile(r"^[ \t]*%%[ \t]*$", re.MULTILINE)
_QUOTE_OPENS = re.compile(r'^[ \t]*\*"', re.MULTILINE)
_SOURCE = re.compile(r"^[ \t]*(?:&rarr;|→)[ \t]*\[\[#\^[^\]\n]*\]\][ \t]*$", re.MULTILINE)
_TAG_LINE = re.compile(r"^[ \t]*#[^\s#][^\n]*$", re.MULTILINE)
CALLOUT = re.compile(r"[ \t]*>[ \t]*\[!annotation\][+-]?[ \t]*", re.IGNORECASE)
"""What the variant calls a block."""


class Shown(NamedTuple):
    """One published block; the indices are those of its first line and of the one behind its last."""

    start: int
    end: int
    prefix: str
    quote: str
    suffix: str
    comment: str
    tags: str
    native_id: str


def shown_blocks(lines: Sequence[str]) -> Iterator[Shown]:
    """Find the published blocks among `lines`, in order."""
    floor = 0
    for at, line in enumerate(lines):
        link = _LINK.fullmatch(line) if at >= floor and "show annotation" in line else None
        if link:
            start = _start(lines, at, floor)
            end = at + 1
            while end < len(lines) and _QUOTED.match(lines[end]) and not _ID.fullmatch(lines[end]):
                end += 1
            words = [_QUOTED.sub("", inside, count=1) for inside in lines[at + 1 : end]]
            named = _ID.fullmatch(lines[end]) if end < len(lines) else None
            floor = end + 1 if named else end
            head = "\n".join(_QUOTED.sub("", inside, count=1) for inside in lines[start:at]).strip()
            yield Shown(
                start,
                floor,
                *_marked(head),
                *_parted(words),
                (named["plain"] or named["published"]) if named else link["id"],
            )


def _start(lines: Sequence[str], link: int, floor: int) -> int:
    start = link
    while start > floor and _QUOTED.match(lines[start - 1]):
        start -= 1
    return start


def _marked(head: str) -> tuple[str, str, str]:
    """Part the words before, between and behind the marks; those that are marked alone where there are no marks."""
    opens, end = _OPENS.search(head, 1), max(head.rfind("== "), head.rfind("==\t"))
    if head.startswith("*") and head.endswith("*") and opens and end >= opens.end():
        return head[1 : opens.start()].strip(), head[opens.end() : end].strip(), head[end + 3 : -1].strip()
    return "", head.strip("*").strip(), ""


def _parted(words: Sequence[str]) -> tuple[str, str]:
    """Part the comment from the line of tags that may end it."""
    written = "\n".join(words).strip()
    comment, _, last = written.rpartition("\n")
    return (comment.strip(), last.strip()) if _TAGS.fullmatch(last.strip()) else (written, "")


def below_json(text: str) -> tuple[str, str] | None:
    """Read what the variant for tablets writes below the JSON: the comment and the tags; None if it did not."""
    source = _SOURCE.search(text)
    if source is None:
        return None
    above = _MARK_OF_HIDING.sub("", _without_quote(text[: source.start()]))
    tags = " ".join(match[0].strip() for match in _TAG_LINE.finditer(above))
    comment = (_TAG_LINE.sub("", above).strip(), text[source.end() :].strip())
    return in_paragraphs(*comment), tags


def _without_quote(above: str) -> str:
    """Leave out the marked words, which the JSON has too: ``*"…"*`` on lines of their own."""
    opens, end = _QUOTE_OPENS.search(above), above.rfind('"*')
    return above[: opens.start()] + above[end + 2 :] if opens and end >= opens.end() else above
