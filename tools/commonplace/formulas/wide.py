"""Wide inputs, from tiny to huge, where doubles against doubles would hide overflow and cancellation.

The formula is evaluated with fifty digits and the snippet as it is. A snippet may be as wrong as an exact computation
on inputs that are off by a trillionth would be: more cannot be asked of doubles where the formula itself is touchy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from commonplace.formulas.arithmetic import Value
from commonplace.formulas.compare import Question, rebound, results_of, told_apart
from commonplace.formulas.decimals import Decimals, decimals
from commonplace.formulas.evaluate import array_of, walk_over
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.sampling import Inputs
from commonplace.formulas.tree import (
    Derivative,
    Expectation,
    Gradient,
    Integral,
    Limit,
    Name,
    Prime,
    Sum,
    walk,
)
from commonplace.formulas.walk import Values

FloatArray = NDArray[np.float64]

_APPROACHED = (Limit, Derivative, Gradient, Integral, Prime, Expectation)
_GIVEN = frozenset({"func", "seq", "smooth", "set"})
_CALLED = frozenset({"func", "seq"})
"""Of these, what matters only where it is called: in the last side, which is what the snippet must return."""
_DIGITS, _MORE_DIGITS = 50, 350
"""How exact the formula is first; and where a snippet differs, so that e^-700 beside 1 is not lost either."""

_RELATIVE, _ABSOLUTE = 1e-9, 1e-290
_SHIFT, _SLACK = 1e-12, 10.0
"""How far inputs are moved to see how touchy the formula is, and how many times that effect is allowed."""

_ROUNDING = 1e-13
"""What rounding the terms of a sum may cost, as a part of their size: nobody can do better term by term."""

_SAFE = 1e290
"""Beyond it a snippet may run out of exponents, and so may any other."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A side that the snippet must return, and the size of the terms that it is the sum of."""

    value: FloatArray
    rounding: FloatArray
    span: Span


_Place: TypeAlias = tuple[int, ...]
_Sides: TypeAlias = Mapping[_Place, Sequence[_Side]]
_Results: TypeAlias = Mapping[_Place, Sequence[FloatArray]]


def can_be_exact(question: Question) -> bool:
    """Whether a formula can be evaluated with as many digits as one likes, and says what the snippet returns."""
    formula = question.formula
    bodies = [helper.body for helper in formula.helpers]
    parts = [part for node in (*bodies, *(each.sides[-1] for each in formula.statements)) for part in walk(node)]
    approached = any(isinstance(part, _APPROACHED) for part in parts)
    named = {part.name for part in parts if isinstance(part, Name)}
    heads = {(kind.head, name in named) for name, kind in formula.table.kinds.items()}
    given = any(head in _GIVEN and (used or head not in _CALLED) for head, used in heads)
    defines = formula.declaration.check in {"definition", "identity"} and question.function is not None
    return defines and not approached and not given


def check_wide(question: Question, inputs: Inputs, random: Generator) -> bool:
    """
    Compare a snippet with the exact value of its formula.

    Returns
    -------
    bool
        False if the formula has no value for this input.

    Raises
    ------
    FormulaError
        In stage ``compare`` if the snippet is further off than its input may excuse.
    """
    exact = _exact(question, inputs, _DIGITS)
    if exact is None:
        return False
    results = _results(question, inputs, exact)
    if _wrong(exact, results, None) is None:
        return True
    surer, moved = _exact(question, inputs, _MORE_DIGITS), _moved(question, inputs, random)
    if surer is None or moved is None or not _settled(question, inputs, surer):
        return False
    error = _wrong(surer, results, moved)
    if error is not None:
        raise error
    return True


def _results(question: Question, inputs: Inputs, exact: _Sides) -> _Results:
    return {
        place: results_of(question, question.walk(), values, len(exact[place]))
        for place, values in _places(question, inputs)
    }


def _settled(question: Question, inputs: Inputs, surer: _Sides) -> bool:
    """Whether still more digits change nothing."""
    surest = _exact(question, inputs, _MORE_DIGITS + _DIGITS)
    return surest is not None and all(
        np.allclose(one.value, other.value, rtol=1e-14, atol=0.0)
        for place, sides in surer.items()
        for one, other in zip(sides, surest[place], strict=True)
    )


