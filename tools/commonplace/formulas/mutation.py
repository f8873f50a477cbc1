r"""Formulas that are wrong in one place: the test of the check is whether it notices each of them.

A mutant changes a sign, a factor, an index, a bound, an exponent, an operator or a function; nothing else is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from commonplace.formulas import tree
from commonplace.formulas.ellipses import RUNNING
from commonplace.formulas.statements import ParsedFormula
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import Node
from commonplace.formulas.writing import to_tex


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong formula, and what was changed in it, as TeX before and after."""

    change: str
    formula: ParsedFormula


def mutants(formula: ParsedFormula) -> Iterator[Mutant]:
    """Give every mutant of a formula: of what it states, and of its definitions under ``where``."""
    kept = 1 if formula.declaration.check == "definition" else 0
    for number, statement in enumerate(formula.statements):
        for place in range(kept, len(statement.sides)):
            for change, side in _variants(statement.sides[place], formula.table):
                sides = (*statement.sides[:place], side, *statement.sides[place + 1 :])
                changed = replace(statement, sides=sides)
                statements = (*formula.statements[:number], changed, *formula.statements[number + 1 :])
                yield Mutant(change, replace(formula, statements=statements))
        for place, relation in enumerate(statement.relations):
            if other := _OPPOSITE.get(relation):
                relations = (*statement.relations[:place], other, *statement.relations[place + 1 :])
                changed = replace(statement, relations=relations)
                statements = (*formula.statements[:number], changed, *formula.statements[number + 1 :])
                yield Mutant(f"{relation} → {other}", replace(formula, statements=statements))
    for number, helper in enumerate(formula.helpers):
        for change, body in _variants(helper.body, formula.table):
            helpers = (*formula.helpers[:number], replace(helper, body=body), *formula.helpers[number + 1 :])
            yield Mutant(change, replace(formula, helpers=helpers))


def _variants(node: Node, table: SymbolTable) -> Iterator[tuple[str, Node]]:
    """Give a node with one thing changed in it or in a part of it, each with what was changed."""
    for changed in _changed(node, table):
        yield f"{to_tex(node)} → {to_tex(changed)}", changed
    for field_ in fields(node):
        value = getattr(node, field_.name)
        for change, part in _parts(value, table):
            yield change, replace(node, **{field_.name: part})


def _parts(value: Any, table: SymbolTable) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - fields are of any type
    if isinstance(value, tree.Range):
        yield from _ranges(value, table)
    elif isinstance(value, Node):
        yield from _variants(value, table)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            for change, part in _parts(item, table):
                yield change, (*value[:place], part, *value[place + 1 :])


def _ranges(over: tree.Range, table: SymbolTable) -> Iterator[tuple[str, tree.Range]]:
    if over.name == RUNNING:
        return
    for bound in ("lower", "upper"):
        node = getattr(over, bound)
        if node is not None and node != tree.Constant(r"\infty", span=node.span):
            shift = 1 if bound == "lower" else -1
            changed = _shifted(node, shift)
            wrong = replace(over, lower=changed) if bound == "lower" else replace(over, upper=changed)
            yield f"{over.name}: {to_tex(node)} → {to_tex(changed)}", wrong
    for place, condition in enumerate(over.conditions):
        for change, changed in _variants(condition, table):
            conditions = (*over.conditions[:place], changed, *over.conditions[place + 1 :])
            yield change, replace(over, conditions=conditions)


def _shifted(node: Node, by: int) -> Node:
    one = tree.Number("1", span=node.span)
    if isinstance(node, tree.Number) and node.text.isdecimal() and int(node.text) + by >= 0:
        return tree.Number(str(int(node.text) + by), span=node.span)
    return tree.Sum((node, one), (1, by), span=node.span)


def _changed(node: Node, table: SymbolTable) -> Iterator[Node]:
    """Give what a node itself may be changed to."""
    if change := _CHANGES.get(type(node)):
        yield from change(node, table)


def _sum(node: tree.Sum, _: SymbolTable) -> Iterator[Node]:
    for place in range(len(node.terms)):
        yield replace(node, signs=(*node.signs[:place], -node.signs[place], *node.signs[place + 1 :]))
        if len(node.terms) > 1:
            terms = (*node.terms[:place], *node.terms[place + 1 :])
            signs = (*node.signs[:place], *node.signs[place + 1 :])
            yield terms[0] if len(terms) == 1 and signs == (1,) else tree.Sum(terms, signs, span=node.span)


