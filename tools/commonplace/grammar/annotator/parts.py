"""A file of Obsidian Annotator cut into notes: each with its target, its blocks and the reader's words around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from commonplace.grammar.annotator.blocks import AnnotatorBlock, VideoBlock, annotator_blocks
from commonplace.grammar.annotator.target import AnnotationTarget, TargetField, target_fields, targets_of
from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note import Block, Section, notes
from commonplace.model import JSON

_FIELD = re.compile(r"(\w[\w -]{0,40})::(?:[ \t]+(.*))?")
_TARGET = re.compile("-target", re.IGNORECASE)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Lines from one front matter to the next that Annotator has to do with; prose counts from `own_line` on."""

    matter: FrontMatter | None
    last_line: int
    own_line: int
    fields: Sequence[TargetField]
    targets: Sequence[AnnotationTarget]
    blocks: Sequence[AnnotatorBlock | VideoBlock]
    sections: Sequence[Section]

    @property
    def facts(self) -> dict[str, JSON]:
        """What front matter and Dataview fields say besides the target."""
        said = dict(self.matter.fields) if self.matter else {}
        for section in self.sections:
            for block in section.blocks:
                said |= fields_of(block)
        return {key: value for key, value in said.items() if value and not key.startswith("annotation-target")}

    def target(self, line: int) -> AnnotationTarget:
        """What the note says that it annotates at `line`."""
        return self.targets[bisect_right(self.fields, line, key=lambda field: field.line)]


@lru_cache(maxsize=1)  # Claimed and then read: taken apart once.
def parts_of(document: str) -> tuple[Part, ...]:
    """Find the notes that Annotator has to do with."""
    if is_json(document):
        return ()
    is_of_annotator = (
        "annotation-json" in document
        or "%%TIMESTAMP" in document
        or "|show annotation]]" in document
        or _TARGET.search(document)
    )
    return tuple(_found_parts(document)) if is_of_annotator else ()


def _found_parts(document: str) -> Iterator[Part]:
    lines = text_lines(document)
    blocks = list(annotator_blocks(lines))
    bare = _blanked(lines, [(block.first_line, block.last_line) for block in blocks])
    all_fields = [field.line for field in target_fields(bare)]
    own = _blanked(bare, [(line, line) for line in all_fields]) if all_fields else bare
    words = "\n".join(own)
    matters = front_matters(words)
    sections = {note.first_line: note.sections for note in notes(words)} if _has_words(own, matters) else {}
    for matter, first, end in parted(matters, len(lines)):
        fields = target_fields(bare[first - 1 : end - 1], first) if all_fields else []
        inside = blocks[blocks_above(blocks, first) : blocks_above(blocks, end)]
        declared = bool(fields or (matter and matter.one("annotation-target")))
        if declared or inside:
            yield Part(
                matter=matter,
                last_line=end - 1,
                own_line=first if declared else inside[0].first_line,
                fields=fields,
                targets=targets_of(fields, matter),
                blocks=inside,
                sections=sections.get(first, ()),
            )


def _has_words(lines: Sequence[str], matters: Sequence[FrontMatter]) -> bool:
    """Tell whether anything but front matter stands in `lines`."""
    ends = [0, *(matter.last_line for matter in matters)]
    starts = [*(matter.first_line - 1 for matter in matters), None]
    return any(any(lines[end:start]) for end, start in zip(ends, starts, strict=True))


def blocks_above(blocks: Sequence[AnnotatorBlock | VideoBlock], line: int) -> int:
    """Count the blocks above `line`."""
    return bisect_left(blocks, line, key=lambda block: block.first_line)


def _blanked(lines: Sequence[str], spans: Iterable[tuple[int, int]]) -> list[str]:
    """Take lines out without moving those that stay."""
    bare = list(lines)
    for first, last in spans:
        bare[first - 1 : last] = [""] * (last - first + 1)
    return bare


def fields_of(block: Block) -> dict[str, str]:
    """Read a paragraph of Dataview fields (``status:: reading``), which tell of the note; nothing if it is none."""
    matches = [_FIELD.fullmatch(line.strip()) for line in block.text.split("\n")]
    return {match[1]: match[2] or "" for match in matches if match} if all(matches) else {}
