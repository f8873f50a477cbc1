r"""Formulas in readers' notes, held against the checked formula of their concept.

A reader writes with other letters and less care, so this says that a note differs only where it is sure: it has the
shape of the page's formula, and an index in it is both free and bound or a sum does not depend on its index; or it
defines the page's named function and gives other values, however its letters are taken. What the note itself
contradicts is a slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from commonplace.formulas.left_sides import length_of_left_side
from commonplace.formulas.lexer import Token, declared_names, tokens
from commonplace.formulas.matching import matches, size
from commonplace.formulas.note_heads import defines_same
from commonplace.formulas.note_slips import Note, slip_of
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


_ALONE = Note()


def judged(
    tex: str, formulas: Sequence[FormulaDeclaration], *, names: Sequence[str] = (), note: Note = _ALONE
) -> NoteVerdict:
    """
    Hold a reader's formula against the formulas of a concept, and against the rest of its note.

    Parameters
    ----------
    tex : str
        The TeX of the note, without delimiters.
    formulas : sequence of FormulaDeclaration
        What the concept's page declares.
    names : sequence of str
        What the concept is called.
    note : Note
        What stands beside the formula.
    """
    large: list[Node] = []
    verdict = NoteVerdict("notation")
    if any(relation in tex for relation in ("=", r"\leftarrow", ":=", r"\le", r"\ge", "<", ">")):
        try:
            large = [side for side in _sides(tex) if size(side) >= _SMALLEST]
        except FormulaError:
            verdict = NoteVerdict("unreadable")
    if large:
        verdict = _held(tex, large, formulas, names)
    slip = slip_of(tex, note) or next(filter(None, map(_wrong_index, large)), "")
    return NoteVerdict("slip", problem=slip) if slip and verdict.judgement != "differs" else verdict


def _held(tex: str, sides: Sequence[Node], formulas: Sequence[FormulaDeclaration], names: Sequence[str]) -> NoteVerdict:
    found = [_against(sides, formula, place) for place, formula in enumerate(formulas, 1)]
    valued = [] if any(map(_wrong_index, sides)) else list(_valued(tex, formulas, names))
    for judgement in ("agrees", "differs"):
        for verdict in valued or found:
            if verdict.judgement == judgement:
                return verdict
    return NoteVerdict("unmatched")


def _valued(tex: str, formulas: Sequence[FormulaDeclaration], names: Sequence[str]) -> Iterator[NoteVerdict]:
    """Compare values where the note defines what a formula of the page defines."""
    left, equals, right = tex.partition("=")
    if not equals or "=" in re.sub(r"_\{[^{}]*\}", "", right):
        return
    for place, declaration in enumerate(formulas, 1):
        if not defines_same(left, declaration.tex.partition("=")[0], names):
            continue
        from commonplace.formulas.note_values import counter_example  # noqa: PLC0415  # With numpy: few notes need it.

        try:
            told = counter_example(left, _with_commands(right), parsed(declaration))
        except FormulaError:
            continue
        if told is not None:
            yield NoteVerdict("differs" if told else "agrees", place, told)


def _with_commands(tex: str) -> str:
    """Write the functions that a reader wrote as words as commands."""
    return _WORDS.sub(lambda match: "\\" + match[1], tex)


def _sides(tex: str) -> list[Node]:
    """Read what stands right of the first relation, with a table made for it."""
    text = _with_commands(tex)
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


def _wrong_index(node: Node) -> str:
    """Say which index is wrong, whatever the formula is about."""
    shown = _shown_indices(node)
    if told := _both_free_and_bound(node, shown):
        return told
    for part in walk(node):
        # A sum over all examples may leave them out of its terms; one from 1 to n over terms of another index does not.
        if isinstance(part, Reduction) and all(over.lower for over in part.ranges) and _idle_index(part):
            open_ = shown.intersection(_free(part, frozenset()), _shown_indices(part.body))
            return _idle_index(part) if open_ else ""
    return ""


def _shown_indices(node: Node) -> set[str]:
    subscripts = (part for part in walk(node) if isinstance(part, Subscript))
    return {each.name for part in subscripts for each in part.indices if isinstance(each, Name)}


def _both_free_and_bound(node: Node, among: Container[str] | None = None) -> str:
    """Say which index is free in one place and bound in another; empty if there is none."""
    bound = {over.name for part in walk(node) if isinstance(part, Reduction) for over in part.ranges}
    free = (name for name in _free(node, frozenset()) if among is None or name in among)
    wrong = next((name for name in free if name in bound), "")
    return f"指标 ${wrong}$ 既自由又被求和占用\nindex ${wrong}$ is both free and bound" if wrong else ""


def _idle_index(node: Node) -> str:
    """Say which sum does not depend on its index; empty if each does."""
    for part in walk(node):
        if isinstance(part, Reduction):
            inside = set(_free(part.body, frozenset()))
            idle = next((over.name for over in part.ranges if over.name not in inside), "")
            if idle and any(isinstance(each, Subscript) for each in walk(part.body)):
                return f"求和的项与指标 ${idle}$ 无关\nthe terms of the sum do not depend on index ${idle}$"
    return ""


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Name) and node.name not in bound:
        yield node.name
    inner = bound | {over.name for over in node.ranges} if isinstance(node, Reduction) else bound
    for child in children(node):
        yield from _free(child, inner)
