"""What can be wrong with a formula, and where in its TeX: the one exception of this package."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from commonplace.errors import CommonplaceError

Stage = Literal["parse", "static", "evaluate", "compare"]

_SHOWN = 100
"""How many characters of a line of TeX a message shows."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: the offsets of its first character and of the first one after it."""

    text: str
    start: int
    end: int

    def to(self, last: Span) -> Span:
        """Everything from here to the end of `last`, which may stand in another text: then only what is here."""
        return Span(self.text, self.start, max(self.end, last.end)) if last.text == self.text else self

    @property
    def source(self) -> str:
        """The characters themselves."""
        return self.text[self.start : self.end]

    def pointed(self) -> str:
        """Give the line that holds the place, and below it a caret under its first character."""
        first = self.text.rfind("\n", 0, self.start) + 1
        last = self.text.find("\n", self.start)
        line = self.text[first : last if last >= 0 else None]
        column = self.start - first
        begin = max(0, column - _SHOWN // 2) if len(line) > _SHOWN else 0
        shown = line[begin : begin + _SHOWN]
        before = "… " if begin else ""
        after = " …" if begin + _SHOWN < len(line) else ""
        return f"{before}{shown}{after}\n{' ' * len(before)}{_blank(shown[: column - begin])}^"


def _blank(text: str) -> str:
    """White space as wide as `text`: a Chinese character takes two columns."""
    return "".join("\u3000" if unicodedata.east_asian_width(c) in "WF" else " " for c in text)


class FormulaError(CommonplaceError):
    """Something in a formula, its declaration or its snippet that the owner can put right.

    Parameters
    ----------
    stage : str
        Where it came out: ``parse``, ``static``, ``evaluate`` or ``compare``.
    problem : str
        What is wrong, as a sentence without its full stop.
    span : Span
        Where: in the formula, in a definition under ``where``, in an argument, or in a type.
    hint : str
        How to write it instead.
    """

    def __init__(self, stage: Stage, problem: str, span: Span, *, hint: str = "") -> None:
        super().__init__(problem, hint=hint)
        self.stage: Stage = stage
        self.span = span

    @property
    def offset(self) -> int:
        """Offset of the place in its TeX."""
        return self.span.start

    def __str__(self) -> str:
        shown = "\n".join(f"    {line}" for line in self.span.pointed().split("\n"))
        return f"{self.stage}: {self.problem}\n{shown}" + (f"\n{self.hint}" if self.hint else "")
