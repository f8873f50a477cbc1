r"""TeX to pieces, as TeX cuts it: ``\frac12`` has two arguments of one digit, a script takes one piece.

What only moves ink is left out, and every argument gets braces, so that one meaning has one spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.vocabulary import ACCENTS, ARGUMENTS, BARS, NOTHING, ROMAN, SIZES, STYLES, SYNONYMS

_SHORT = {"widehat": "hat", "overline": "bar", "widetilde": "tilde", "bm": "boldsymbol"}

MAX_LENGTH = 20_000
"""Longest formula that is read, in characters."""

MAX_DEPTH = 40
"""How deep a formula may nest: far more than a reader can follow, far less than Python's stack."""

_DRESSED = re.compile(
    rf"\\({ROMAN}|{STYLES}|{ACCENTS})(?![A-Za-z])\*?\s*"
    r"(?:\{([^{}\\]*(?:\\[,;:! ][^{}\\]*)*|\s*\\[A-Za-z]+\s*)\}|(\\[A-Za-z]+|[^\s{}\\]))"
)
_REMARK = re.compile(r"\\(?:label|tag\*?|hspace\*?|vspace\*?|phantom|color|eqno|mspace|hphantom|vphantom)\s*\{[^{}]*\}")
_SPACES = re.compile(r"\\[,;:! ]")
_NESTED = re.compile(
    rf"\\({STYLES}|{ACCENTS})\s*\{{\s*\\({STYLES}|{ACCENTS}|{ROMAN})(?![A-Za-z])\s*"
    r"(?:\{(\w+|\s*\\[A-Za-z]+\s*)\}|\s(\w)|(\\[A-Za-z]+))\s*\}"
)
_ALIKE = {"|": r"\mid", r"\mid": "|"}
"""What a declared name may spell either way."""
_PIECE = re.compile(r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}|\\[A-Za-z]+|\\.|:=|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    r"""What TeX sees as one: a character, a command, a word in roman.

    `plain` is what it says without its style: ``x`` for ``\mathbf{x}``.
    """

    text: str
    span: Span
    plain: str = ""


