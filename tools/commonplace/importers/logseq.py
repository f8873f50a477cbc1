"""Logseq: the page that it keeps for a PDF, where each highlight is an item with properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from textwrap import dedent

from commonplace.grammar.addresses import base_name
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import tags
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.marks import highlight
from commonplace.grammar.outline import ITEM, PROPERTY, Item, outline
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_IS_MARK = re.compile(r"(?m)^[ \t]*ls-type:: annotation[ \t]*$")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")
_COLORED = re.compile(r"\[\[\$[\w-]+\]\](?===)")
_DRESSED = re.compile(r"(?P<mark>\*\*|==)(?P<words>[^*=\n]+)(?P=mark)")
_STAMP = re.compile(r"_\d{13}_\d+(?=\.\w+\Z|\Z)")
"""What Logseq adds to the name of a file that it takes in."""
_FILE = re.compile(r"(?:file|file-path|title|author|tags)")
_KEPT_BY_LOGSEQ = frozenset({"id", "collapsed", "background-color"})
_EMPTY = "[:span]"


@dataclass(slots=True)
class _Block:
    """An item with its properties, and what is nested in it."""

    item: Item
    number: int
    words: str
    told: dict[str, str]
    nested: list[_Block] = field(default_factory=list)

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
        items = list(outline(text_lines(export.text)))
        marks = sum("ls-type:: annotation" in line for item in items for line in item.lines[1:])
        if marks:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{marks} highlights of Logseq (ls-type:: annotation)",
                first_line=1,
                last_line=items[-1].last,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each item, in order, with the headings above it."""
        lines = text_lines(export.text)
        above = list(takewhile(lambda line: not ITEM.match(line), lines))
        page = {found[1]: found[2].strip() for line in above if (found := PROPERTY.fullmatch(line))}
        document = _document(page, export.name)
        headings: tuple[str, ...] = ()
        for block in _tree(outline(lines)):
            heading = None if block.is_mark else _HEADING.fullmatch(block.words)
            if heading:
                headings, block.words = (heading[1].strip("* "),), ""
            yield from _units(block, document, headings)


def _tree(items: Iterable[Item]) -> list[_Block]:
    """Put each item into the one that it is nested in; gives the outer ones."""
    outer: list[_Block] = []
    path: list[_Block] = []
    for number, item in enumerate(items):
        found = [PROPERTY.fullmatch(line) for line in item.lines]
        told = {match[1]: match[2].strip() for match in found[1:] if match}
        words = "\n".join(line for line, match in zip(item.lines, found, strict=True) if not match).strip()
        block = _Block(item, number, words or (item.lines[0] if found[0] else ""), told)
        while path and path[-1].item.depth >= item.depth:
            path.pop()
        (path[-1].nested if path else outer).append(block)
        path.append(block)
    return outer


def _units(block: _Block, document: Document, headings: tuple[str, ...]) -> Iterator[Annotation]:
    """Read a block, and below it the highlights that are nested in it, wherever the reader put them."""
    waiting = [block]
    while waiting:
        one = waiting.pop()
        inner, marks = _said_below(one)
        unit = _highlight(one, inner, document, headings) if one.is_mark else _remark(one, inner, document, headings)
        yield from [unit] if unit else []
        waiting += reversed(marks)


def _said_below(block: _Block) -> tuple[str, list[_Block]]:
    """What the reader wrote below a block, as a list, and the highlights in it."""
    lines: list[str] = []
    marks: list[_Block] = []
    waiting = [(one, 0) for one in reversed(block.nested)]
    while waiting:
        one, depth = waiting.pop()
        if one.is_mark:
            marks.append(one)
            continue
        first, *others = one.words.split("\n")
        if one.words:
            lines += [f"{'  ' * depth}- {first}", *(f"{'  ' * depth}  {line}".rstrip() for line in others)]
        waiting += [(inner, depth + 1) for inner in reversed(one.nested)]
    return "\n".join(lines), marks


def _remark(block: _Block, below: str, document: Document, headings: tuple[str, ...]) -> Annotation | None:
    said = "\n".join(filter(None, (block.words, below)))
    if not said:
        return None
    return highlight(
        importer=Logseq.format,
        document=document,
        notes=(said,),
        tags=tags(said),
        locator=Locator(headings=headings, order=(0, block.number)),
        native_id=block.told.get("id", ""),
    )


def _highlight(block: _Block, below: str, document: Document, headings: tuple[str, ...]) -> Annotation:
    told = block.told
    page = told.get("hl-page", "")
    is_one = sum(line.lstrip().startswith("- ") for line in below.split("\n")) == 1
    below = dedent(f"  {below[2:]}") if is_one else below
    read = {"ls-type", "hl-page", "hl-color", *_KEPT_BY_LOGSEQ}
    extra: dict[str, JSON] = {key: value for key, value in told.items() if key not in read and value}
    return highlight(
        importer=Logseq.format,
        document=document,
        quote="" if block.words == _EMPTY else _undressed(block.words),
        notes=(below,),
        tags=tags(below),
        native_id=told.get("id", ""),
        locator=Locator(
            headings=headings,
            physical_page=int(page) if page.isdecimal() and len(page) < 7 else None,  # noqa: PLR2004 (digits)
            order=(int(page[:6]) if page.isdecimal() else 0, block.number),
        ),
        color=told.get("hl-color", ""),
        extra=extra,
    )


def _undressed(words: str) -> str:
    """Take off what readers dress marked words with as a whole: a heading, bold letters, a colour."""
    heading = _HEADING.fullmatch(words)
    bare = _COLORED.sub("", heading[1] if heading else words).strip()
    dressed = _DRESSED.fullmatch(bare)
    return dressed["words"] if dressed else bare


def _document(page: dict[str, str], name: str) -> Document:
    linked = links(page.get("file", ""))
    path = page.get("file-path", "") or (linked[0].target if linked else "")
    file = path.rpartition("/")[2] if path.startswith("../assets/") else path
    extra: dict[str, JSON] = {key: value for key, value in page.items() if not _FILE.fullmatch(key) and value}
    extra.pop("collapsed", None)
    title = page.get("title", "")
    stem = base_name(file).rpartition(".")[0]
    named = _STAMP.sub("", stem).replace("_", " ") if _STAMP.search(stem) else stem
    return Document(
        key=file or name,
        title=named if not title or title.startswith("hls__") else title,
        authors=tuple(filter(None, [page.get("author", "").strip("[] ")])),
        file=file,
        extra=extra,
    )
