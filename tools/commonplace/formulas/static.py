"""What can be said against a formula before any number is drawn: its names, its indices and its relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commonplace.formulas.binding import BINDING, binds, free_indices, free_names_in
from commonplace.formulas.ellipses import RUNNING
from commonplace.formulas.left_sides import head_of
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.statements import DEFINING, ParsedFormula
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import (
    Definition,
    Expectation,
    Integral,
    Limit,
    Name,
    Node,
    Range,
    Statement,
    children,
    walk,
)

_ORDER = frozenset({r"\le", r"\ge", "<", ">"})
_ALLOWED: Mapping[str, frozenset[str]] = {
    "definition": DEFINING | {r"\leftarrow", r"\approx"},
    "identity": DEFINING | {r"\iff"},
    "inequality": _ORDER | DEFINING | {r"\iff"},
    "property": DEFINING | _ORDER | {r"\sim", r"\approx", r"\ne"},
}
_DEEPEST = 20
"""How far definitions may lean on definitions."""


def check(formula: ParsedFormula) -> None:
    """
    Check all that needs no numbers.

    Raises
    ------
    FormulaError
        For the first thing that is wrong.
    """
    for statement in formula.statements:
        _check_relations(statement, formula)
    _check_declared(formula)
    _check_used(formula)
    _check_circles(formula.definitions)
    for statement in formula.statements:
        _check_indices(statement.sides, formula)
    for helper in formula.helpers:
        _check_helper(helper, formula.table)


def _bound_names(node: Node) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for part in walk(node):
        if isinstance(part, Range):
            found.setdefault(part.name, part.span)
        elif isinstance(part, Limit | Expectation | Integral):
            found.setdefault(part.variable, part.span)
    return found


def _check_relations(statement: Statement, formula: ParsedFormula) -> None:
    mode = formula.declaration.check
    wrong = next((relation for relation in statement.relations if relation not in _ALLOWED[mode]), None)
    if wrong is not None:
        hint = f"There these are read: {' '.join(sorted(_ALLOWED[mode]))}."
        raise FormulaError("static", f"{wrong} says nothing that a check as {mode} can test", statement.span, hint=hint)
    if not statement.relations:
        hint = "Write what it equals; what only explains belongs into the prose."
        raise FormulaError("static", "this states nothing: a relation such as = is missing", statement.span, hint=hint)


def _check_declared(formula: ParsedFormula) -> None:
    known = {*formula.table.kinds, *formula.definitions, RUNNING}
    for helper in formula.helpers:
        _check_names(helper.body, known | set(helper.parameters))
        _check_indices_declared(helper, formula.table)
    for statement in formula.statements:
        defines = formula.declaration.check == "definition"
        _check_names(statement.sides[0], known | ({head_of(statement.sides[0])} if defines else set()))
        for side in statement.sides[1:]:
            _check_names(side, known)
    for argument in formula.arguments:
        _check_names(argument.node, known)


def _check_indices_declared(helper: Definition, table: SymbolTable) -> None:
    for index in helper.indices:
        if not table.is_index(index):
            raise FormulaError("static", f"{index} is not declared as an index", helper.span, hint="Write index[n].")


def _check_names(node: Node, known: set[str]) -> None:
    for part in walk(node):
        name = _named(part)
        if name is not None and name not in known:
            hint = f"Declare it under symbols, as in {name}: real, or as part of a longer name."
            raise FormulaError("static", f"nothing declares {name}", part.span, hint=hint)


def _named(node: Node) -> str | None:
    if isinstance(node, Name | Range):
        return node.name
    return node.variable if isinstance(node, BINDING) else None


def _roots(formula: ParsedFormula) -> Iterator[Node]:
    for statement in formula.statements:
        yield from statement.sides
    for argument in formula.arguments:
        yield argument.node


def _check_used(formula: ParsedFormula) -> None:
    table = formula.table
    used = {name for node in _roots(formula) for part in walk(node) if (name := _named(part))}
    for helper in formula.helpers:
        used |= {helper.name, *helper.indices, *(name for part in walk(helper.body) if (name := _named(part)))}
    used |= {index for name in used for index in table.family(name)}
    used |= {name for key in used if key in table for axis in table.kinds[key].axes for name in axis.names}
    used |= {name for key in used if key in table for name in table.kinds[key].parameters}
    for name in table.kinds:
        if name not in used:
            whole = Span(name, 0, len(name))
            raise FormulaError("static", f"{name} is declared and never used", whole, hint="Remove it, or use it.")


def _check_circles(definitions: Mapping[str, Definition]) -> None:
    needs = {
        name: {part.name for part in walk(d.body) if isinstance(part, Name)} & definitions.keys() - set(d.parameters)
        for name, d in definitions.items()
    }
    ready: set[str] = set()
    for _ in range(_DEEPEST):
        ready |= {name for name, needed in needs.items() if needed <= ready}
    stuck = next((name for name in needs if name not in ready), None)
    if stuck is not None:
        hint = r"Write \leftarrow if the old value is meant on the right, or give it another name."
        raise FormulaError("static", f"{stuck} is defined by itself", definitions[stuck].span, hint=hint)


def _check_indices(sides: Iterable[Node], formula: ParsedFormula) -> None:
    """Check that no index is both free and bound, or bound twice, or free only on the right."""
    left, *others = sides
    free = free_indices(left, formula.table)
    for side in (left, *others):
        _check_bound_once(side, frozenset())
        _check_apart(side, free, formula.table)
    for side in others:
        _check_dangling(side, free, formula.table)


def _check_dangling(node: Node, allowed: Iterable[str], table: SymbolTable) -> None:
    for index, span in free_indices(node, table).items():
        if index not in allowed:
            hint = "Sum over it, or put it on the left side too."
            raise FormulaError("static", f"the index {index} is free here and not on the left side", span, hint=hint)


def _check_apart(side: Node, outside: Iterable[str], table: SymbolTable) -> None:
    free = {*outside, *(name for name, _ in free_names_in(side, table, frozenset()))}
    for name, span in _bound_names(side).items():
        runs_over_entries = name in table and table.kinds[name].rank > 0
        if name in free and not runs_over_entries:
            hint = "Give the one that is bound another letter."
            raise FormulaError("static", f"{name} is bound here, and free elsewhere", span, hint=hint)


def _check_bound_once(node: Node, bound: frozenset[str]) -> None:
    for name in binds(node) & bound:
        hint = "Give the inner one another letter."
        raise FormulaError("static", f"{name} is bound twice, one inside of the other", node.span, hint=hint)
    for child in children(node):
        _check_bound_once(child, bound | binds(node))


def _check_helper(helper: Definition, table: SymbolTable) -> None:
    outside = {*helper.indices, *helper.parameters, *table.family(helper.name)}
    _check_bound_once(helper.body, frozenset())
    _check_apart(helper.body, outside, table)
    _check_dangling(helper.body, outside, table)