def _wrong(exact: _Sides, results: _Results, moved: Sequence[_Sides] | None) -> FormulaError | None:
    """Give the first result that is wrong, if there is one; without moved inputs nothing is excused."""
    for place, sides in exact.items():
        for number, (side, result) in enumerate(zip(sides, results[place], strict=True)):
            others = [each[place][number].value for each in moved or ()]
            spread = sum((np.abs(other - side.value) for other in others), np.zeros(side.value.shape))
            error = _difference(side, np.nan_to_num(spread), result)
            if error is not None:
                return error
    return None


def _places(question: Question, inputs: Inputs) -> Iterator[tuple[tuple[int, ...], Values]]:
    values = {**question.constants, **inputs}
    indices = question.called_with_index
    for place in product(*(question.walk().axis(index, values) for index in indices)):
        yield place, {**values, **dict(zip(indices, place, strict=True))}


def _exact(question: Question, inputs: Inputs, digits: int) -> _Sides | None:
    """Evaluate what the snippet must return, for each value of the indices that it takes; None if it has no value."""
    try:
        return _evaluated(question, inputs, digits)
    except (FormulaError, ArithmeticError, KeyError, TypeError, ValueError):
        return None  # outside of the formula's domain, or not a number of decimals


def _evaluated(question: Question, inputs: Inputs, digits: int) -> _Sides:
    arithmetic, formula = Decimals(digits), question.formula
    exact = {name: decimals(value) for name, value in inputs.items()}
    base = formula.declaration.index_base
    found: dict[_Place, list[_Side]] = {}
    for place, values in _places(question, exact):
        walk_ = walk_over(formula.table, formula.definitions, base=base, arithmetic=arithmetic)
        found[place] = []
        for statement, axes in zip(formula.statements, question.axes, strict=True):
            side = statement.sides[-1]
            parts = side.terms if isinstance(side, Sum) else ()
            largest = [np.abs(array_of(walk_, part, axes, values)) for part in parts]
            value = array_of(walk_, side, axes, values)
            rounding = sum(largest, np.zeros(value.shape)) if all(p.shape == value.shape for p in largest) else 0.0
            found[place].append(_Side(value, np.asarray(rounding, dtype=np.float64), side.span))
            values = rebound(statement, walk_, values)  # noqa: PLW2901 - what follows sees the new value
    return found


def _moved(question: Question, inputs: Inputs, random: Generator) -> list[_Sides] | None:
    """Evaluate on inputs that are a trillionth off."""
    moved = [_exact(question, _shifted(inputs, random), _MORE_DIGITS) for _ in range(2)]
    return [each for each in moved if each is not None] if None not in moved else None


def _shifted(inputs: Inputs, random: Generator) -> Inputs:
    def moved(value: Value) -> Value:
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            return np.where(value == np.round(value), value, value * (1 + _SHIFT * random.standard_normal(value.shape)))
        return value * (1 + _SHIFT * random.standard_normal()) if isinstance(value, float) else value

    return {name: moved(value) for name, value in inputs.items()}


def _difference(side: _Side, spread: FloatArray, result: FloatArray) -> FormulaError | None:
    exact = side.value
    if exact.shape != result.shape:
        return None  # the comparison in double precision tells it
    with np.errstate(invalid="ignore", over="ignore"):
        allowed = _RELATIVE * np.abs(exact) + _ROUNDING * side.rounding + _SLACK * spread + _ABSOLUTE
        wrong = ~((np.abs(result - exact) <= allowed) | (result == exact) | (np.abs(exact) > _SAFE))
    if not wrong.any():
        return None
    worst = tuple(np.argwhere(np.atleast_1d(wrong))[0])
    told = told_apart(float(np.atleast_1d(exact)[worst]), float(np.atleast_1d(result)[worst]))
    hint = "The snippet overflows or cancels here. Compute it in a stable way, or declare the inputs that it is for."
    problem = f"with fifty digits the formula gives {told[0]}, the snippet {told[1]}"
    return FormulaError("compare", problem, side.span, hint=hint)
