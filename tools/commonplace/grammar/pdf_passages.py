"""The shapes in which a note holds passages of a PDF: callouts, quotes, links in a sentence, embeds.

PDF++ copies a passage by a template that everyone may edit, Obsidian by another, and people and formatters change
what was copied. So a passage is known by its link, and the block around the link says what its words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec
from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Block, Callout, Heading, Quote
from commonplace.grammar.markdown_note.callouts import (
    quote_text,
)
from commonplace.grammar.markdown_note.inline import without_block_id
from commonplace.grammar.markdown_note.remarks import Marked, says_anything, with_ids
from commonplace.grammar.pdf_callouts import in_callout, in_words
from commonplace.grammar.pdf_link import pdf_links
from commonplace.grammar.pdf_marks import (
    Mark,
    around,
    begins_with,
    closes,
    in_text,
    is_nothing_but_links,
    without_brackets,
    without_pdf_links,
    without_quote,
)
from commonplace.text import in_paragraphs, weight

_SHORTEST_PASSAGE = 20
"""Letters above a link below which they only say what stands there."""
_LONE_DASH = re.compile(r"\n[ \t]*[—―–-]+[ \t]*\Z")


class Reading(msgspec.Struct):
    """What was found in the blocks of one section.

    Attributes
    ----------
    marks : list of Mark
        Passages and areas, in the order of the note.
    rest : list of Marked
        Blocks that are something else, or that say more than what they mark.
    broken : list of Callout
        Callouts of PDF++ whose link is lost.
    """

    marks: list[Mark] = msgspec.field(default_factory=list)
    rest: list[Marked] = msgspec.field(default_factory=list)
    broken: list[Callout] = msgspec.field(default_factory=list)


def read_passages(blocks: Sequence[Block], heading: Heading | None = None) -> Reading:
    """Tell the marks in the blocks of a section from what else it holds."""
    reading = Reading()
    if heading:
        reading.marks += in_text(heading)
    marked = list(with_ids(blocks))
    position = 0
    while position < len(marked):
        position += _read_next(marked, position, reading)
    return reading


def _read_next(marked: Sequence[Marked], position: int, reading: Reading) -> int:
    """Read the block at `position`, and the quote below it if it is of one piece with it; count the blocks read."""
    this = marked[position]
    below = marked[position + 1] if position + 1 < len(marked) else None
    if isinstance(this.block, Callout):
        if below and _lacks_link(this.block) and not isinstance(below.block, Callout):
            return _read_with_link_below(this.block, marked, position, reading)
        _read_callout(this.block, this, reading)
    elif isinstance(this.block, Quote):
        _read_quote(this.block, this, reading)
    else:
        above = marked[position - 1] if position else None
        return _read_text(this, above, below, reading)
    return 1


def _lacks_link(callout: Callout) -> bool:
    return callout.type == "pdf" and not pdf_links(callout.text)


def _read_with_link_below(callout: Callout, marked: Sequence[Marked], position: int, reading: Reading) -> int:
    """Read a callout of PDF++ whose link, or all of whose words, a blank line parts from it; count the blocks read."""
    before, read = len(reading.marks), _read_next(marked, position + 1, reading)
    first = reading.marks[before] if len(reading.marks) > before else None
    words, comment = in_words(callout)
    is_of_another = bool(words or comment) and bool((first and first.quote) or not _is_alone(marked[position + 1]))
    if first is None or first.callout or is_of_another:
        reading.broken.append(callout)
    else:
        reading.marks[before] = replace(
            first,
            quote=first.quote or words,
            comment=in_paragraphs(comment, first.comment),
            callout=callout,
            native_id=marked[position].native_id or first.native_id,
            first_line=callout.first_line,
        )
    return 1 + read


def _is_alone(marked: Marked) -> bool:
    return marked.block.kind == "paragraph" and is_nothing_but_links(marked.block.text)


def _read_callout(callout: Callout, marked: Marked, reading: Reading) -> None:
    marks = list(in_callout(callout))
    if marks:
        marks[0] = replace(marks[0], native_id=marked.native_id or marks[0].native_id)
        reading.marks += marks
    elif callout.type == "pdf":
        reading.broken.append(callout)
    else:
        reading.rest.append(marked)


def _read_quote(quote: Quote, marked: Marked, reading: Reading) -> None:
    if any(isinstance(child, Callout) and pdf_links(child.text) for child in quote.children):
        inner = read_passages(quote.children)
        reading.marks += inner.marks
        reading.rest += inner.rest
        reading.broken += inner.broken
        return
    marks = list(_in_quote(quote))
    if marks:
        marks[-1] = replace(marks[-1], native_id=marked.native_id or marks[-1].native_id)
        reading.marks += marks
    else:
        reading.rest.append(marked)


def _in_quote(quote: Quote) -> Iterator[Mark]:
    """Find the marks of a block quote: each link alone on its line begins one."""
    lines = quote_text(quote.children).split("\n")
    said = _said_below(quote, lines)
    for part in _parts(lines[: len(lines) - len(said)]):
        links = pdf_links(part)
        if not (
            links and (any(link.marks for link in links) or begins_with(part, links[0]) or closes(part, links[-1]))
        ):
            continue
        main = next((link for link in links if link.marks), links[0])
        text, native_id = without_block_id(_LONE_DASH.sub("", around(part, main)))
        yield Mark(
            link=main,
            quote=text or main.words,
            comment="\n".join(said).strip(),
            caption=main.words if text else "",
            native_id=native_id,
            others=tuple(link for link in links if link is not main),
            first_line=quote.first_line,
            last_line=quote.last_line,
        )


def _said_below(quote: Quote, lines: Sequence[str]) -> Sequence[str]:
    """The last lines of a quote, below its link without a ``>``: Markdown adds them to it, the reader did not."""
    below = [*takewhile(lambda line: not line.lstrip().startswith(">"), reversed(quote.text.split("\n")))][::-1]
    lead = next((at for at, line in enumerate(below) if is_nothing_but_links(line)), len(below))
    count = max(len(below) - lead - 1, 0) or _below_link(lines)
    return lines[len(lines) - count :] if count and len(pdf_links("\n".join(lines))) == 1 else []


def _below_link(lines: Sequence[str]) -> int:
    """Count the lines below a link that stands alone, where the words above it are the passage."""
    at = next((number for number, line in enumerate(lines) if is_nothing_but_links(line)), len(lines))
    is_below_words = weight("\n".join(lines[:at]).strip()) >= _SHORTEST_PASSAGE
    return len(lines) - at - 1 if is_below_words and any(map(str.strip, lines[at + 1 :])) else 0


def _parts(lines: Sequence[str]) -> Iterator[str]:
    """Cut the lines of a quote where several passages were copied into it, each with its link above or below."""
    alone = [number for number, line in enumerate(lines) if is_nothing_but_links(line)]
    text = [number for number, line in enumerate(lines) if line.strip()]
    first, last = (text[0], text[-1]) if text else (0, 0)
    if first in alone or pdf_links(lines[first]):
        cuts = [number for number in alone if number > first and number - 1 not in alone]
    else:
        cuts = [number + 1 for number in alone if number < last and number + 1 not in alone and last in alone]
    for start, end in pairwise((0, *cuts, len(lines))):
        yield "\n".join(lines[start:end])


def _read_text(this: Marked, above: Marked | None, below: Marked | None, reading: Reading) -> int:
    """Read a block of text; a link that stands alone belongs to the quote that touches it."""
    block = this.block
    marks = list(in_text(block))
    alone = not says_anything(without_brackets(without_pdf_links(block.text, words=False)))
    bare = len(marks) == 1 and not marks[0].quote and not marks[0].link.rectangle and block.kind == "paragraph"
    if bare and below and _is_plain_quote(below) and _ends_with_link(block, marks[0]) and _touches(block, below.block):
        reading.marks.append(_joined(marks[0], below))
        reading.rest += [] if alone else [this]
        return 2
    if bare and alone and above and _is_plain_quote(above) and reading.rest[-1:] == [above]:
        reading.rest.pop()
        marks = [_joined(marks[0], above)]
    reading.marks += marks
    derived = bool(marks) and block.kind == "paragraph" and marks[0].quote and not marks[0].link.words
    if derived and not begins_with(block.text, marks[0].link):
        derived = not says_anything(without_quote(without_pdf_links(block.text, words=False), marks[0].quote))
    if not (marks and (alone or derived)):
        reading.rest.append(this)
    return 1


def _is_plain_quote(marked: Marked) -> bool:
    return marked.block.kind == "quote" and not pdf_links(marked.block.text)


def _touches(above: Block, below: Block) -> bool:
    return below.first_line == above.last_line + 1


def _ends_with_link(block: Block, mark: Mark) -> bool:
    return not block.text[mark.link.link.end :].strip(" )）")


def _joined(mark: Mark, marked: Marked) -> Mark:
    """Give a link the words of the quote beside it."""
    quote = marked.block
    text = quote_text(quote.children) if isinstance(quote, Quote) else quote.text
    text, native_id = without_block_id(text)
    return replace(
        mark,
        quote=text,
        native_id=marked.native_id or native_id or mark.native_id,
        first_line=min(mark.first_line, quote.first_line),
        last_line=max(mark.last_line, quote.last_line),
    )
