"""Logseq: the page that it keeps for a PDF, where each highlight is an item with properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

from commonplace.grammar.addresses import base_name
from commonplace.grammar.lines import is_json
from commonplace.grammar.logseq import Block, read_page, said_below, title_of_file, with_items
from commonplace.grammar.markdown_note.inline import has_words, tags, without_links
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.marks import highlight
from commonplace.grammar.outline import PROPERTY, outline
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_IS_MARK = re.compile(r"(?m)^[ \t]*ls-type:: annotation[ \t]*$")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")
_COLORED = re.compile(r"\[\[\$[\w-]+\]\](?===)")
_DRESSED = re.compile(r"(?P<mark>\*\*|==)(?P<words>[^*=\n]+)(?P=mark)")
_FILE = re.compile(r"(?:file|file-path|title|author|tags)")
_KEPT_BY_LOGSEQ = frozenset({"id", "collapsed", "background-color"})
_CLOZE = re.compile(r"\{\{cloze ([^{}\n]*)\}\}")
_TAGS_BEHIND = re.compile(r"(?<=\S)(?<![ \t])(?:[ \t]++#(?!\d)[\w/-]{1,80})++[ \t]*\Z")
_CARDS = frozenset({"card", "flashcard"})
"""What makes a card to learn of a block, and no tag."""
_OF_PAGE = frozenset({"file", "file-path", "title"})
_EMPTY = "[:span]"


class Logseq(Importer):
    """Reads each highlight and area with the blocks below it, and the reader's own blocks between them."""

    format = "logseq"
    app = ("Logseq", "Logseq")
    description = "Logseq: the page of a PDF with its highlights (hls__*.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and what stands above the first: the properties of the page."""
        if is_json(export.text) or "ls-type:: annotation" not in export.text or not _IS_MARK.search(export.text):
            return
        items = list(outline(with_items(export.text)))
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
        page, blocks = read_page(export.text)
        document = _document(page, export.name)
        headings: tuple[str, ...] = ()
        for block in blocks:
            heading = None if _is_mark(block) else _HEADING.fullmatch(block.words)
            if heading:
                headings, block.words = (heading[1].strip("* "),), ""
            if not _is_of_page(block, document):
                yield from _units(block, document, headings)


def _is_mark(block: Block) -> bool:
    return block.told.get("ls-type") == "annotation"


def _is_of_page(block: Block, document: Document) -> bool:
    """Whether a block is nothing but properties of the page, or links to its file."""
    words = block.words
    if block.nested or _is_mark(block) or not words:
        return False
    if (told := PROPERTY.fullmatch(words)) and told[1] in _OF_PAGE:
        return True
    led = [base_name(link.target) for link in links(words)]
    return (
        bool(led) and set(led) == {base_name(document.file)} and not has_words(without_links(words, keep_words=False))
    )


def _units(block: Block, document: Document, headings: tuple[str, ...]) -> Iterator[Annotation]:
    """Read a block, and below it the highlights that are nested in it, wherever the reader put them."""
    waiting = [block]
    while waiting:
        one = waiting.pop()
        inner, marks = said_below(one, _is_mark)
        unit = _highlight(one, inner, document, headings) if _is_mark(one) else _remark(one, inner, document, headings)
        yield from [unit] if unit else []
        waiting += reversed(marks)


def _remark(block: Block, below: str, document: Document, headings: tuple[str, ...]) -> Annotation | None:
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


def _highlight(block: Block, below: str, document: Document, headings: tuple[str, ...]) -> Annotation:
    told = block.told
    page = told.get("hl-page", "")
    is_one = sum(line.lstrip().startswith("- ") for line in below.split("\n")) == 1
    below = dedent(f"  {below[2:]}") if is_one else below
    read = {"ls-type", "hl-page", "hl-color", *_KEPT_BY_LOGSEQ}
    extra: dict[str, JSON] = {key: value for key, value in told.items() if key not in read and value}
    words = "" if block.words == _EMPTY else _CLOZE.sub(r"\1", _undressed(block.words))
    behind = _TAGS_BEHIND.search(words)
    called = [tag for tag in tags(behind[0]) if tag not in _CARDS] if behind else []
    return highlight(
        importer=Logseq.format,
        document=document,
        quote=words[: behind.start()] if behind else words,
        notes=(below,),
        tags=(*called, *tags(below)),
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
    return Document(
        key=file or name,
        title=title_of_file(file) if not title or title.startswith("hls__") else title,
        authors=tuple(filter(None, [page.get("author", "").strip("#[] ")])),
        file=file,
        extra=extra,
    )
