"""From a block of a note to the annotations in it: what was marked, what the reader wrote, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import dedent

from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Block, Callout, Heading, Quote
from commonplace.grammar.markdown_note.inline import has_words, plain
from commonplace.grammar.zotero.beside import of_text
from commonplace.grammar.zotero.callouts import of_callout
from commonplace.grammar.zotero.classed import is_classed, of_classed
from commonplace.grammar.zotero.dressed import named_by_color
from commonplace.grammar.zotero.footnotes import is_footnote, without_mark_of_footnote
from commonplace.grammar.zotero.labelled import Labelled
from commonplace.grammar.zotero.links import OPENS, label_in, zotero_links
from commonplace.grammar.zotero.paragraphs import of_lines
from commonplace.grammar.zotero.regions import NO_LINK, Unlinked
from commonplace.grammar.zotero.words import (
    EMBED,
    LABELLED_COMMENT,
    MARK_OF_QUOTE,
    NEAR,
    Unit,
    color_named,
    tags_in,
    unit_of,
    without_label,
    without_tag_lines,
)
from commonplace.text import in_paragraphs

_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_NESTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_MARKED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")
_BARE_FENCE = re.compile(r"`{3,}[ \t]*\n")
_FENCES = re.compile(r"\A`{3,}[ \t]*\n|\n[ \t]*`{3,}[ \t]*\Z")
_EMPTY_ABOVE = re.compile(r"\A(?:[ \t]*>[ \t]*\n)+")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_TOLD_BEFORE = re.compile(r"[-*+][ ](?:\[.\][ ])?\*\*(?P<said>[^*\n]+)\*\*:")
_UNLINKED = re.compile(
    r"\A(?:\[\[(?P<named>[^\[\]\n]{1,40})\]\][ ])?"
    r"(?P<quote>[“\"«„「『].+[”\"»“」』])\s*[(（](?P<cited>[^()（）\n]{0,200}\b(?:1[5-9]|20)\d\d\b[^()（）\n]{0,200})[)）]\s*(?P<comment>.*)\Z",
    re.DOTALL,
)
_UNLINKED_NOTE = re.compile(
    r"\A(?P<said>[^\s“\"«„「『].*\S)\s*\((?P<cited>note on p\.\s?[\w–-]{1,12})\)\s*\Z", re.DOTALL
)
"""As ZotFile writes a comment that is on no marked words, where its links were lost."""
_CITATION = re.compile(r"(?<=[(（])\[(?P<words>[^\[\]\n]{1,200})\]\(zotero://select/[^\s()]*\)(?=[)）])")
_NEXT_UNLINKED = re.compile(r"(?<=\d\)|\d）)[ \t]*\n(?=[“\"«„「『])")


def units_of(block: Block) -> Iterator[Unit]:
    """Read the annotations of one block; none if no link in it opens a page or an annotation."""
    if not OPENS.search(block.text) or is_footnote(block):
        return
    if isinstance(block, Labelled):
        yield _of_labelled(block)
    elif isinstance(block, Callout):
        yield from of_callout(block)
    elif isinstance(block, Quote):
        yield from _of_quote(block)
    else:
        yield from _of_plain(block)


def _of_quote(block: Quote) -> Iterator[Unit]:
    if is_classed(block):
        yield from of_classed(block)
        return
    label, color, words = named_by_color(MARK_OF_QUOTE.sub("", block.text))
    for unit in of_lines(words, block.first_line + bool(label)):
        if label == "comment":
            yield replace(unit, quote="", comment=in_paragraphs(unit.quote, unit.comment), color=color)
        else:
            yield replace(unit, color=unit.color or color)


def _of_plain(block: Block) -> Iterator[Unit]:
    if block.kind == "table":
        yield from _of_table(block)
    elif block.kind == "list":
        for start, item in _items(block.text):
            yield from of_text(_ITEM.sub("", item, count=1), block.first_line + start, item.count("\n"))
    else:
        words = block.title if isinstance(block, Heading) else without_mark_of_footnote(block.text)
        yield from of_text(words, block.first_line, block.last_line - block.first_line)


def _of_labelled(block: Labelled) -> Unit:
    unit = unit_of(
        block.link,
        (block.first_line, block.last_line),
        quote=block.quote,
        comment=block.comment,
        color="",
        cited="",
    )
    return replace(unit, tags=(*unit.tags, *block.tags), extra=unit.extra | block.extra)


def unlinked_units(block: Block) -> list[Unit]:
    """Read what was exported without links into the app: ``“marked words” (Lin, 2024, p. 3) what the reader wrote``."""
    if isinstance(block, Unlinked):
        return list(block.units)
    parts = list(_lines_apart(_without_links(block))) if block.kind in {"paragraph", "quote"} else unread(block)
    return [unit for part in parts if (unit := _unlinked(part))]


def _without_links(block: Block) -> Block:
    """Leave of a quotation its words, and of a citation that selects an item its own."""
    text = MARK_OF_QUOTE.sub("", block.text) if block.kind == "quote" else block.text
    return replace(block, text=_CITATION.sub(r"\g<words>", text) if "zotero://select" in text else text)


def _lines_apart(block: Block) -> Iterator[Block]:
    """Part a paragraph where one line ends with a citation and the next begins with a quotation mark."""
    if not _UNLINKED.match(block.text.strip()):
        yield block
        return
    line = block.first_line
    for text in _NEXT_UNLINKED.split(block.text):
        last = line + text.count("\n")
        yield replace(block, first_line=line, last_line=last, text=text)
        line = last + 1


def _unlinked(block: Block) -> Unit | None:
    lines = (block.first_line, block.last_line)
    words = _ITEM.sub("", block.text.strip(), count=1)
    if note := _UNLINKED_NOTE.match(words):
        return unit_of(NO_LINK, lines, quote="", comment=note["said"], color="", cited=note["cited"])
    found = _UNLINKED.match(words)
    if found is None:
        return None
    return unit_of(
        NO_LINK,
        lines,
        quote=found["quote"],
        comment=found["comment"],
        color="",
        cited=found["cited"],
        title=found["named"] or "",
    )


def unread(block: Block) -> list[Block]:
    """What `units_of` leaves of a block: the items of a list that hold no link."""
    if block.kind != "list":
        return []
    return [
        Block(
            kind="list",
            first_line=block.first_line + start,
            last_line=block.first_line + start + item.count("\n"),
            text=item.strip("\n"),
        )
        for start, item in _items(block.text)
        if (has_words(item) or "![" in item) and not any(link.marks for link in zotero_links(item))
    ]


def pictures_of(block: Block) -> list[Unit]:
    """Read the items beside those with links that are nothing but a picture: areas that a template links nowhere."""
    if block.kind != "list" or "![" not in block.text:
        return []
    lines = block.text.split("\n")
    starts = [at for at, line in enumerate(lines) if _depth(line) == _depth(lines[0]) and _NESTED_ITEM.match(line)]
    parts = [(start, "\n".join(lines[start:end])) for start, end in pairwise([*starts, len(lines)])]
    if not any(link.marks for _, part in parts for link in zotero_links(part)):
        return []
    return [
        _picture(part, block.first_line + start)
        for start, part in parts
        if EMBED.match(_ITEM.sub("", part, count=1)) and not OPENS.search(part)
    ]


def _picture(item: str, line: int) -> Unit:
    """Read a picture and what is nested below it or stands behind it."""
    found = EMBED.match(_ITEM.sub("", item, count=1))
    said, tags = without_tag_lines(dedent(found[2].lstrip(" \t").strip("\n"))) if found else (item, ())
    unit = unit_of(NO_LINK, (line, line + item.count("\n")), quote="", comment=said, color="", cited="")
    return replace(unit, comment=in_paragraphs(found[1] if found else "", unit.comment), tags=tags, kind="image")


def picture_in(callout: Callout) -> Unit | None:
    """Read a callout that begins with a picture and has no link: an area, where others of its type have one."""
    body = MARK_OF_QUOTE.sub("", callout.text.partition("\n")[2]).strip("\n")
    if OPENS.search(callout.text) or not EMBED.match(body):
        return None
    unit = _picture(body, callout.first_line)
    told = {"title": callout.title} if has_words(callout.title) else {}
    color = callout.meta if callout.meta.startswith("#") else color_named(callout.meta) or color_named(callout.type)
    return replace(
        unit, last_line=callout.last_line, label=label_in(callout.title), color=color, extra=told | unit.extra
    )


def continues(block: Block, unit: Unit) -> bool:
    """Whether a block is what the reader wrote on the annotation above: right below it, or called a comment."""
    if block.kind == "code":  # Which is how a template keeps a comment as it is.
        return _BARE_FENCE.match(block.text) is not None and block.first_line - unit.last_line <= NEAR
    if isinstance(block, Callout):
        return block.first_line - unit.last_line <= NEAR and is_comment(_said_in(block))
    if block.kind == "paragraph" or is_quoted_comment(block):
        return block.first_line - unit.last_line <= NEAR and is_comment(block)
    return block.kind == "list" and (block.first_line == unit.last_line + 1 or is_comment(block))


def is_comment(block: Block) -> bool:
    """Whether a block is called a comment."""
    return LABELLED_COMMENT.match(_EMPTY_ABOVE.sub("", block.text)) is not None


def is_quoted_comment(block: Block) -> bool:
    """Whether a quotation without a link is called a comment."""
    return isinstance(block, Quote) and is_comment(block) and not OPENS.search(block.text)


def is_told_before(block: Block) -> bool:
    """Whether an item is a comment on the one that is nested in it: ``- **why?**:``."""
    return _TOLD_BEFORE.fullmatch(block.text.strip()) is not None


def told_above(block: Block) -> frozenset[int]:
    """The lines of items that hold nothing but one item with a link, where others of the list are linked themselves.

    So templates write a comment above the words that it is about: ``- why?``, and nested in it ``- words [(p. 3)](…)``.
    """
    lines = block.text.split("\n")
    starts = [index for index, line in enumerate(lines) if _NESTED_ITEM.match(line)]
    depths = [_depth(lines[start]) for start in starts]
    linked = [
        any(link.marks for link in zotero_links("\n".join(lines[start:end])))
        for start, end in pairwise([*starts, len(lines)])
    ]
    outer = {depth for depth, is_linked in zip(depths, linked, strict=True) if is_linked}
    found = set[int]()
    for place, depth in enumerate(depths[:-1]):
        alone = place + 2 == len(depths) or depths[place + 2] <= depth
        if not linked[place] and linked[place + 1] and depths[place + 1] > depth and alone and depth in outer:
            found.add(block.first_line + starts[place])
    return frozenset(found)


def with_comment(unit: Unit, block: Block) -> Unit:
    """Add a block to what the reader wrote on an annotation."""
    is_item = block.kind == "list" and sum(_NESTED_ITEM.match(line) is not None for line in block.text.split("\n")) == 1
    block = _said_in(block) if isinstance(block, Callout) and is_comment(_said_in(block)) else block
    text = (MARK_OF_QUOTE.sub("", block.text) if is_quoted_comment(block) else block.text).strip()
    text = _FENCES.sub("", text).strip() if block.kind == "code" else without_label(text)
    told = _TOLD_BEFORE.fullmatch(text)
    item = _MARKED_ITEM.match(text) if is_item and "\n" not in text else None
    text = told["said"] if told else text[item.end() :] if item else text
    return replace(
        unit,
        comment=in_paragraphs(unit.comment, text),
        first_line=min(unit.first_line, block.first_line),
        last_line=max(unit.last_line, block.last_line),
    )


def with_tags(unit: Unit, block: Block) -> Unit:
    """Add the tags that a block is nothing but."""
    return replace(unit, tags=tuple(dict.fromkeys((*unit.tags, *tags_in(block.text)))))


def _said_in(block: Callout) -> Block:
    """Write a callout as a paragraph that its title, or else its type, names."""
    words = MARK_OF_QUOTE.sub("", block.text).partition("\n")[2]
    return replace(block, kind="paragraph", text=f"{plain(block.title).strip() or block.type}: {words.strip()}")


def without_mark(block: Block) -> Block:
    """Take the mark off a list of one item, which a template made of a comment: ``- [N] why?``."""
    alone = block.kind == "list" and len(_NESTED_ITEM.findall(block.text)) == 1
    return replace(block, text=_MARKED_ITEM.sub("", block.text, count=1)) if alone else block


def joined(blocks: Sequence[Block]) -> Block:
    """Make one block of several."""
    return replace(blocks[0], last_line=blocks[-1].last_line, text="\n\n".join(block.text for block in blocks))


def _items(text: str) -> Iterator[tuple[int, str]]:
    """The items of a list, each with the number of its first line.

    One with a link has what is nested in it, down to the next one with a link; any other is alone.
    """
    lines = text.split("\n")
    starts = [index for index, line in enumerate(lines) if _NESTED_ITEM.match(line)] or [0]
    starts[0] = 0
    own = ["\n".join(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]
    linked = [any(link.marks for link in zotero_links(words)) for words in own]
    depths = [_depth(lines[start]) for start in starts]
    place = 0
    while place < len(starts):
        end = place + 1
        while linked[place] and end < len(starts) and depths[end] > depths[place] and not linked[end]:
            end += 1
        yield starts[place], dedent("\n".join(own[place:end]))
        place = end


def _depth(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _of_table(block: Block) -> Iterator[Unit]:
    """Read each row that holds a link: the first cell beside it is what was marked, the others are the reader's."""
    for offset, line in enumerate(block.text.split("\n")):
        links = [link for link in zotero_links(line) if link.marks]
        cells = [cell.strip() for cell in _CELL_ENDS.split(line)]
        words = [cell for cell in cells if has_words(cell) and not OPENS.search(cell)]
        for link in links[:1]:
            at = block.first_line + offset
            yield unit_of(link, (at, at), quote="".join(words[:1]), comment="\n\n".join(words[1:]), color="", cited="")
