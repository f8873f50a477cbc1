"""What a note of Obsidian Annotator says it annotates: ``annotation-target``, in every spelling that people use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from commonplace.grammar.addresses import base_name, file_of, is_title, is_web
from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.markdown_note.inline import plain
from commonplace.grammar.markdown_note.links import links

_FIELD = re.compile(r"[ \t>*+-]*+([\[(]?)\**+annotation-target(-type)?\**::(.*)", re.IGNORECASE)
_READERS = ("app://", "capacitor://", "http://localhost")
"""Where the plugin shows EPUBs: its own page in Obsidian, on a computer and on a telephone."""
_NUMBER = re.compile(r"[0-9]{1,9}")


class AnnotationTarget(msgspec.Struct, frozen=True, kw_only=True):
    """The annotated file or page.

    Attributes
    ----------
    written : str
        As it is written; empty if nothing is.
    file : str
        Its path, if it is a file.
    url : str
        Its address, if it is on the web.
    type : str
        ``pdf``, ``epub``, ``video`` or ``web``, if the note says so.
    words : str
        What the link to it shows, if that is no name of the file.
    """

    written: str = ""
    file: str = ""
    url: str = ""
    type: str = ""
    words: str = ""


class TargetField(msgspec.Struct, frozen=True, kw_only=True):
    """A Dataview field ``annotation-target::`` or ``annotation-target-type::``: what holds from its line on."""

    line: int
    written: str
    type: str


def target_fields(lines: Iterable[str], first_line: int = 1) -> list[TargetField]:
    """Find the Dataview fields among `lines`, the first of which is `first_line` of the file."""
    fields: list[TargetField] = []
    written, kind = "", ""
    for number, line in enumerate(lines, start=first_line):
        match = _FIELD.fullmatch(line) if line and "annotation-target" in line.casefold() else None
        if match:
            closing = {"[": "]", "(": ")"}.get(match[1], "")
            value = match[3].strip().removesuffix(closing).strip()
            written, kind = (written, value) if match[2] else (value, kind)
            fields.append(TargetField(line=number, written=written, type=kind))
    return fields


def targets_of(fields: Sequence[TargetField], matter: FrontMatter | None) -> tuple[AnnotationTarget, ...]:
    """Tell what annotations are about that stand above all `fields`, below the first one, below the second one, ….

    It is the field nearest above, else front matter, else any field. Fields come first, as they do in the plugin,
    which asks Dataview before it looks at the front matter.
    """
    declared, kind = (matter.one("annotation-target"), matter.one("annotation-target-type")) if matter else ("", "")
    anywhere = fields[-1].written if fields else ""
    above = (TargetField(line=0, written="", type=""), *fields)
    return tuple(_target(nearest.written or declared or anywhere, nearest.type or kind) for nearest in above)


def _target(written: str, kind: str) -> AnnotationTarget:
    address = _address(written)
    linked = links(written)
    shown = plain(linked[0].display) if linked and not linked[0].embed else ""
    return AnnotationTarget(
        written=written,
        file=file_of(address),
        url=address if is_web(address) else "",
        type=kind.casefold(),
        words=shown if is_title(shown, [address, base_name(address).rpartition(".")[0]]) else "",
    )


def chapter_of(address: str) -> str:
    """Find the chapter that the reader of EPUBs was showing: its name in the book, from ``…?loc=…``."""
    if not address.startswith(_READERS):
        return ""
    try:
        values = parse_qs(urlsplit(address).query).get("loc", [])
    except ValueError:  # An address that is none.
        return ""
    return values[0] if values else ""


def chapter_order(chapter: str) -> tuple[int, int]:
    """Guess which chapter is first from the numbers in its file's name, for want of the book's table of contents."""
    numbers = [int(number) for number in _NUMBER.findall(base_name(chapter.partition("#")[0]))]
    first, second, *_ = (*numbers, 0, 0)
    return first, second


def _address(written: str) -> str:
    """Take the address out of a link: ``[[path|words]]``, ``[words](address)``, ``<address>``."""
    linked = links(written)
    if not linked:
        return written.strip("<>\"'")
    target = linked[0].target
    if not linked[0].wiki:
        return target if target.casefold().startswith(("http:", "https:", "file:", "vault:")) else unquote(target)
    # A wikilink may lead to a page or a heading of the file.
    return target.partition("#")[0]
