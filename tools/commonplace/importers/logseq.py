"""Logseq: the page that it keeps for a PDF, or its plugin of Hypothesis for one on the web: items with properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from textwrap import dedent

from commonplace.grammar.addresses import is_web
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.logseq_outline import Item, read_outline
from commonplace.grammar.markdown_note.inline import has_words, tags
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_IS_MARK = re.compile(r"(?m)^[ \t]*(?:ls-type:: annotation[ \t]*$|hid:: )")
_FILE = re.compile(r"(?:file|file-path|title|author|tags|hypothesis-.*)")
_EMPTY = "[:span]"
_URI = "hypothesis-uri"
_MARKED = re.compile(r"📌[ \t]*|>[ \t]")
_NOTE = "📝"
_TAGS_BEHIND = re.compile(r"(?:[ \t]*#\[\[[^\[\]\n]+\]\])+[ \t]*\Z")


class Logseq(Importer):
    """Reads each highlight and area with the blocks below it, and the reader's own blocks between them."""

    format = "logseq"
    app = ("Logseq", "Logseq")
    description = "Logseq: the page of a PDF with its highlights (hls__*.md), that of a site annotated with Hypothesis"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and what stands above the first: the properties of the page."""
        if is_json(export.text) or not _IS_MARK.search(export.text):
            return
        page, items = read_outline(text_lines(export.text))
        marks = [item for item in items if _is_mark(item, page)]
        if marks:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{len(marks)} highlights of Logseq ({'hid' if _URI in page else 'ls-type'}::)",
                first_line=1,
                last_line=items[-1].last,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each item, in order."""
        page, items = read_outline(text_lines(export.text))
        document = _document(page, export.name)
        read = _of_site if _URI in page else _of_pdf
        for number, item in enumerate(items):
            unit = read(item, document, number) if _is_mark(item, page) else _own_words(item, document, number)
            if unit is not None:
                yield unit


def _is_mark(item: Item, page: Mapping[str, str]) -> bool:
    if _URI in page:
        return "hid" in item.told or item.words[0].startswith("📌")
    return item.told.get("ls-type") == "annotation"


def _below(item: Item) -> str:
    return dedent("\n".join(item.nested).expandtabs(2)).strip()


def _own_words(item: Item, document: Document, number: int) -> Annotation | None:
    said = "\n".join(filter(None, ("\n".join(item.words).strip(), _below(item))))
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


def _of_site(item: Item, document: Document, number: int) -> Annotation | None:
    """Read what the plugin of Hypothesis made of an annotation: the marked words, below them a note."""
    above = list(takewhile(lambda line: not line.startswith(_NOTE), item.words))
    words = "\n".join(above).strip()
    note = dedent("\n".join(item.words[len(above) :])).removeprefix(_NOTE).strip()
    behind = _TAGS_BEHIND.search(words)
    words = words[: behind.start()] if behind else words
    marked = _MARKED.match(words)
    quote = words[marked.end() :].strip() if marked else ""
    below = _below(item)
    notes = [said for said in ("" if marked else words.strip(), note, below) if has_words(said)]
    if not (quote or notes):
        return None
    return highlight(
        importer=Logseq.format,
        document=document,
        quote=quote,
        notes=("\n\n".join(notes),),
        tags=(*re.findall(r"\[\[(.+?)\]\]", behind[0] if behind else ""), *tags("\n".join(notes))),
        native_id=item.told.get("hid", ""),
        locator=Locator(order=(0, number)),
        updated=item.told.get("updated", ""),
    )


def _of_pdf(item: Item, document: Document, number: int) -> Annotation:
    words, below = "\n".join(item.words).strip(), _below(item)
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
    url = page.get(_URI, "")
    linked = links(page.get("file", ""))
    path = page.get("file-path", "") or (linked[0].target if linked else "")
    file = path.rpartition("/")[2] if path.startswith("../assets/") else path
    extra: dict[str, JSON] = {key: value for key, value in page.items() if not _FILE.fullmatch(key) and value}
    return Document(
        key=file or url or name,
        title=page.get("title", "") or page.get("hypothesis-title", "").strip('"'),
        url=url if is_web(url) else "",
        authors=tuple(filter(None, [page.get("author", "").strip("[] ")])),
        file=file,
        extra=extra,
    )
