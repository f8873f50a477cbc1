r"""Pieces of TeX to tokens. The declared names drive it, the longest first; every token keeps its place in the TeX.

The declared names go through the same pass as the formula, so ``\hat y`` is found where ``\hat{y}`` is declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from commonplace.formulas.advice import advice_on
from commonplace.formulas.pieces import Piece, pieces
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.rewriting import rewritten
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.vocabulary import FUNCTIONS, GRAMMAR, GREEK, INDICATORS, ROMAN_FUNCTIONS, WORDS

TokenKind = Literal["name", "letter", "number", "mark", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of meaning: a declared name, an undeclared letter or word, a number, or a mark of the grammar."""

    kind: TokenKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class DeclaredNames:
    """The declared names as pieces, by their first one, the longest first."""

    by_start: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    def match(self, found: Sequence[Piece], position: int) -> tuple[int, str]:
        """Give the length in pieces and the name of the longest match at `position`; length 0 if there is none."""
        piece = found[position]
        for start in (piece.text, piece.plain):
            for spelling, name in self.by_start.get(start, ()):
                if _spells(found, position, spelling):
                    return len(spelling), name
        return 0, ""

    def scripted(self, piece: Piece) -> bool:
        """Whether a name that begins like `piece` has a subscript or a superscript in it."""
        names = [*self.by_start.get(piece.text, ()), *self.by_start.get(piece.plain, ())]
        return any(len(spelling) > 1 and spelling[1] in "_^" for spelling, _ in names)


def _spells(found: Sequence[Piece], position: int, spelling: Sequence[str]) -> bool:
    here = found[position : position + len(spelling)]
    return len(here) == len(spelling) and all(
        text in (piece.text, piece.plain) for piece, text in zip(here, spelling, strict=True)
    )


def declared_names(table: SymbolTable) -> DeclaredNames:
    r"""
    Prepare the names of a table for `tokens`.

    Raises
    ------
    FormulaError
        If a name is empty or cannot be read, or two names are one in TeX, such as ``\hat y`` and ``\hat{y}``.
    """
    by_start: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    seen: dict[tuple[str, ...], str] = {}
    for name in table.kinds:
        spelling = _spelling(name)
        whole = Span(name, 0, len(name))
        if not spelling:
            raise FormulaError("static", "a symbol without a name is declared", whole)
        if spelling in seen:
            raise FormulaError("static", f"{name} and {seen[spelling]} are the same symbol", whole)
        seen[spelling] = name
        by_start.setdefault(spelling[0], []).append((spelling, name))
    return DeclaredNames({start: sorted(names, key=_longest_first) for start, names in by_start.items()})


def _longest_first(entry: tuple[tuple[str, ...], str]) -> int:
    return -len(entry[0])


def tokens(text: str, names: DeclaredNames) -> tuple[Token, ...]:
    """
    Read TeX as tokens, an ``end`` last.

    Raises
    ------
    FormulaError
        If something in it is no part of the house notation.
    """
    return tuple(_tokens(list(_pieces(text)), names, Span(text, len(text), len(text))))


@lru_cache(maxsize=1024)  # Concepts share most of their symbols.
def _spelling(name: str) -> tuple[str, ...]:
    return tuple(piece.text for piece in rewritten(pieces(name)))


@lru_cache(maxsize=16)  # A reader's formula is read with the symbols of each concept that it may be about.
def _pieces(text: str) -> tuple[Piece, ...]:
    return tuple(rewritten(pieces(text)))


def _tokens(found: list[Piece], names: DeclaredNames, end: Span) -> Iterator[Token]:
    position = 0
    while position < len(found):
        _turn_scripts(found, position, names)
        length, name = names.match(found, position)
        if length:
            yield Token("name", name, found[position].span.to(found[position + length - 1].span))
        elif length := _digits(found, position):
            span = found[position].span.to(found[position + length - 1].span)
            yield Token("number", span.source, span)
        else:
            length = 1
            yield _single(found[position])
        position += length
    yield Token("end", "", end)


def _turn_scripts(found: list[Piece], position: int, names: DeclaredNames) -> None:
    """Write ``w_{jk}^l`` as ``w^l_{jk}`` in place, if that makes a longer declared name."""
    if not names.scripted(found[position]) or position + 1 == len(found) or found[position + 1].text not in "_^":
        return
    middle = _after_group(found, position + 2)
    other = "^" if found[position + 1].text == "_" else "_"
    if middle >= len(found) or found[middle].text != other:
        return
    end = _after_group(found, middle + 1)
    turned = [found[position], *found[middle:end], *found[position + 1 : middle]]
    if names.match(turned, 0)[0] > names.match(found, position)[0]:
        found[position:end] = turned


def _after_group(found: Sequence[Piece], position: int) -> int:
    """Give the position after the group whose brace stands at `position`."""
    depth = 0
    for index in range(position, len(found)):
        depth += (found[index].text == "{") - (found[index].text == "}")
        if depth == 0:
            return index + 1
    return len(found)


def _digits(found: Sequence[Piece], position: int) -> int:
    """Count the pieces of the number at `position`: digits without space between, with at most one point."""
    length, point = 0, False
    for index in range(position, len(found)):
        text = found[index].text
        apart = length and found[index].span.start != found[index - 1].span.end
        if apart or not (text in "0123456789" or (text == "." and not point and _is_digit(found, index + 1))):
            break
        point |= text == "."
        length += 1
    return length


def _is_digit(found: Sequence[Piece], position: int) -> bool:
    return position < len(found) and found[position].text in "0123456789"


def _single(piece: Piece) -> Token:
    text = piece.text
    word = re.fullmatch(r"\\mathrm\{(.*)\}", text)
    if text in INDICATORS:
        return Token("mark", r"\mathbb{1}", piece.span)
    if word and WORDS.get(word[1], word[1]) in ROMAN_FUNCTIONS:
        return Token("mark", "\\" + WORDS.get(word[1], word[1]), piece.span)
    if text in GRAMMAR or text[1:] in FUNCTIONS or text.startswith((r"\begin{", r"\end{")):
        return Token("mark", text, piece.span)
    if word or piece.plain or text.isalpha() or GREEK.fullmatch(text) or "{" in text:
        return Token("letter", piece.plain or text, piece.span)
    raise FormulaError("parse", f"{text} is not read", piece.span, hint=advice_on(text))
