"""What a reader wrote below a callout that holds a passage, under a label that a template puts there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Block, Callout, Quote
from commonplace.grammar.markdown_note.callout_titles import NOTE, is_label
from commonplace.grammar.markdown_note.callout_words import SAID
from commonplace.grammar.markdown_note.callouts import is_passage
from commonplace.grammar.markdown_note.remarks import written

_SAID_ALONE = re.compile(rf"[ \t]*(\*\*|__)(?:{NOTE})[ \t]*[:：]?[ \t]*\1[ \t]*[:：]?[ \t]*", re.IGNORECASE)
_ID_ALONE = re.compile(r"\s*\^[\w-]+\s*")


def with_labelled_notes(blocks: Sequence[Block]) -> list[Block]:
    """Put what a template calls the reader's note on the passage above it into the callout of that passage."""
    joined: list[Block] = []
    passage, notes = -1, list[Block]()
    for block in (*_announced(blocks), None):
        note = _labelled_note(block) if block and passage >= 0 else None
        if note:
            notes.append(note)
            continue
        held = joined[passage] if notes else None
        if isinstance(held, Callout):
            joined[passage] = replace(held, children=(*held.children, *notes), last_line=notes[-1].last_line)
            notes = []
        if isinstance(block, Callout):
            passage = len(joined) if is_passage(block) else -1
        elif not (block and _ID_ALONE.fullmatch(block.text)):
            passage = -1
        joined += [block] if block else []
    return joined


def _announced(blocks: Sequence[Block]) -> Iterator[Block]:
    """Put a label that stands alone (``**Note**``) and the quotation below it together."""
    held: Block | None = None
    for block in blocks:
        if held and isinstance(block, Quote) and not isinstance(block, Callout):
            text = f"**{held.text.strip(' *_:：')}:** {written(block.children)}"
            yield replace(held, last_line=block.last_line, text=text)
            held = None
            continue
        yield from [held] if held else []
        held = block if block.kind == "paragraph" and _SAID_ALONE.fullmatch(block.text) else None
        yield from [] if held else [block]
    yield from [held] if held else []


def _labelled_note(block: Block) -> Block | None:
    if isinstance(block, Callout) and is_label(block.title) and not is_passage(block):
        return replace(block, title="")
    return block if block.kind in {"paragraph", "list"} and SAID.match(block.text) else None
