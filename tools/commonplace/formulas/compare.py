"""A formula and a snippet on one input: do they agree, and if not, where and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from commonplace.formulas.arithmetic import Function, Value
from commonplace.formulas.binding import free_indices
from commonplace.formulas.evaluate import array_of, value_of, walk_over
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.samples import check_sample
from commonplace.formulas.sampling import Inputs
from commonplace.formulas.statements import Argument, ParsedFormula
from commonplace.formulas.tree import (
    Derivative,
    Drawn,
    Gradient,
    Integral,
    Limit,
    Name,
    Node,
    Number,
    Prime,
    Statement,
    walk,
)
from commonplace.formulas.walk import Values, Walk

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two numbers may be apart: `relative` times the larger one, or times `floor` if both are smaller."""

    relative: float
    floor: float

    def errors(self, left: FloatArray, right: FloatArray) -> FloatArray:
        """Give the distance of each pair as a part of the larger one; infinite if one is no number."""
        scale = np.maximum(np.maximum(np.abs(left), np.abs(right)), self.floor)
        with np.errstate(invalid="ignore"):
            errors = np.abs(left - right) / scale
        return np.where(left == right, 0.0, np.where(np.isfinite(errors), errors, np.inf))


ALGEBRA = Tolerance(relative=1e-9, floor=1e-3)
"""Sums and products of some tens of numbers lose about 1e-15 to rounding, and cancellation perhaps a thousand times
that; a wrong sign, factor, index or bound is wrong by far more. Numbers under 1e-3 are compared to 1e-12."""

LIMITS = Tolerance(relative=1e-6, floor=1.0)
"""Central differences, on either side, are good to 1e-10 of the size of the function, not of the derivative."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of each input.

    Attributes
    ----------
    formula : ParsedFormula
        Read and checked.
    function : callable or None
        The snippet; None where the formula alone is the question.
    constants : mapping
        The snippets that symbols of type ``func`` stand for.
    """

    formula: ParsedFormula
    function: Function | None
    constants: Mapping[str, Value]

    @cached_property
    def tolerance(self) -> Tolerance:
        """How exactly the sides must agree: less where one of them is a limit, or may be, behind the snippet."""
        bodies = [helper.body for helper in self.formula.helpers]
        sides = [side for statement in self.formula.statements for side in statement.sides]
        nodes = [part for node in (*bodies, *sides) for part in walk(node)]
        approached = any(isinstance(node, Limit | Derivative | Prime | Gradient | Integral) for node in nodes)
        smooth = any(kind.head == "smooth" for kind in self.formula.table.kinds.values())
        return LIMITS if approached or smooth else ALGEBRA

    @cached_property
    def compares_values(self) -> bool:
        """Whether all that is stated are equations, whose sides have a distance."""
        relations = {relation for statement in self.formula.statements for relation in statement.relations}
        return relations <= {"=", ":=", r"\approx"}

    @cached_property
    def called_with_index(self) -> tuple[str, ...]:
        """The indices that the snippet takes as arguments: it is called for each of their values."""
        names = [a.node.name for a in self.formula.arguments if isinstance(a.node, Name)]
        return tuple(name for name in names if self.formula.table.is_index(name))

    @cached_property
    def axes(self) -> tuple[tuple[str, ...], ...]:
        """For each statement, the indices that are the axes of its result."""
        frees = [free_indices(statement.sides[0], self.formula.table) for statement in self.formula.statements]
        return tuple(tuple(index for index in free if index not in self.called_with_index) for free in frees)

    def walk(self) -> Walk:
        """Give a walk with a budget of its own."""
        formula = self.formula
        return walk_over(formula.table, formula.definitions, base=formula.declaration.index_base)