def _product(node: tree.Product, _: SymbolTable) -> Iterator[Node]:
    for place in range(len(node.factors)):
        factors = (*node.factors[:place], *node.factors[place + 1 :])
        at = max(0, place - 1)
        operators = (*node.operators[:at], *node.operators[at + 1 :])
        yield factors[0] if len(factors) == 1 else replace(node, factors=factors, operators=operators)
    for place, operator in enumerate(node.operators):
        if operator == "/":
            yield replace(node, operators=(*node.operators[:place], r"\cdot", *node.operators[place + 1 :]))


def _number(node: tree.Number, _: SymbolTable) -> Iterator[Node]:
    if node.text.isdecimal():
        yield replace(node, text=str(int(node.text) + 1))
    else:
        yield replace(node, text=str(float(node.text) * 2))


def _name(node: tree.Name, table: SymbolTable) -> Iterator[Node]:
    """Take another symbol of the same type: another index of the same axis, another vector of the same length."""
    kind = table.kinds.get(node.name)
    if kind is None:
        return
    for other, other_kind in table.kinds.items():
        alike = (other_kind.head, other_kind.axes, other_kind.family) == (kind.head, kind.axes, kind.family)
        if other != node.name and alike and kind.head not in {"result", "func", "smooth", "seq"}:
            yield replace(node, name=other)


def _fraction(node: tree.Fraction, _: SymbolTable) -> Iterator[Node]:
    yield tree.Fraction(node.denominator, node.numerator, span=node.span)
    yield node.numerator


def _power(node: tree.Power, _: SymbolTable) -> Iterator[Node]:
    yield node.base
    if not isinstance(node.exponent, tree.Number):
        yield replace(node, exponent=_shifted(node.exponent, 1))


def _subscript(node: tree.Subscript, table: SymbolTable) -> Iterator[Node]:
    if len(node.indices) > 1 and not isinstance(node.base, tree.Label):
        yield replace(node, indices=node.indices[::-1])
    for place, index in enumerate(node.indices):
        if isinstance(index, tree.Name) and table.is_index(index.name):
            shifted = _shifted(index, 1)
            yield replace(node, indices=(*node.indices[:place], shifted, *node.indices[place + 1 :]))


def _inside(node: Any, _: SymbolTable) -> Iterator[Node]:  # noqa: ANN401 - several types with a base or a body
    yield node.base if hasattr(node, "base") else node.body


def _root(node: tree.Root, _: SymbolTable) -> Iterator[Node]:
    yield node.radicand


def _elementary(node: tree.Elementary, _: SymbolTable) -> Iterator[Node]:
    if other := _OTHER_FUNCTION.get(node.name):
        yield replace(node, name=other)
    if node.base is not None:
        yield replace(node, base=None)


def _comparison(node: tree.Comparison, _: SymbolTable) -> Iterator[Node]:
    for place, relation in enumerate(node.relations):
        if other := _OPPOSITE.get(relation):
            yield replace(node, relations=(*node.relations[:place], other, *node.relations[place + 1 :]))


def _reduction(node: tree.Reduction, _: SymbolTable) -> Iterator[Node]:
    if other := _OTHER_REDUCTION.get(node.kind):
        yield replace(node, kind=other)  # type: ignore[arg-type]  # one of the kinds


def _prime(node: tree.Prime, _: SymbolTable) -> Iterator[Node]:
    yield node.function


def _norm(node: tree.Norm, _: SymbolTable) -> Iterator[Node]:
    one = tree.Number("1", span=node.span)
    yield replace(node, order=None if node.order == one else one)


_OPPOSITE = {
    r"\ge": r"\le", r"\le": r"\ge", "<": ">", ">": "<", "=": r"\ne", r"\ne": "=", r"\in": r"\notin", r"\notin": r"\in",
}  # fmt: skip
_OTHER_FUNCTION = {
    "exp": "sin", "ln": "exp", "log": "exp", "lg": "log", "sin": "cos", "cos": "sin", "tanh": "tan", "max": "min",
    "min": "max", "sinh": "cosh", "cosh": "sinh", "tan": "tanh", "tr": "det", "det": "tr",
}  # fmt: skip
_OTHER_REDUCTION = {
    "sum": "prod", "prod": "sum", "max": "min", "min": "max", "argmax": "argmin", "argmin": "argmax",
}  # fmt: skip
_CHANGES: Mapping[type[Node], Callable[[Any, SymbolTable], Iterator[Node]]] = {
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Number: _number,
    tree.Name: _name,
    tree.Fraction: _fraction,
    tree.Power: _power,
    tree.Subscript: _subscript,
    tree.Transpose: _inside,
    tree.Factorial: _inside,
    tree.Absolute: _inside,
    tree.Root: _root,
    tree.Elementary: _elementary,
    tree.Comparison: _comparison,
    tree.Reduction: _reduction,
    tree.Prime: _prime,
    tree.Norm: _norm,
}
