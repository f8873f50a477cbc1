"""What templates put around marked words besides their link: a label in their colour above, the link a line below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from commonplace.grammar.markdown_note import Block, Quote
from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.zotero.words import EMBED, MARK_OF_QUOTE, NEAR, Unit, cleaned
from commonplace.text import in_paragraphs

_COLORED = re.compile(
    r"[ \t]*(?:<mark\b[^<>]{0,99}(?P<mark>#[0-9a-fA-F]{6})\b[^<>]{0,99}>"
    r"\s*(?P<label>quote|highlight|underline|note|image|text|comment)\s*</mark>"
    r"|<(?P<box>div|span)\b[^<>]{0,99}(?P<bar>#[0-9a-fA-F]{6})\b[^<>]{0,99}></(?P=box)>)[ \t]*",
    re.IGNORECASE,
)
_PIN = re.compile(r"\A\s*(?:📌|🖍️?|🔖)\s*")
_PEN = re.compile(r"\A\s*(?:✏️?|📝|💬|💭|🗒️?|🖊️?)\s*")
_BELOW = 3
"""A link stands so many lines at most below the words that it belongs to."""


class Color(Block, frozen=True, kw_only=True):
    """A line that says nothing but the colour of the annotation below it."""

    color: str


def undressed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Part the lines that only show a colour from the paragraphs that they stand in."""
    for block in blocks:
        if block.kind != "paragraph" or "<" not in block.text:
            yield block
            continue
        lines = block.text.split("\n")
        at = 0
        for number, line in enumerate(lines):
            colored = _COLORED.fullmatch(line)
            if colored:
                yield from _between(block, lines, at, number)
                here, color = block.first_line + number, colored["mark"] or colored["bar"]
                yield Color(kind="color", first_line=here, last_line=here, text=line, color=color)
                at = number + 1
        yield from _between(block, lines, at, len(lines)) if at else [block]


def _between(block: Block, lines: Sequence[str], start: int, end: int) -> Iterator[Block]:
    """Make a block of some lines; behind HTML a quotation is no paragraph to a reader, though it is to Markdown."""
    kept = lines[start:end]
    if not any(line.strip() for line in kept):
        return
    first, last, text = block.first_line + start, block.first_line + end - 1, "\n".join(kept)
    if all(line.lstrip().startswith(">") for line in kept):
        yield Quote(kind="quote", children=(), first_line=first, last_line=last, text=text)
    else:
        yield replace(block, first_line=first, last_line=last, text=text)


def named_by_color(text: str) -> tuple[str, str, str]:
    """Part a first line that says nothing but what follows, in its colour, from the rest: label, colour and rest."""
    first, _, rest = text.partition("\n")
    colored = _COLORED.fullmatch(first)
    return (colored["label"].casefold(), colored["mark"], rest) if colored and colored["label"] else ("", "", text)


def with_words_below(unit: Unit, block: Block, *, leads: bool) -> Unit | None:
    """Give a link that only names a colour or a page the quotation right below it; None if it is none.

    Where links lead the words of their section (`leads`), the quotation may stand apart.
    """
    is_bare = not (unit.quote or unit.comment or unit.kind)
    is_near = 0 < block.first_line - unit.last_line <= (NEAR if unit.color or leads else 1)
    if not (is_bare and is_near and isinstance(block, Quote)):
        return None
    words = MARK_OF_QUOTE.sub("", block.text).strip()
    if EMBED.match(words):
        return replace(unit, comment=words, last_line=block.last_line)
    return replace(unit, quote=cleaned(words), last_line=block.last_line)


def with_words_of(unit: Unit, block: Block) -> Unit | None:
    """Give a link without words the quotation right above it; None if it has words, or what is above is none."""
    is_bare = not (unit.quote or unit.comment or unit.kind)
    if not is_bare or not isinstance(block, Quote) or unit.first_line - block.last_line > _BELOW:
        return None
    words = MARK_OF_QUOTE.sub("", block.text).strip()
    if not has_words(words):
        return None
    if _PEN.match(words):
        return replace(unit, comment=_PEN.sub("", words), first_line=block.first_line)
    return replace(unit, quote=cleaned(_PIN.sub("", words)), first_line=block.first_line)


def as_one(first: Unit, second: Unit) -> Unit | None:
    """Join words and comment of one annotation, each with a link of its own; None if these are two.

    Where both have words, those right below are the comment, which a template dresses like the words.
    """
    key = first.link.annotation
    if not (key == second.link.annotation if key else _is_comment_on(first, second)):
        return None
    if first.quote and second.quote and first.quote != second.quote:
        if first.comment or second.comment or second.first_line - first.last_line > NEAR:
            return None
        second = replace(second, quote="", comment=second.quote)
    return replace(
        first,
        quote=first.quote or second.quote,
        comment=in_paragraphs(*dict.fromkeys((first.comment, second.comment))),
        tags=tuple(dict.fromkeys((*first.tags, *second.tags))),
        color=first.color or second.color,
        label=first.label or second.label,
        last_line=second.last_line,
    )


def _is_comment_on(first: Unit, second: Unit) -> bool:
    """Tell whether a comment whose link only opens a page is on the words above, of the same page and colour."""
    one, other = first.link, second.link
    is_same_place = (one.attachment, one.page, "", first.color) == (
        other.attachment,
        other.page,
        other.annotation,
        second.color,
    )
    is_near = second.first_line - first.last_line <= NEAR
    is_apart = bool(first.quote and second.comment) and not (first.comment or second.quote)
    return bool(first.color) and is_same_place and is_near and is_apart