def largest_error(question: Question, inputs: Inputs) -> float:
    """
    Put a question to one input.

    Returns
    -------
    float
        The largest relative error.

    Raises
    ------
    FormulaError
        In stage ``compare`` if the sides differ, in stage ``evaluate`` if one of them has no value.
    """
    check = _CHECKS[question.formula.declaration.check]
    values = {**question.constants, **inputs}
    walk_, indices = question.walk(), question.called_with_index
    places = product(*(walk_.axis(index, values) for index in indices))
    return max(check(question, walk_, {**values, **dict(zip(indices, place, strict=True))}) for place in places)


def _definition(question: Question, walk_: Walk, values: Values) -> float:
    """Compare what each statement says with what the snippet returns."""
    results = results_of(question, walk_, values, len(question.formula.statements))
    error = 0.0
    for statement, axes, result in zip(question.formula.statements, question.axes, results, strict=True):
        for side in statement.sides[1:]:
            error = max(error, _agreement(question, array_of(walk_, side, axes, values), result, side.span))
        values = rebound(statement, walk_, values)
    return error


def rebound(statement: Statement, walk_: Walk, values: Values) -> Values:
    r"""Give the values after ``x \leftarrow …``, for the statements that follow."""
    target = statement.sides[0]
    if statement.relations[0] != r"\leftarrow" or not isinstance(target, Name):
        return values
    return {**values, target.name: value_of(walk_, statement.sides[-1], values)}


def _identity(question: Question, walk_: Walk, values: Values) -> float:
    """Compare all sides of each statement with each other, and the last one with what the snippet returns."""
    error = 0.0
    sides = [
        _sides(walk_, statement, axes, values)
        for statement, axes in zip(question.formula.statements, question.axes, strict=True)
    ]
    for evaluated in sides:
        for (left, _), (right, span) in pairwise(evaluated):
            error = max(error, _agreement(question, left, right, span, names=("the left side", "the right side")))
    if question.function is None:
        return error
    for evaluated, result in zip(sides, results_of(question, walk_, values, len(sides)), strict=True):
        error = max(error, _agreement(question, evaluated[-1][0], result, evaluated[-1][1]))
    return error


def _inequality(question: Question, walk_: Walk, values: Values) -> float:
    """Check that every relation holds, and that the snippet says so too, or gives the same sides."""
    evaluated = _check_relations(question, walk_, values)
    if question.function is None:
        return 0.0
    result = _called(question, walk_, values)
    if isinstance(result, bool | np.bool_):
        if not result:
            raise _difference("the formula holds", "the snippet says that it does not", _whole(question))
        return 0.0
    sides = [pair for each in evaluated for pair in each]
    told = _split(result, len(sides), question)
    return max(_agreement(question, left, right, span) for (left, span), right in zip(sides, told, strict=True))


def _property(question: Question, walk_: Walk, values: Values) -> float:
    """Check that what the snippet returns satisfies every relation."""
    kinds = question.formula.table.kinds
    names = [name for name, kind in kinds.items() if kind.head == "result"]
    results = results_of(question, walk_, values, len(names))
    found = {name: result[()] for name, result in zip(names, results, strict=True)}
    evaluated = _check_relations(question, walk_, {**values, **found})
    pairs = [pair for each in evaluated for pair in pairwise(each)]
    errors = [float(question.tolerance.errors(left, right).max(initial=0.0)) for (left, _), (right, _) in pairs]
    return max(errors, default=0.0) if question.compares_values else 0.0


def _check_relations(question: Question, walk_: Walk, values: Values) -> list[list[tuple[FloatArray, Span]]]:
    evaluated = []
    for statement, axes in zip(question.formula.statements, question.axes, strict=True):
        if isinstance(statement.sides[-1], Drawn):
            _check_drawn(walk_, statement.sides[0], statement.sides[-1], values)
            continue
        sides = _sides(walk_, statement, axes, values)
        for ((left, _), (right, span)), relation in zip(pairwise(sides), statement.relations, strict=True):
            _check_relation(question, left, right, relation, span)
        evaluated.append(sides)
    return evaluated


