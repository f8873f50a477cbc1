"""Logseq: the page that it keeps for a PDF, where each highlight is an item with properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from textwrap import dedent

from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import tags
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_ITEM = re.compile(r"([ \t]*)[-*][ \t](.*)|([ \t]*)[-*]$")
_PROPERTY = re.compile(r"[ \t]*([\w-]{1,40}):: ?(.*)")
_IS_MARK = re.compile(r"(?m)^[ \t]*ls-type:: annotation[ \t]*$")
_FILE = re.compile(r"(?:file|file-path|title|author|tags)")
_EMPTY = "[:span]"


@dataclass(slots=True)
class _Item:
    """An item of the outline: its own lines without properties, the properties, and what is nested in it."""

    first: int
    last: int
    words: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    nested: list[str] = field(default_factory=list)

    @property
    def is_mark(self) -> bool:
        return self.told.get("ls-type") == "annotation"


class Logseq(Importer):
    """Reads each highlight and area with the blocks below it, and the reader's own blocks between them."""

    format = "logseq"
    app = ("Logseq", "Logseq")
    description = "Logseq: the page of a PDF with its highlights (hls__*.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and what stands above the first: the properties of the page."""
        if is_json(export.text) or "ls-type:: annotation" not in export.text or not _IS_MARK.search(export.text):
            return
        _, items = _outline(text_lines(export.text))
        marks = [item for item in items if item.is_mark]
        if marks:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{len(marks)} highlights of Logseq (ls-type:: annotation)",
                first_line=1,
                last_line=items[-1].last,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each item, in order."""
        page, items = _outline(text_lines(export.text))
        document = _document(page, export.name)
        for number, item in enumerate(items):
            unit = _unit(item, document, number)
            if unit is not None:
                yield unit


def _outline(lines: Sequence[str]) -> tuple[dict[str, str], list[_Item]]:
    """Read the properties of the page and its outer items."""
    above = list(takewhile(lambda line: not _ITEM.fullmatch(line), lines))
    page = {found[1]: found[2].strip() for line in above if (found := _PROPERTY.fullmatch(line))}
    items: list[_Item] = []
    for number, line in enumerate(lines[len(above) :], start=len(above) + 1):
        match = _ITEM.fullmatch(line)
        if not items or (match and not (match[1] or match[3])):
            items.append(_Item(number, number, words=[(match[2] if match else line) or ""]))
            continue
        item = items[-1]
        item.last = number if line.strip() else item.last
        is_own = not item.nested and not match
        found = _PROPERTY.fullmatch(line)
        if is_own and found:
            item.told[found[1]] = found[2].strip()
        elif is_own:
            item.words.append(line.removeprefix("  "))
        elif not (found and found[1] in {"id", "collapsed"}):
            item.nested.append(line)
    return page, items


def _unit(item: _Item, document: Document, number: int) -> Annotation | Rejected | None:
    words = "\n".join(item.words).strip()
    below = dedent("\n".join(item.nested).expandtabs(2)).strip()
    if not item.is_mark:
        said = "\n".join(filter(None, (words, below)))
        return (
            highlight(
                importer=Logseq.format,
                document=document,
                notes=(said,),
                tags=tags(said),
                locator=Locator(order=(0, number)),
                native_id=item.told.get("id", ""),
            )
            if said
            else None
        )
    told = item.told
    page = told.get("hl-page", "")
    quote = "" if words == _EMPTY else words
    note = below.removeprefix("- ") if below.count("\n- ") == 0 else below
    extra: dict[str, JSON] = {
        key: value for key, value in told.items() if key not in {"ls-type", "hl-page", "hl-color", "id"} and value
    }
    return highlight(
        importer=Logseq.format,
        document=document,
        quote=quote,
        notes=(note,),
        tags=tags(note),
        native_id=told.get("id", ""),
        locator=Locator(
            physical_page=int(page) if page.isdecimal() and len(page) < 7 else None,  # noqa: PLR2004 (digits)
            order=(int(page[:6]) if page.isdecimal() else 0, number),
        ),
        color=told.get("hl-color", ""),
        extra=extra,
    )


def _document(page: dict[str, str], name: str) -> Document:
    linked = links(page.get("file", ""))
    path = page.get("file-path", "") or (linked[0].target if linked else "")
    file = path.rpartition("/")[2] if path.startswith("../assets/") else path
    extra: dict[str, JSON] = {key: value for key, value in page.items() if not _FILE.fullmatch(key) and value}
    return Document(
        key=file or name,
        title=page.get("title", ""),
        authors=tuple(filter(None, [page.get("author", "").strip("[] ")])),
        file=file,
        extra=extra,
    )
