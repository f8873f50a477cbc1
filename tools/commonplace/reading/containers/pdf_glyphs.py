"""The words under a mark on a page: PDF files keep where a mark is, and not what it marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeAlias

import msgspec
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from commonplace.text import is_cjk

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACE_OF_SIZE = 0.2
_SAME_LINE = 0.5
_ONE_LINE = 1.6
_HYPHENS = "-\u2010\u00ad"


class Glyph(msgspec.Struct, frozen=True):
    """A character on a page, and where."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point at its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        """Its height."""
        return max(self.top - self.bottom, 0.1)


class _Line(msgspec.Struct, frozen=True):
    """Characters on one line: its words, and where it begins and ends."""

    text: str
    left: float
    right: float
    middle: float
    size: float


def glyphs_of(page: PDFPage, resources: PDFResourceManager) -> list[Glyph]:
    """Every character of a page, in the order in which it was drawn."""
    device = PDFPageAggregator(resources, laparams=None)
    PDFPageInterpreter(resources, device).process_page(page)
    return list(_glyphs(device.get_result()))


def _glyphs(container: Iterable[object]) -> Iterator[Glyph]:
    for item in container:
        if isinstance(item, LTChar):
            text = _UNMAPPED.sub("\ufffd", item.get_text())
            text = "".join(_LIGATURES.get(one, one) for one in text if one >= " ")
            yield Glyph(text, item.x0, item.y0, item.x1, item.y1)
        elif isinstance(item, LTContainer):
            yield from _glyphs(item)


def text_under(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> str:
    """The words that `boxes` cover, in the order of the boxes; a character in two of them counts once."""
    taken: set[int] = set()
    lines: list[_Line] = []
    for box in _in_reading_order(boxes):
        covered = [at for at, glyph in enumerate(glyphs) if at not in taken and _is_within(glyph, box)]
        taken.update(covered)
        lines.extend(_lines([glyphs[at] for at in covered]))
    return _joined([line for line in lines if line.text])


def _is_within(glyph: Glyph, box: Box) -> bool:
    left, bottom, right, top = box
    x, y = glyph.middle
    return left <= x <= right and bottom <= y <= top


def _in_reading_order(boxes: Sequence[Box]) -> Sequence[Box]:
    """Turn round what a writer listed from the bottom to the top."""
    climbs = all(after[1] >= before[3] - (before[3] - before[1]) / 2 for before, after in pairwise(boxes))
    return list(reversed(boxes)) if climbs else boxes


def _lines(glyphs: Sequence[Glyph]) -> Iterator[_Line]:
    """Part characters into lines, from the top; those of one box nearly always are one line."""
    if not glyphs:
        return
    size = median(glyph.size for glyph in glyphs)
    extent = max(glyph.top for glyph in glyphs) - min(glyph.bottom for glyph in glyphs)
    rows: list[list[Glyph]] = []
    if extent < _ONE_LINE * size:
        rows.append(list(glyphs))
    else:
        for glyph in sorted(glyphs, key=lambda one: -one.middle[1]):
            if rows and rows[-1][0].middle[1] - glyph.middle[1] < _SAME_LINE * size:
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
    for row in rows:
        row.sort(key=lambda one: one.left)
        yield _line(row, size)


def _line(row: Sequence[Glyph], size: float) -> _Line:
    text, right = "", row[0].left
    for glyph in row:
        if text and glyph.left - right > _SPACE_OF_SIZE * size and _needs_space(text, glyph.text):
            text += " "
        text, right = text + glyph.text, glyph.right
    middle = sum(glyph.middle[1] for glyph in row) / len(row)
    return _Line(" ".join(text.split()), row[0].left, right, middle, size)


def _needs_space(before: str, after: str) -> bool:
    return not (is_cjk(before[-1:] or " ") or is_cjk(after[:1] or " ") or before[-1:].isspace())


def _joined(lines: Sequence[_Line]) -> str:
    """Join lines; a hyphen that only parted a word goes, and between Chinese characters stands no space."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        is_same = abs(line.middle - before.middle) < _SAME_LINE * before.size and line.left >= before.left
        if is_same:
            is_apart = line.left - before.right > _SPACE_OF_SIZE * before.size
            text += (" " if is_apart and _needs_space(text, line.text) else "") + line.text
        elif text[-1:] in _HYPHENS and text[-2:-1].isalpha() and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += (" " if _needs_space(text, line.text) else "") + line.text
    return text