def pieces(text: str) -> list[Piece]:
    r"""
    Cut TeX into pieces, every argument in braces.

    Raises
    ------
    FormulaError
        If the braces do not match, or an argument is missing.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("parse", f"the formula is longer than {MAX_LENGTH} characters", Span(text, 0, 1))
    cut = list(_cut(text))
    _check_braces(cut)
    return list(_with_primes(_braced(cut)))


def _cut(text: str) -> Iterator[Piece]:
    position, side = 0, ""
    while position < len(text):
        piece, position = _piece_at(text, position)
        if side and piece.text.strip():
            piece, side = _sided(piece, side), ""
        if size := SIZES.fullmatch(piece.text):
            side = size[1] or {r"\left": "l", r"\right": "r"}.get(piece.text, "m")
        elif piece.text and not piece.text.isspace() and piece.text not in NOTHING:
            yield piece


def _piece_at(text: str, position: int) -> tuple[Piece, int]:
    """Give the piece at `position`, empty for a comment, and where the next one starts."""
    if text[position] == "%":
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        return Piece("", Span(text, position, end)), end
    if remark := _REMARK.match(text, position):
        return Piece("", Span(text, position, remark.end())), remark.end()
    if nested := _NESTED.match(text, position):
        return _nested(nested, text), nested.end()
    if dressed := _DRESSED.match(text, position):
        return _dressed(dressed, text), dressed.end()
    match = _PIECE.match(text, position)
    found = match[0] if match else text[position]
    span = Span(text, position, position + len(found))
    found = SYNONYMS.get(found, found)
    return Piece(found, span, plain=_ALIKE.get(found, "")), span.end


def _dressed(match: re.Match[str], text: str) -> Piece:
    r"""Read a letter with a style or an accent, or a word in roman, as one piece."""
    style, inside = match[1], " ".join(_SPACES.sub(" ", match[2] if match[2] is not None else match[3]).split())
    span = Span(text, match.start(), match.end())
    if re.fullmatch(ROMAN, style):
        short = len(inside) == 1 or inside.startswith("\\")
        return Piece(rf"\mathrm{{{inside}}}", span, plain=inside if short else "")
    is_style = re.fullmatch(STYLES, style) and not (style == "mathbb" and inside == "1")
    style = _SHORT.get(style, style)
    return Piece(rf"\{style}{{{inside}}}", span, plain=inside if is_style else "")


def _nested(match: re.Match[str], text: str) -> Piece:
    r"""Read an accent over a letter with a style as the accent over the letter, and the other way round."""
    outer, inner = (_SHORT.get(name, name) for name in match.groups()[:2])
    letter = (match[3] or match[4] or match[5]).strip()
    span = Span(text, match.start(), match.end())
    accent = next((name for name in (outer, inner) if re.fullmatch(ACCENTS, name)), "")
    if not accent:
        return Piece(rf"\{outer}{{{letter}}}", span, plain=letter)
    return Piece(
        rf"\{accent}{{\{inner if accent == outer else outer}{{{letter}}}}}", span, plain=rf"\{accent}{{{letter}}}"
    )


def _sided(piece: Piece, side: str) -> Piece:
    r"""Read the delimiter after a size command: ``\left|`` opens, ``\left.`` is nothing."""
    if piece.text == ".":
        return Piece("", piece.span)
    if piece.text in BARS and side in "lr":
        return Piece(BARS[piece.text]["lr".index(side)], piece.span)
    return piece


def _check_braces(cut: Sequence[Piece]) -> None:
    opened: list[Span] = []
    for piece in cut:
        if piece.text == "{":
            opened.append(piece.span)
        elif piece.text == "}" and opened:
            opened.pop()
        elif piece.text == "}":
            raise FormulaError("parse", "this brace closes nothing", piece.span)
        if len(opened) > MAX_DEPTH:
            raise FormulaError("parse", f"braces are nested more than {MAX_DEPTH} deep", piece.span)
    if opened:
        raise FormulaError("parse", "this brace is never closed", opened[-1])


@dataclass(slots=True)
class _Group:
    """An open group: what closes it, and how many arguments the last command in it still wants."""

    closing: str
    wanted: int = 0


def _braced(cut: Sequence[Piece]) -> Iterator[Piece]:
    """Put braces around every argument that has none."""
    groups = [_Group("")]
    before = ""
    for piece in cut:
        group = groups[-1]
        if piece.text == "{" or (piece.text == "[" and before == r"\sqrt"):
            groups.append(_Group("}" if piece.text == "{" else "]"))
            yield piece
        elif piece.text == group.closing:
            yield _closed(groups, piece)
        elif group.wanted:
            group.wanted -= 1
            yield from _wrapped(piece)
        else:
            group.wanted = ARGUMENTS.get(piece.text, 0)
            yield piece
        before = piece.text
    if groups[0].wanted:
        raise FormulaError("parse", "an argument is missing here", cut[-1].span)


def _closed(groups: list[_Group], piece: Piece) -> Piece:
    if groups.pop().wanted:
        raise FormulaError("parse", "an argument is missing here", piece.span)
    if piece.text == "}" and groups[-1].wanted:
        groups[-1].wanted -= 1
    return piece


def _wrapped(piece: Piece) -> Iterator[Piece]:
    if piece.text in ARGUMENTS or piece.text in {"&", r"\\"}:
        raise FormulaError("parse", "an argument is missing here", piece.span, hint="Put each argument in braces.")
    span = piece.span
    yield Piece("{", Span(span.text, span.start, span.start))
    yield piece
    yield Piece("}", Span(span.text, span.end, span.end))


def _with_primes(found: Iterable[Piece]) -> Iterator[Piece]:
    r"""Write ``f^{\prime\prime}`` as ``f''``."""
    pending: list[Piece] = []  # ^ { ' ' … so far
    for piece in found:
        expected = {0: {"^"}, 1: {"{"}, 2: {"'"}}.get(len(pending), {"'", "}"})
        if piece.text not in expected:
            yield from pending
            pending = []
            expected = {"^"}
        if piece.text not in expected:
            yield piece
        elif piece.text == "}":
            yield from pending[2:]
            pending = []
        else:
            pending.append(piece)
    yield from pending
