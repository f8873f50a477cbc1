"""Annotations that a template of Zotero Integration writes without links, told by the plugin's marks around them.

The plugin keeps ``%% begin annotations %%`` and ``%% end annotations %%`` around what its template makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import dedent

from msgspec.structs import replace

from commonplace.grammar.lines import text_lines
from commonplace.grammar.markdown_note import Block, Callout, Note, Quote, Section
from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.dressed import named_by_color
from commonplace.grammar.zotero.links import OPENS, ZoteroLink, label_in
from commonplace.grammar.zotero.words import HTML_BREAK, LABELLED_COMMENT, MARK_OF_QUOTE, Unit, marked, unit_of
from commonplace.text import in_paragraphs

NO_LINK = ZoteroLink(attachment="", annotation="", page="", words="", inside="", place="", start=0, end=0)
_BEGIN = re.compile(r"%%\s*begin\s+(?:annotations?|annots?|highlights?)\s*%%", re.IGNORECASE)
_END = re.compile(r"%%\s*end\s+(?:annotations?|annots?|highlights?)\s*%%", re.IGNORECASE)
_OF_PLUGIN = "%% Import Date:"
_HEADING = re.compile(
    r"\W*(?:(?:in-?text|pdf|zotero|my|all|from)[ ]){0,2}"
    r"(?:zotero|(?:annotations?|highlights?|notes|excerpts?|text|comments|[&/+]|and|,|\s){1,9})\W*",
    re.IGNORECASE,
)
"""A heading that says no more than that what stands below it was marked."""
_NAMES_MARKS = re.compile(r"annotation|highlight|excerpt|from zotero", re.IGNORECASE)
_LABEL = re.compile(
    r"\A\s*<mark\b[^<>]{0,99}(?P<color>#[0-9a-fA-F]{6})\b[^<>]{0,99}>\s*"
    r"(?P<label>quote|highlight|underline|note|image|text|comment)\s*</mark>[ \t]*(?:</?br[ \t]*/?>[ \t]*)*(?:>[ ]?)?",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"(?m)^[ \t]*(?:</br>[ \t]*)+$")
_PLACE = re.compile(
    r"[ \t]*[(\[]{0,2}\[?(?P<words>(?:pages?|pp?\.|S\.|第)[ ]?[\w–-]{1,12}[ ]?[页頁]?)\]?"
    r"(?:\((?:file|https?):[^\n]*?\))?[)\]]?"
    r"(?:[ \t]*\[{0,2}(?P<time>\d{4}-\d\d-\d\d(?:[ T#]\d\d:\d\d(?::\d\d)?)?)\]{0,2})?[ \t]*",
    re.IGNORECASE,
)
_PAGE_FIRST = re.compile(r"\A\s*(?:pages?|pp?\.|S\.)[ ]?(?P<label>[\w–-]{1,12}):[ ]+(?=\S)", re.IGNORECASE)
_PAGE_LAST = re.compile(r"(?<=\S)[ ]+\((?:pages?|pp?\.|S\.)[ ]?(?P<label>[\w–-]{1,12})\)\s*\Z", re.IGNORECASE)
"""The page before the words, or in brackets behind them."""
_TIME = re.compile(r"\[{0,2}(\d{4}-\d\d-\d\d(?:[ T#]\d\d:\d\d(?::\d\d)?)?)\]{0,2}")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")


class Unlinked(Block, frozen=True, kw_only=True):
    """A block of annotations that lead nowhere."""

    units: tuple[Unit, ...]


def with_unlinked(note: Note) -> Sequence[Section]:
    """Give the sections of a note, in which the annotations without links are blocks of their own."""
    written = [block for section in note.sections for block in _with_heading(section)]
    if not any(_OF_PLUGIN in block.text for block in written):
        return note.sections
    inside: set[int] = set()
    regions = _regions(written) if any(_BEGIN.search(block.text) for block in written) else _named_regions(note)
    for region in regions:
        if not any(OPENS.search(block.text) for block in region):
            inside |= {id(block) for block in region}
    if not inside:
        return note.sections
    return tuple(
        replace(section, blocks=tuple(_unlinked(block) if id(block) in inside else block for block in section.blocks))
        for section in note.sections
    )


def is_regional(text: str) -> bool:
    """Whether the plugin marks annotations in `text`, or wrote it and a heading names them."""
    if _OF_PLUGIN not in text:
        return False
    lines = text_lines(text)
    return _BEGIN.search(text) is not None or any(_is_named(lines[at].lstrip("# ")) for at in lines.beginning("#"))


def _with_heading(section: Section) -> Iterator[Block]:
    if section.heading is not None:
        yield section.heading
    yield from section.blocks


def _regions(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks between the marks of the plugin, which may stand in a heading or at the end of a block."""
    region: list[Block] | None = None
    for block in blocks:
        if region is None:
            region = [] if _BEGIN.search(block.text) and not _END.search(block.text) else None
        elif _END.search(block.text):
            yield [*region, block] if _END.sub("", block.text).strip() else region
            region = None
        else:
            region.append(block)


