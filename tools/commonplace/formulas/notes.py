r"""Formulas in readers' notes, held against the checked formula of their concept.

A reader writes with other letters and less care, so this says that a note differs only where it is sure: the note has
the shape of the page's formula, and an index in it is both free and bound, or a sum does not depend on its index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commonplace.formulas.left_sides import length_of_left_side
from commonplace.formulas.lexer import Token, declared_names, tokens
from commonplace.formulas.matching import matches, size
from commonplace.formulas.parser import Parser
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.reader import RELATIONS
from commonplace.formulas.statements import ParsedFormula, parsed
from commonplace.formulas.symbols import Kind, SymbolTable
from commonplace.formulas.tree import Name, Node, Reduction, Subscript, children, walk
from commonplace.model import FormulaDeclaration, NoteVerdict

_WORDS = re.compile(r"(?<![A-Za-z\\])(exp|max|min|log|ln|sin|cos|tanh)(?=\s*\()")
_LABELLED = re.compile(r"(\\[A-Za-z]+|[A-Za-z])\s*\^\s*(?:\{\s*[(\[][^{}]*[)\]]\s*\}|\{?l(?:\s*[-+]\s*1)?\}?|\{'\})")
_INDEX = re.compile(r"_\{?\s*([a-z])\b")
_SMALLEST = 2
"""How many parts a formula must have to be held against another: x alone could stand for anything."""


def judged(tex: str, formulas: Sequence[FormulaDeclaration]) -> NoteVerdict:
    """
    Hold a reader's formula against the formulas of a concept.

    Parameters
    ----------
    tex : str
        The TeX of the note, without delimiters.
    formulas : sequence of FormulaDeclaration
        What the concept's page declares.
    """
    if not any(relation in tex for relation in ("=", r"\leftarrow", ":=", r"\le", r"\ge", "<", ">")):
        return NoteVerdict("notation")
    try:
        sides = _sides(tex)
    except FormulaError:
        return NoteVerdict("unreadable")
    large = [side for side in sides if size(side) >= _SMALLEST]
    if not large:
        return NoteVerdict("notation")
    found = [_against(large, formula, place) for place, formula in enumerate(formulas, 1)]
    for judgement in ("agrees", "differs"):
        for verdict in found:
            if verdict.judgement == judgement:
                return verdict
    return NoteVerdict("unmatched")


def _sides(tex: str) -> list[Node]:
    """Read what stands right of the first relation, with a table made for it."""
    text = _WORDS.sub(lambda match: "\\" + match[1], tex)
    kinds: dict[str, Kind] = {match[0]: Kind("real") for match in _LABELLED.finditer(text)}
    indices = {match[1] for match in _INDEX.finditer(text)}
    kinds |= {index: Kind("index") for index in indices if index not in kinds}
    table = SymbolTable(kinds, {})
    found = tokens(text, declared_names(table))[:-1]
    length = length_of_left_side(found)
    end = found[-1].span if found else Span(text, 0, 0)
    stop = Token("end", "", Span(text, end.end, end.end))
    return [Parser((*part, stop), table).alone() for part in _parts(found[length:])]


def _parts(found: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut at relations outside of brackets."""
    part: list[Token] = []
    depth = 0
    for token in found:
        mark = token.text if token.kind == "mark" else ""
        depth += (mark in {"(", "[", "{"}) - (mark in {")", "]", "}"})
        if depth == 0 and mark in RELATIONS:
            if part:
                yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def _against(sides: Sequence[Node], declaration: FormulaDeclaration, place: int) -> NoteVerdict:
    try:
        formula = parsed(declaration)
    except FormulaError:
        return NoteVerdict("unmatched")
    stated = list(_stated(formula))
    indices = frozenset(name for name, kind in formula.table.kinds.items() if kind.head == "index")
    for side in sides:
        if any(matches(side, other, indices) for other in stated):
            problem = _both_free_and_bound(side)
            return NoteVerdict("differs", place, problem) if problem else NoteVerdict("agrees", place)
    for side in sides:
        problem = _both_free_and_bound(side) or _idle_index(side)
        if problem and any(matches(side, other, indices, strict=False) for other in stated):
            return NoteVerdict("differs", place, problem)
    return NoteVerdict("unmatched")


def _stated(formula: ParsedFormula) -> Iterator[Node]:
    for statement in formula.statements:
        yield from (side for side in statement.sides[1:] if size(side) >= _SMALLEST)
    yield from (helper.body for helper in formula.helpers if size(helper.body) >= _SMALLEST)


def _both_free_and_bound(node: Node) -> str:
    """Say which index is free in one place and bound in another; empty if there is none."""
    bound = {over.name for part in walk(node) if isinstance(part, Reduction) for over in part.ranges}
    wrong = next((name for name in _free(node, frozenset()) if name in bound), "")
    return f"指标 index {wrong} 既自由又被求和占用 is both free and bound" if wrong else ""


def _idle_index(node: Node) -> str:
    """Say which sum does not depend on its index; empty if each does."""
    for part in walk(node):
        if isinstance(part, Reduction):
            inside = set(_free(part.body, frozenset()))
            idle = next((over.name for over in part.ranges if over.name not in inside), "")
            if idle and any(isinstance(each, Subscript) for each in walk(part.body)):
                return f"求和的项与指标 the terms of the sum do not depend on its index {idle} 无关"
    return ""


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Name) and node.name not in bound:
        yield node.name
    inner = bound | {over.name for over in node.ranges} if isinstance(node, Reduction) else bound
    for child in children(node):
        yield from _free(child, inner)
