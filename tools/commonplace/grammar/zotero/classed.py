"""Quotations whose first words are in a span of Zotero's own class, as a template in Chinese that many share has them.

What was marked, or the kind of what was, stands in the span; behind it what the reader wrote, the link, and tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Quote
from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.zotero.links import zotero_links
from commonplace.grammar.zotero.words import MARK_OF_QUOTE, Unit, unit_of

_SPAN = re.compile(
    r"(?m)^<span class=\"(?P<kind>highlight|underline|note|text|image|ink)(?P<sign>#[0-9a-fA-F]{6})?\""
    r"(?:[ ]style=\"background-color:[ ]?(?P<color>#[0-9a-fA-F]{6})[^\"<>]{0,80}\")?>(?P<words>[^<>]*)</span>[ \t]*"
)
_TAGS = re.compile(r"(?m)^[ \t]*🏷\ufe0f?(?P<tags>(?:[ \t]*#[^\s#,、]+[,、]?)+)[ \t]*$")
_TAG = re.compile(r"#([^\s#,、]+)")
_NO_WORDS = frozenset({"null", "undefined", ""})


def is_classed(block: Quote) -> bool:
    """Whether a quotation begins with such a span."""
    return "<span class=" in block.text and _SPAN.match(MARK_OF_QUOTE.sub("", block.text)) is not None


def of_classed(block: Quote) -> Iterator[Unit]:
    """Read each annotation in a quotation that begins with such a span."""
    text = MARK_OF_QUOTE.sub("", block.text)
    spans = list(_SPAN.finditer(text))
    line = block.first_line
    for span, end in zip(spans, [*(span.start() for span in spans[1:]), len(text)], strict=True):
        yield from _unit(span, text[span.end() : end], line, block.last_line)
        line += text.count("\n", span.start(), end)


def _unit(span: re.Match[str], behind: str, first: int, last: int) -> Iterator[Unit]:
    links = [link for link in zotero_links(behind) if link.marks]
    if not links:
        return
    link = links[0]
    said = f"{behind[: link.start].rstrip()}{behind[link.end :]}"
    tags = tuple(tag for line in _TAGS.finditer(said) for tag in _TAG.findall(line["tags"]))
    said = _TAGS.sub("", said).strip()
    words = "" if span["words"].strip() in _NO_WORDS or span["kind"] in {"note", "image", "ink"} else span["words"]
    unit = unit_of(
        link,
        (first, min(first + span[0].count("\n") + behind.rstrip("\n").count("\n"), last)),
        quote=words,
        comment=said if has_words(said) else "",
        color=span["color"] or span["sign"] or "",
        cited="",
    )
    yield replace(unit, tags=(*unit.tags, *tags), kind="image" if span["kind"] in {"image", "ink"} else unit.kind)