def _named_regions(note: Note) -> Iterator[list[Block]]:
    """The quotations below each heading that names annotations, where a template keeps none of the plugin's marks."""
    for section in note.sections:
        if section.heading is not None and _is_named(section.heading.title):
            yield [block for block in section.blocks if isinstance(block, Quote)]


def _is_named(heading: str) -> bool:
    return _HEADING.fullmatch(heading) is not None and _NAMES_MARKS.search(heading) is not None


def _unlinked(block: Block) -> Block:
    if LABELLED_COMMENT.match(MARK_OF_QUOTE.sub("", block.text).lstrip()):
        return block  # On what stands above it.
    units = tuple(_units(block))
    if not units:
        return block
    return Unlinked(
        kind="unlinked", first_line=block.first_line, last_line=block.last_line, text=block.text, units=units
    )


def _units(block: Block) -> Iterator[Unit]:
    if isinstance(block, Callout):
        inner = [child for child in block.children if isinstance(child, Callout)]
        lines = _END.sub("", block.text).split("\n")
        for child in inner:
            lines[child.first_line - block.first_line : child.last_line - block.first_line + 1] = [""] * (
                child.last_line - child.first_line + 1
            )
        remarks = (MARK_OF_QUOTE.sub("", child.text.partition("\n")[2]).strip() for child in inner)
        body = MARK_OF_QUOTE.sub("", "\n".join(lines[1:]))
        place = label_in(block.title)
        for unit in _unit(block, body, in_paragraphs(*remarks)):
            yield replace(unit, label=unit.label or place)
    elif isinstance(block, Quote):
        yield from _unit(block, MARK_OF_QUOTE.sub("", _END.sub("", block.text)), "")
    elif block.kind == "list":
        yield from _of_list(block)
    elif block.kind == "paragraph" and "<mark" in block.text:
        quote, color, beside = marked(block.text)
        if quote and not _LABEL.match(block.text):
            yield from _unit(block, quote, beside, color=color)


def _unit(block: Block, text: str, comment: str, *, color: str = "") -> Iterator[Unit]:
    """Read words, below them their page, and between the two what is called a comment."""
    kind, own_color, rest = named_by_color(text)
    if label := _LABEL.match(text):
        kind, own_color, rest = label["label"].casefold(), label["color"], text[label.end() :]
    lines = _BREAKS.sub("", rest).strip("\n").split("\n")
    place = _PLACE.fullmatch(lines[-1]) if lines else None
    words = "\n".join(lines[:-1] if place else lines).strip()
    page = _PAGE_FIRST.match(words) or _PAGE_LAST.search(words)
    words = words[: page.start()] + words[page.end() :] if page else words
    words = without_block_id(words)[0]
    parts = words.split("\n")
    at = next((number for number, line in enumerate(parts) if LABELLED_COMMENT.match(line.lstrip())), len(parts))
    quote, said = "\n".join(parts[:at]).strip(), "\n".join(parts[at:]).strip()
    if kind in {"note", "comment"}:
        quote, said = "", in_paragraphs(quote, said)
    if not (has_words(quote) or has_words(said) or "![" in quote):
        return
    alone = _TIME.fullmatch(comment.strip())
    comment = "" if alone else comment
    time = alone[1] if alone else (place["time"] or "") if place else ""
    unit = unit_of(
        NO_LINK,
        (block.first_line, block.last_line),
        quote=quote,
        comment=in_paragraphs(LABELLED_COMMENT.sub("", said), comment),
        color=color or own_color,
        cited="",
        label=label_in(place["words"]) if place else page["label"] if page else "",
    )
    yield replace(unit, created=re.sub("[ #]", "T", time) or unit.created)


def _of_list(block: Block) -> Iterator[Unit]:
    """Read each item; what is nested in it is the reader's."""
    lines = _END.sub("", block.text).split("\n")
    first = _depth(lines[0])
    starts = [at for at, line in enumerate(lines) if _depth(line) <= first and _ITEM.match(line.lstrip())]
    for start, end in pairwise([*starts, len(lines)]):
        words = _ITEM.sub("", lines[start].lstrip(), count=1)
        below = dedent("\n".join(line for line in lines[start + 1 : end] if line.strip()))
        is_nested = _ITEM.match(below) is not None
        words = words if is_nested else "\n".join(filter(None, (words, below)))
        at = block.first_line + start
        item = replace(block, first_line=at, last_line=max(block.first_line + end - 1, at))
        quote, color, beside = marked(words)
        said = HTML_BREAK.sub("\n", _ITEM.sub("", below, count=1)).strip() if is_nested else ""
        if quote is None:
            yield from _unit(item, words, said)
        else:
            yield from _unit(item, quote, in_paragraphs(beside, said), color=color)


def _depth(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
