"""Gooseberry: the pages that it makes of annotations of Hypothesis, each closed by a link to where it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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
_CREATED = re.compile(r"Created: (\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})(?: .*)?")
_TAGS = re.compile(r"(?:Created: .*)?\bTags:(.*)")
_LINKED_TAGS = re.compile(r"(?:\| \[[^\[\]]+\]\([^()]+\) )+\|?[ \t]*")
_WORDS_OF_LINK = re.compile(r"\[([^\[\]]+)\]\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The lines of one annotation, from its heading to the link that closes it."""

    first: int
    last: int
    heading: str
    lines: list[str]
    closing: re.Match[str]


class Gooseberry(Importer):
    """Reads each annotation below the heading that names it."""

    format = "gooseberry"
    app = ("Gooseberry", "Gooseberry")
    description = "Gooseberry: pages of annotations of Hypothesis (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim the pages whose headings name the annotations that the links below lead to."""
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
    opened, heading = 0, ""
    lines = text_lines(text)
    for index, line in enumerate(lines):
        titled, closing = _HEADING.fullmatch(line), _CLOSES.fullmatch(line)
        if titled:
            opened, heading = index + 1, titled[1]
        elif closing and opened and closing["id"] in heading:
            entry = _Entry(
                first=opened, last=index + 1, heading=heading, lines=list(lines[opened:index]), closing=closing
            )
            entries.append(entry)
            opened = 0
    return entries


def _top(text: str, first: int) -> int:
    """The first line of the page, if nothing but its name stands above the first entry."""
    above = text_lines(text)[: first - 1]
    return 1 if all(not line.strip() or _HEADING.fullmatch(line) for line in above) else first


def _annotation(entry: _Entry, number: int) -> Annotation:
    quoted: list[str] = []
    said: list[str] = []
    tagged: list[str] = []
    created = _time(entry.heading.partition(" - ")[0])
    for line in entry.lines:
        made, listed = _CREATED.fullmatch(line), _TAGS.fullmatch(line)
        if (made or listed) and not (quoted or said):
            created = _time(made[1]) if made else created
            tagged += _names(listed[1]) if listed else []
        elif _LINKED_TAGS.fullmatch(line) and not (quoted or said):
            tagged += _WORDS_OF_LINK.findall(line)
        elif line.startswith(">") and not said:
            quoted.append(line[1:].removeprefix(" "))
        elif line.strip() or said:
            said.append(line)
    note = "\n".join(said).strip()
    return highlight(
        importer=Gooseberry.format,
        document=_document(entry.closing),
        quote="\n".join(quoted).strip(),
        notes=(note,),
        tags=(*tagged, *tags(note)),
        native_id=entry.closing["id"],
        locator=Locator(order=(number,)),
        created=created,
    )


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
