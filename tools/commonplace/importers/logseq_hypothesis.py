"""Logseq: the page that its plugin of Hypothesis keeps of a document on the web: items with properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from textwrap import dedent

from commonplace.grammar.addresses import is_web
from commonplace.grammar.lines import is_json
from commonplace.grammar.logseq import Block, read_page, said_below
from commonplace.grammar.markdown_note.inline import has_words, tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_URI = "hypothesis-uri"
_OF_DOCUMENT = re.compile(r"title|author|tags|hypothesis-.*")
_MARKED = re.compile(r"📌[ \t]*|>[ \t]")
_ITALIC = re.compile(r"\*(?P<words>[^*]+)\*")
"""As a reader may set what is marked instead."""
_NOTE = "📝"
_BRACKETS = frozenset("[]\n")


class LogseqHypothesis(Importer):
    """Reads each annotation with the blocks below it, and the reader's own blocks between them."""

    format = "logseq-hypothesis"
    app = ("Hypothesis", "Hypothesis")
    description = "Logseq: the pages that its plugin of Hypothesis keeps"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each annotation, and what stands above the first: the properties of the page."""
        if is_json(export.text) or f"{_URI}::" not in export.text:
            return
        page, blocks = read_page(export.text)
        marks = sum(map(_is_mark, blocks))
        if marks and _URI in page:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{marks} annotations of Logseq's plugin of Hypothesis (hid::)",
                first_line=1,
                last_line=export.text.count("\n") + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each item, in order."""
        page, blocks = read_page(export.text)
        document = _document(page, export.name)
        for block in blocks:
            unit = _annotation(block, document) if _is_mark(block) else _own_words(block, document)
            if unit is not None:
                yield unit


def _is_mark(block: Block) -> bool:
    return "hid" in block.told or block.words.startswith("📌")


def _below(block: Block) -> str:
    return said_below(block, lambda _: False)[0]


def _own_words(block: Block, document: Document) -> Annotation | None:
    said = "\n".join(filter(None, (block.words, _below(block))))
    if not said:
        return None
    return highlight(
        importer=LogseqHypothesis.format,
        document=document,
        notes=(said,),
        tags=tags(said),
        locator=Locator(order=(0, block.number)),
        native_id=block.told.get("id", ""),
    )


def _annotation(block: Block, document: Document) -> Annotation | None:
    """Read what the plugin of Hypothesis made of an annotation: the marked words, below them a note."""
    lines = block.words.split("\n")
    above = list(takewhile(lambda line: not line.startswith(_NOTE), lines))
    words = "\n".join(above).strip()
    note = dedent("\n".join(lines[len(above) :])).removeprefix(_NOTE).strip()
    words, behind = _without_tags(words)
    marked = _MARKED.match(words)
    italic = _ITALIC.fullmatch(words.strip())
    quote = words[marked.end() :].strip() if marked else italic["words"].strip() if italic else ""
    below = _below(block)
    notes = [said for said in ("" if quote else words.strip(), note, below) if has_words(said)]
    if not (quote or notes):
        return None
    return highlight(
        importer=LogseqHypothesis.format,
        document=document,
        quote=quote,
        notes=("\n\n".join(notes),),
        tags=(*behind, *tags("\n".join(notes))),
        native_id=block.told.get("hid", ""),
        locator=Locator(order=(0, block.number)),
        updated=block.told.get("updated", ""),
    )


def _without_tags(words: str) -> tuple[str, list[str]]:
    """Part words from the tags behind them: ``#[[one]] #[[two]]``."""
    found: list[str] = []
    end = len(words.rstrip(" \t"))
    while words.endswith("]]", 0, end):
        start = words.rfind("#[[", 0, end)
        name = words[start + 3 : end - 2]
        if start < 0 or not name or _BRACKETS.intersection(name):
            break
        found.append(name)
        end = start
        while end and words[end - 1] in " \t":
            end -= 1
    return words[:end], found[::-1]


def _document(page: dict[str, str], name: str) -> Document:
    url = page.get(_URI, "")
    extra: dict[str, JSON] = {key: value for key, value in page.items() if not _OF_DOCUMENT.fullmatch(key) and value}
    return Document(
        key=url or name,
        title=page.get("title", "") or page.get("hypothesis-title", "").strip('"'),
        url=url if is_web(url) else "",
        authors=tuple(filter(None, [page.get("author", "").strip("[] ")])),
        extra=extra,
    )