def _sides(walk_: Walk, statement: Statement, axes: Sequence[str], values: Values) -> list[tuple[FloatArray, Span]]:
    """Evaluate all sides; a lone 0 beside a vector is the vector of zeros, as everybody writes it."""
    arrays = [array_of(walk_, side, axes, values) for side in statement.sides]
    shape = next((array.shape for array in arrays if array.ndim), ())
    zeros = [isinstance(side, Number) and float(side.text) == 0 for side in statement.sides]
    filled = [np.zeros(shape) if zero else array for zero, array in zip(zeros, arrays, strict=True)]
    return [(array, side.span) for array, side in zip(filled, statement.sides, strict=True)]


def _check_drawn(walk_: Walk, sample: Node, drawn: Drawn, values: Values) -> None:
    entries = array_of(walk_, sample, (), values)
    first, second = (float(array_of(walk_, parameter, (), values)) for parameter in drawn.parameters)
    check_sample(entries.ravel(), drawn.family, first, second, drawn.span)


def _check_relation(question: Question, left: FloatArray, right: FloatArray, relation: str, span: Span) -> None:
    if relation == r"\ne":
        if np.array_equal(left, right):
            raise _difference(f"both sides are {_shown(left)}", "which must differ", span)
        return
    if relation in {"=", ":=", r"\approx", r"\iff"}:
        _agreement(question, left, right, span, names=("the left side", "the right side"))
        return
    low, high = (left, right) if relation in {"<", r"\le"} else (right, left)
    _check_shapes(left, right, span, ("the left side", "the right side"))
    close = question.tolerance.errors(low, high) <= question.tolerance.relative
    if not np.all((low < high) | close):
        raise _difference(f"the left side is {_shown(left)}", f"the right side {_shown(right)}", span)


def results_of(question: Question, walk_: Walk, values: Values, count: int) -> list[FloatArray]:
    """Call the snippet, and give its results as arrays, one for each statement."""
    return _split(_called(question, walk_, values), count, question)


def _split(result: object, count: int, question: Question) -> list[FloatArray]:
    if count == 1 and not (isinstance(result, tuple) and len(result) == 1):
        return [_as_array(result, question)]
    if not isinstance(result, tuple | list) or len(result) != count:
        hint = "Let it return a tuple, or put helping definitions under where."
        raise FormulaError("evaluate", f"the snippet must return {count} values here", _whole(question), hint=hint)
    return [_as_array(each, question) for each in result]


def _as_array(result: object, question: Question) -> FloatArray:
    try:
        return np.asarray(result, dtype=np.float64)
    except (TypeError, ValueError):
        problem = f"the snippet returned {type(result).__name__}, which is no number and no array"
        raise FormulaError("evaluate", problem, _whole(question)) from None


def _whole(question: Question) -> Span:
    return question.formula.statements[0].span


def _called(question: Question, walk_: Walk, values: Values) -> object:
    """Call the snippet with the arguments that the page declares."""
    if question.function is None:
        raise FormulaError("evaluate", "there is no snippet to compare with", _whole(question))
    prepared = [(argument.keyword, _prepared(argument, walk_, values)) for argument in question.formula.arguments]
    positional = [value for keyword, value in prepared if not keyword]
    keywords = {keyword: value for keyword, value in prepared if keyword}
    try:
        with np.errstate(all="ignore"):  # what numpy would warn of shows in the result
            return question.function(*positional, **keywords)
    except Exception as error:  # noqa: BLE001 - whatever the owner's code raises is told to the owner
        problem = f"the snippet raised {type(error).__name__}: {error}"
        raise FormulaError("evaluate", problem, _whole(question), hint="Are args in its order?") from None


