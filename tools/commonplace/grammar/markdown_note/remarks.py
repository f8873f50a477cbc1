"""The reader's own words in a note: prose under its heading, and tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent

import msgspec
from msgspec.structs import replace

from commonplace.grammar.fences import fence_after
from commonplace.grammar.markdown_note.blocks import Block, Quote
from commonplace.grammar.markdown_note.inline import (
    attachments,
    formulas,
    tags,
    without_block_id,
    without_hidden,
    without_links,
)
from commonplace.model import JSON, Annotation, Attachment, Document, Formula, Locator, Purpose, TextualBody

_TASK = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\[(.)\](?:[ \t]+(.*))?$")
_ID = re.compile(r"(?:[ \t]*>)?[ \t]*\^([A-Za-z0-9-]+)[ \t]*$")
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SILENT = " \t\n-*_+>|:#`~%"
_OF_IDS = frozenset({"paragraph", "quote"})
_QUESTIONS = " ?"


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What all annotations of one section share."""

    importer: str
    document: Document
    headings: tuple[str, ...] = ()
    order: tuple[int, ...] = ()

    def at(self, *ordinals: int) -> Frame:
        """Move behind what has this frame's order."""
        return replace(self, order=(*self.order, *ordinals))

    @property
    def locator(self) -> Locator:
        """The place of what has no place in the document but its section."""
        return Locator(headings=self.headings, order=self.order)


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the reader as they are written, and what was found in them.

    Attributes
    ----------
    text : str
        Markdown; empty if there is nothing to read but pictures.
    hidden : tuple of str
        What stood between ``%%``.
    """

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    formulas: tuple[Formula, ...] = ()
    tags: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def bodies(self, purpose: Purpose = "commenting") -> tuple[TextualBody, ...]:
        """One body with the words, one for each tag in them."""
        said = (TextualBody(value=self.text, purpose=purpose),) if self.text else ()
        return (*said, *(TextualBody(value=tag, purpose="tagging") for tag in self.tags))

    @property
    def extra(self) -> dict[str, JSON]:
        """What the model has no place for."""
        return {"hidden": list(self.hidden)} if self.hidden else {}


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One item ``- [ ] …`` of a list: its mark, its words, and those of the lines that belong to it."""

    mark: str
    text: str
    native_id: str = ""


class Marked(msgspec.Struct, frozen=True):
    """A block, and the ``^id`` that stands alone below it."""

    block: Block
    native_id: str = ""


def read_remark(text: str, *, besides: frozenset[str] = frozenset()) -> Remark:
    """Read Markdown that the reader wrote; embeds of the targets in `besides` are no attachments."""
    shown, hidden = without_hidden(text)
    return Remark(
        text=shown.strip() if says_anything(shown) else "",
        attachments=attachments(shown, besides=besides),
        formulas=formulas(shown),
        tags=tags(shown),
        hidden=hidden,
    )


def says_anything(text: str) -> bool:
    """Tell whether anything is left of `text` without pictures, rules and empty list items."""
    return bool(_HTML_TAG.sub("", without_links(text, keep_words=True)).strip(_SILENT))


def written(blocks: Sequence[Block]) -> str:
    """Put blocks together as they are written, with one blank line where something was taken out between them."""
    parts: list[str] = []
    below = 0
    for block in _without_outer_rules(blocks):
        parts += ["\n" if block.first_line == below + 1 else "\n\n", block.text] if parts else [block.text]
        below = block.last_line
    return "".join(parts)


def _without_outer_rules(blocks: Sequence[Block]) -> Sequence[Block]:
    kept = [index for index, block in enumerate(blocks) if block.kind != "rule"]
    return blocks[kept[0] : kept[-1] + 1] if kept else ()


def prose(
    blocks: Sequence[Block],
    frame: Frame,
    *,
    besides: frozenset[str] = frozenset(),
) -> Annotation | None:
    """Make one annotation of all the reader's prose in a section; None if there is none.

    Embeds of the targets in `besides` are marks of their own, and no attachments.
    """
    hidden = tuple(block.text.strip().strip("%").strip() for block in blocks if block.kind == "comment")
    remark = read_remark(written([block for block in blocks if block.kind != "comment"]), besides=besides)
    remark = replace(remark, hidden=(*remark.hidden, *filter(None, hidden)))
    if not (remark.text or remark.attachments or remark.hidden):
        return None
    return Annotation(
        importer=frame.importer,
        document=frame.document,
        motivation="commenting",
        bodies=remark.bodies(),
        locator=frame.locator,
        formulas=remark.formulas,
        attachments=remark.attachments,
        extra=remark.extra,
    )


def task(item: Task, frame: Frame) -> Annotation:
    """Make an annotation of a task: one that is open asks something."""
    asks = item.mark in _QUESTIONS
    remark = read_remark(item.text)
    done: dict[str, JSON] = {} if asks else {"task": "done" if item.mark in "xX" else item.mark}
    return Annotation(
        importer=frame.importer,
        document=frame.document,
        motivation="questioning" if asks else "commenting",
        native_id=item.native_id,
        bodies=remark.bodies("questioning" if asks else "commenting"),
        locator=frame.locator,
        formulas=remark.formulas,
        attachments=remark.attachments,
        extra=remark.extra | done,
    )


def split_tasks(block: Block) -> tuple[tuple[Task, ...], Block | None]:
    """Take the tasks out of a list; also gives what is left of the list, None if nothing is."""
    if block.kind != "list":
        return (), block
    found: list[list[str]] = []
    rest: list[str] = []
    fence, margin = "", -1
    for line in block.text.split("\n"):
        starts = None if fence else _TASK.match(line)
        fence = fence_after(line.lstrip(), fence)
        if starts:
            found.append([line])
            margin = _indent(line)
        elif found and margin >= 0 and (not line.strip() or _indent(line) > margin):
            found[-1].append(line)
        else:
            rest.append(line)
            margin = -1
    items = tuple(item for item in map(_task, found) if says_anything(item.text) or attachments(item.text))
    left = replace(block, text="\n".join(rest)) if any(line.strip() for line in rest) else None
    return items, left


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _task(lines: Sequence[str]) -> Task:
    match = _TASK.match(lines[0])
    mark, words = (match[2], match[3] or "") if match else (" ", lines[0])
    details = dedent("\n".join(lines[1:])).strip("\n")
    text, native_id = without_block_id("\n".join(filter(None, (words.strip(), details))))
    return Task(mark=mark, text=text.strip(), native_id=native_id)


def with_ids(blocks: Sequence[Block]) -> Iterator[Marked]:
    """Give each quote and callout the ``^id`` that stands alone below it."""
    skip = False
    for position, block in enumerate(blocks):
        if skip:
            skip = False
            continue
        below = blocks[position + 1] if position + 1 < len(blocks) else None
        match = _ID.match(below.text) if below and isinstance(block, Quote) and below.kind in _OF_IDS else None
        skip = match is not None
        yield Marked(block, match[1] if match else "")
