"""Gooseberry: the pages that it makes of annotations of Hypothesis, each closed by a link to where it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from commonplace.grammar.addresses import is_web
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import Annotation, Document, Export, Locator, Rejected

_CLOSES = re.compile(
    r"\[[^\[\]]+\]\(https://hyp\.is/(?P<id>[\w-]{22})/(?P<address>[^\s)]*)\)"
    r"(?: at \[(?P<title>.*)\]\((?P<url>\S+)\))?\s*"
)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")
_CREATED = re.compile(
    r"Created: (?:(?P<time>\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})|\[\[(?P<day>\d{4}-\d\d-\d\d)\]\])(?: .*)?"
)
_TAGS = re.compile(r"(?:Created: .*)?\bTags:(.*)")
_LINKED_TAGS = re.compile(r"(?:\| \[[^\[\]]+\]\([^()]+\) )+\|?[ \t]*")
_WORDS_OF_LINK = re.compile(r"\[([^\[\]]+)\]\(")
_NOTHING_SAID = ["", "", ""]
"""The lines that templates leave above the link where the reader wrote nothing."""


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one annotation, from its heading or its time to the link that closes it."""

    first: int
    last: int
    heading: str
    lines: list[str]
    closing: re.Match[str]


class Gooseberry(Importer):
    """Reads each annotation below the heading that names it, or the time that it was made at."""

    format = "gooseberry"
    app = ("Gooseberry", "Gooseberry")
    description = "Gooseberry: pages of annotations of Hypothesis (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim the pages whose headings name the annotations that the links below lead to, or which date each."""
        entries = _entries(export.text)
        if entries:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{len(entries)} annotations of Hypothesis, each with a link to its place",
                first_line=_top(export.text, entries[0].first),
                last_line=entries[-1].last,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in order."""
        for number, entry in enumerate(_entries(export.text)):
            yield _annotation(entry, number)


def _entries(text: str) -> list[_Entry]:
    if "](https://hyp.is/" not in text or is_json(text):
        return []
    entries: list[_Entry] = []
    opened, heading, dated = 0, "", 0
    lines = text_lines(text)
    for index, line in enumerate(lines):
        titled, closing = _HEADING.fullmatch(line), _CLOSES.fullmatch(line)
        if titled:
            opened, heading = index + 1, titled[1]
        elif _CREATED.fullmatch(line):
            dated = dated or index + 1
        elif closing:
            is_named = bool(opened) and closing["id"] in heading
            # A page's own words may begin like a heading; what says where it is from needs none.
            if is_named:
                held = list(lines[opened:index])
                entries.append(_Entry(first=opened, last=index + 1, heading=heading, lines=held, closing=closing))
            elif dated and closing["url"]:
                held = list(lines[dated - 1 : index])
                entries.append(_Entry(first=dated, last=index + 1, heading="", lines=held, closing=closing))
            opened, dated = 0, 0
    return entries


def _top(text: str, first: int) -> int:
    """The first line of the page, if nothing but its name stands above the first entry."""
    above = text_lines(text)[: first - 1]
    return 1 if all(not line.strip() or _HEADING.fullmatch(line) for line in above) else first


def _annotation(entry: _Entry, number: int) -> Annotation:
    tagged: list[str] = []
    created = _time(entry.heading.partition(" - ")[0])
    above = 0
    for line in entry.lines:
        made, listed = _CREATED.fullmatch(line), _TAGS.fullmatch(line)
        if made or listed:
            created = (made["day"] or _time(made["time"])) if made else created
            tagged += _names(listed[1]) if listed else []
        elif _LINKED_TAGS.fullmatch(line):
            tagged += _WORDS_OF_LINK.findall(line)
        elif line.strip():
            break
        above += 1
    quote, note = _divided([line.rstrip() for line in entry.lines[above:]])
    return highlight(
        importer=Gooseberry.format,
        document=_document(entry.closing),
        quote=quote,
        notes=(note,),
        tags=(*tagged, *tags(note)),
        native_id=entry.closing["id"],
        locator=Locator(order=(number,)),
        created=created,
    )


def _divided(lines: Sequence[str]) -> tuple[str, str]:
    """Part the page's words from what was said of them; a template may mark only the first of their lines."""
    end = 0
    if lines and lines[0].startswith(">"):
        blank = next((index for index, line in enumerate(lines) if not line), len(lines))
        end = len(lines) if lines[-3:] == _NOTHING_SAID else blank
        while end < len(lines) and (not lines[end] or lines[end].startswith(">")):
            end += 1
    words = (line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines[:end])
    return "\n".join(words).strip(), "\n".join(lines[end:]).strip()


def _names(listed: str) -> list[str]:
    """Tags as the templates list them: between commas, or each with a hash."""
    return [name for one in listed.split(",") if (name := one.strip().removeprefix("#").strip())]


def _time(written: str) -> str:
    try:
        return datetime.strptime(written.strip(), "%a %b %d %H:%M:%S %Y").isoformat()  # noqa: DTZ007 (it names no zone)
    except ValueError:
        return ""


def _document(closing: re.Match[str]) -> Document:
    address = closing["url"] or f"https://{closing['address']}"
    return Document(key=address, title=closing["title"] or "", url=address if is_web(address) else "")