def _prepared(argument: Argument, walk_: Walk, values: Values) -> Value:
    """Give an argument as the snippet wants it: arrays of its own, whole families, and indices that count from 0."""
    node = argument.node
    if isinstance(node, Name) and walk_.table.is_index(node.name):
        return values[node.name] - walk_.base
    if isinstance(node, Name) and (walk_.table.family(node.name) or _counts_members(walk_, node.name)):
        return _own(values[node.name])
    return _own(value_of(walk_, node, values))


def _counts_members(walk_: Walk, name: str) -> bool:
    return name in walk_.table and walk_.table.kinds[name].head in {"set", "labels"}


def _own(value: Value) -> Value:
    if isinstance(value, np.ndarray):
        return value.copy()
    return float(value) if isinstance(value, np.floating) else value


def _agreement(
    question: Question,
    left: FloatArray,
    right: FloatArray,
    span: Span,
    *,
    names: tuple[str, str] = ("the formula", "the snippet"),
) -> float:
    """Give the largest error; raise if it is too large."""
    _check_shapes(left, right, span, names)
    errors = question.tolerance.errors(left, right)
    if not errors.size:
        return 0.0
    worst = np.unravel_index(int(errors.argmax()), errors.shape)
    if errors[worst] > question.tolerance.relative:
        place = _place(worst, question.formula.declaration.index_base)
        shown = told_apart(float(left[worst]), float(right[worst]))
        raise _difference(f"{names[0]} gives {shown[0]}", f"{names[1]} {shown[1]}{place}", span)
    return float(errors[worst])


def _check_shapes(left: FloatArray, right: FloatArray, span: Span, names: tuple[str, str]) -> None:
    if left.shape != right.shape:
        hint = "An index, a sum or the axis of a sum may be wrong."
        problem = f"{names[0]} gives {_shape(left)}, {names[1]} {_shape(right)}"
        raise FormulaError("compare", problem, span, hint=hint)


def _shape(array: FloatArray) -> str:
    return f"an array of shape {'×'.join(map(str, array.shape))}" if array.ndim else "one number"


def _place(worst: Sequence[np.intp], base: int) -> str:
    """Say at which entry, by indices as the formula counts them."""
    counted = [str(int(index) + base) for index in worst]
    return f", at entry {','.join(counted)}" if counted else ""


def told_apart(left: float, right: float) -> tuple[str, str]:
    """Show two numbers with as many digits as it takes to tell them apart."""
    for digits in (4, 8, 17):
        shown = f"{left:.{digits}g}", f"{right:.{digits}g}"
        if shown[0] != shown[1]:
            break
    return shown


def _shown(array: FloatArray) -> str:
    return np.array2string(array, precision=4, threshold=6) if array.ndim else f"{float(array):.4g}"


def _difference(left: str, right: str, span: Span) -> FormulaError:
    return FormulaError("compare", f"{left}, {right}", span)


_CHECKS: Mapping[str, Callable[[Question, Walk, Values], float]] = {
    "definition": _definition,
    "identity": _identity,
    "inequality": _inequality,
    "property": _property,
}


def drawn_symbols(question: Question) -> tuple[str, ...]:
    """Give the symbols that inputs are drawn for: not what is defined, runs over a range, or is a snippet."""
    formula = question.formula
    bound = {"index", "result", "func", "dim", "seq"}
    names = [name for name, kind in formula.table.kinds.items() if kind.head not in bound]
    return tuple(name for name in names if name not in formula.definitions)


def shown_symbols(question: Question) -> tuple[str, ...]:
    """Give the symbols whose values a counter-example must tell."""
    return tuple(dict.fromkeys(_needed(question)))


def _needed(question: Question) -> Iterator[str]:
    formula = question.formula
    kept = 1 if formula.declaration.check == "definition" else 0
    nodes = [argument.node for argument in formula.arguments]
    nodes += [side for statement in formula.statements for side in statement.sides[kept:]]
    nodes += [helper.body for helper in formula.helpers]
    for node in nodes:
        yield from (part.name for part in walk(node) if isinstance(part, Name))
