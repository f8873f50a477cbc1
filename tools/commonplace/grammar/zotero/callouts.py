"""A callout and the passages in it: its title leads to one, or they stand in it with their links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Block, Callout, Quote
from commonplace.grammar.markdown_note.callouts import PASSAGES
from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.links import OPENS, without_citations, zotero_links
from commonplace.grammar.zotero.paragraphs import of_lines
from commonplace.grammar.zotero.words import LABELLED_COMMENT, LOOSE, MARK_OF_QUOTE, Unit, color_named, marked, unit_of
from commonplace.text import in_paragraphs

_IN_MARKS = re.compile(r"[*_]{0,3}[“\"«„「].+[”\"»“」][*_]{0,3}")
"""A line that is all in quotation marks, so that what stands below it is not marked."""


def of_callout(callout: Callout) -> Iterator[Unit]:
    """Read a callout: its title leads to the passage, or the passages stand in it."""
    titled = [link for link in zotero_links(callout.title) if link.marks]
    color = callout.meta if callout.meta.startswith("#") else color_named(callout.meta) or color_named(callout.type)
    if not titled:
        told = {"title": callout.title} if has_words(callout.title) else {}
        remarks = "\n\n".join(_remark(child) for child in callout.children if _is_remark(child))
        for unit in of_lines(_body(callout), callout.first_line + 1):
            comment = in_paragraphs(unit.comment, remarks)
            yield replace(unit, comment=comment, color=unit.color or color, extra=told | unit.extra)
            remarks = ""
        return
    said, written, nested = _parts(callout.children)
    first, _, below_it = said.partition("\n")
    if _IN_MARKS.fullmatch(first.strip()) and below_it:
        said, written = first, in_paragraphs(below_it, written)
    quote, own_color, rest = marked(said)
    written = LABELLED_COMMENT.sub("", written)
    first, id_below = without_block_id(written)
    _, cited = without_citations(callout.title)
    title = callout.title[: titled[0].start] + callout.title[titled[0].end :]
    words = quote if quote is not None else nested or said
    above = without_citations(title)[0].strip(LOOSE)
    if not words and _IN_MARKS.fullmatch(above):
        words, title = above, ""
    if title.strip(LOOSE).casefold() in {"note", "comment"}:
        words, rest = "", in_paragraphs(words, rest)
    yield unit_of(
        titled[0],
        (callout.first_line, callout.last_line),
        quote=words,
        comment=in_paragraphs(rest, first if id_below else written),
        color=own_color or color,
        cited=cited,
        title=title,
    )


def _body(callout: Callout) -> str:
    """The lines below the title, as deep as they stand in the callout, without the reader's remarks in it."""
    lines = callout.text.split("\n")
    for child in callout.children:
        if _is_remark(child):
            inside = range(child.first_line - callout.first_line, child.last_line - callout.first_line + 1)
            lines = ["" if at in inside else line for at, line in enumerate(lines)]
    return MARK_OF_QUOTE.sub("", "\n".join(lines[1:]))


def _is_remark(block: Block) -> bool:
    """Whether a block in a callout is one itself, which is how templates set off what the reader wrote."""
    return isinstance(block, Callout) and block.type not in PASSAGES and not OPENS.search(block.text)


def _remark(callout: Block) -> str:
    body = callout.text.partition("\n")[2]
    return MARK_OF_QUOTE.sub("", body).strip()


def _parts(children: Sequence[Block]) -> tuple[str, str, str]:
    """Part a callout at its first rule, or behind its first paragraph; a quote in it is what was marked."""
    remarks = [child for child in children if _is_remark(child)]
    children = [child for child in children if child not in remarks]
    rules = [index for index, child in enumerate(children) if child.kind == "rule"]
    quotes = [child for child in children if isinstance(child, Quote)]
    if rules:
        above, below = children[: rules[0]], children[rules[0] + 1 :]
    elif quotes:
        above, below = [], [child for child in children if child is not quotes[0]]
    else:
        above, below = children[:1], children[1:]
    said = "\n\n".join(child.text for child in above).strip()
    written = "\n\n".join((*(child.text for child in below), *map(_remark, remarks))).strip()
    nested = MARK_OF_QUOTE.sub("", quotes[0].text).strip() if quotes and not rules else ""
    return without_block_id(said)[0].strip(), written, nested
