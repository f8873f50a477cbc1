"""A formula and its snippet on one input that somebody typed: both values, to be shown beside each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonplace.formulas.arithmetic import Value
from commonplace.formulas.compare import Question, drawn_symbols, rebound, results_of, shown_symbols
from commonplace.formulas.evaluate import array_of
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.sampling import Inputs
from commonplace.formulas.symbols import Axis, Kind, SymbolTable
from commonplace.formulas.walk import Values

FloatArray = NDArray[np.float64]

_FIXED = frozenset({"basis", "identity"})
"""Types with one value for each length."""
_CLOSE = 1e-6
_LONGEST = 64
"""How long an axis may be whose length has to be found out."""


@dataclass(frozen=True, slots=True)
class BothValues:
    """What a snippet returned, and what the formula says: an array for each statement; none where it only relates."""

    code: tuple[FloatArray, ...]
    formula: tuple[FloatArray, ...]


def typed_symbols(question: Question) -> tuple[str, ...]:
    """Give the symbols that a reader types values for: not the lengths that follow from the arrays."""
    table = question.formula.table
    drawn, shown = set(drawn_symbols(question)), set(shown_symbols(question))
    wanted = [name for name, kind in table.kinds.items() if {name} <= drawn & shown and kind.head not in _FIXED]
    told = {name for symbol in wanted for axis in table.kinds[symbol].axes for name in axis.names}
    lengths = [
        name for name in table.dimensions if name in shown and (name not in told or _is_argument(question, name))
    ]
    arguments = [getattr(argument.node, "name", "") for argument in question.formula.arguments]
    return tuple(sorted((*wanted, *lengths), key=lambda name: arguments.index(name) if name in arguments else 0))


def _is_argument(question: Question, name: str) -> bool:
    return any(getattr(argument.node, "name", "") == name for argument in question.formula.arguments)


def inputs_of(question: Question, typed: Mapping[str, object]) -> Inputs:
    """
    Make inputs of the values that were typed: arrays of numbers, and the lengths that follow from them.

    Raises
    ------
    FormulaError
        If a value has too many or too few axes, or the lengths do not fit together.
    """
    table = question.formula.table
    values = {name: _value(table, name, value) for name, value in typed.items()}
    known = {name: int(values[name]) for name in table.dimensions if name in values}
    lengths = _lengths(table, values, known)
    fixed = {name: kind.axes[0].names[0] for name, kind in table.kinds.items() if kind.head in _FIXED}
    return {**values, **lengths, **{name: np.eye(lengths[n]) for name, n in fixed.items() if n in lengths}}


def _value(table: SymbolTable, name: str, value: object) -> Value:
    kind = table.kinds.get(name, Kind("dim"))
    if kind.is_function or kind.head == "smooth":
        return value
    if kind.head in {"int", "dim"}:
        if not isinstance(value, int | float) or value != int(value):
            raise _refusal(name, f"{name} must be a whole number")
        return int(value)
    array = np.asarray(value, dtype=np.int64 if kind.head == "set" else np.float64)
    wanted = _axes(table, kind)
    if array.ndim != len(wanted):
        raise _refusal(name, f"{name} must be {_SHAPES.get(len(wanted), 'an array')}, {kind.head}, not {_told(array)}")
    return array if array.ndim else array[()]


_SHAPES = {0: "one number", 1: "a vector, as in [1, 2]", 2: "a matrix, as in [[1, 2], [3, 4]]"}


def _told(array: NDArray[Any]) -> str:
    return f"an array of shape {'×'.join(map(str, array.shape))}" if array.ndim else "one number"


def _axes(table: SymbolTable, kind: Kind) -> tuple[Axis, ...]:
    return (*(table.kinds[index].axes[0] for index in kind.family), *kind.axes)


def _lengths(table: SymbolTable, values: Mapping[str, Value], known: Mapping[str, int]) -> Mapping[str, int]:
    """Find the lengths that all arrays agree with."""
    told: list[tuple[Axis, int, str]] = []
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            axes = _axes(table, table.kinds[name])
            told += [(axis, length, name) for axis, length in zip(axes, value.shape, strict=True)]
    lengths = dict(known)
    for axis, length, _ in told:
        names = axis.names
        if len(axis.terms) == 1 and axis.terms[0][1] == names and len(names) == 1:
            lengths.setdefault(names[0], length)
    unknown = [name for name in dict.fromkeys(n for axis, _, _ in told for n in axis.names) if name not in lengths]
    for guess in product(range(1, _LONGEST + 1), repeat=len(unknown)) if len(unknown) <= 2 else ():  # noqa: PLR2004
        found = {**lengths, **dict(zip(unknown, guess, strict=True))}
        if all(axis.size(found) == length for axis, length, _ in told):
            return found
    shapes = ", ".join(f"{n}: {'×'.join(map(str, v.shape))}" for n, v in values.items() if isinstance(v, np.ndarray))
    raise _refusal(shapes, f"the shapes do not fit together ({shapes})")


def _refusal(text: str, problem: str) -> FormulaError:
    return FormulaError("evaluate", problem, Span(text, 0, len(text)))


def outside_of_types(question: Question, inputs: Inputs) -> tuple[str, ...]:
    """Give the symbols whose values are none of their type: the formula promises nothing for them."""
    kinds = question.formula.table.kinds
    return tuple(name for name, value in inputs.items() if name in kinds and not _belongs(kinds[name], value))


def _belongs(kind: Kind, value: Value) -> bool:
    if kind.head == "smooth" or callable(value):
        return True
    entries = np.ravel(np.asarray(value, dtype=np.float64)).tolist()
    if not all(entry in kind.interval for entry in entries):
        return False
    if kind.head in {"simplex", "dist"}:
        return min(entries) >= 0 and abs(math.fsum(entries) - 1) < _CLOSE
    return not (kind.head == "binary" and set(entries) - {0.0, 1.0}) and not (
        "nonzero" in kind.flags and not any(entries)
    )


def both_values(question: Question, inputs: Inputs) -> BothValues:
    """
    Call the snippet, and evaluate the formula.

    Raises
    ------
    FormulaError
        If one of them has no value.
    """
    walk_, indices = question.walk(), question.called_with_index
    values = {**question.constants, **inputs}
    places = list(product(*(walk_.axis(index, values) for index in indices)))
    found = [_at(question, {**values, **dict(zip(indices, place, strict=True))}) for place in places]
    if not indices:
        return found[0]
    return BothValues(*(_stacked([getattr(each, side) for each in found]) for side in ("code", "formula")))


def _stacked(found: Sequence[tuple[FloatArray, ...]]) -> tuple[FloatArray, ...]:
    return tuple(np.stack(each) for each in zip(*found, strict=True))


def _at(question: Question, values: Values) -> BothValues:
    check = question.formula.declaration.check
    return {"property": _result, "inequality": _all_sides}.get(check, _last_sides)(question, values)


def _last_sides(question: Question, values: Values) -> BothValues:
    """What each statement ends with, and what the snippet returns for it."""
    walk_, statements = question.walk(), question.formula.statements
    code = results_of(question, walk_, values, len(statements))
    formula = []
    for statement, axes in zip(statements, question.axes, strict=True):
        formula.append(array_of(walk_, statement.sides[-1], axes, values))
        if question.formula.declaration.check == "definition":
            values = rebound(statement, walk_, values)
    return BothValues(tuple(code), tuple(formula))


def _all_sides(question: Question, values: Values) -> BothValues:
    """Both sides of what is not equal; the snippet gives the same ones."""
    walk_ = question.walk()
    pairs = zip(question.formula.statements, question.axes, strict=True)
    sides = [array_of(walk_, side, axes, values) for statement, axes in pairs for side in statement.sides]
    return BothValues(tuple(results_of(question, walk_, values, len(sides))), tuple(sides))


def _result(question: Question, values: Values) -> BothValues:
    """What the snippet returns must satisfy what is stated; there is no other value."""
    count = sum(kind.head == "result" for kind in question.formula.table.kinds.values())
    return BothValues(tuple(results_of(question, question.walk(), values, count)), ())
