"""The rules for names, arithmetic, functions and everything written in brackets."""

from __future__ import annotations

import math
from itertools import product as every_combination

import numpy as np

from commonplace.formulas import algebra
from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Function, Value
from commonplace.formulas.entrywise import alike, entrywise
from commonplace.formulas.matrices import determinant
from commonplace.formulas.tree import (
    Absolute,
    Apply,
    Cases,
    Comparison,
    Compose,
    Constant,
    Definition,
    Elementary,
    Factorial,
    Fraction,
    Indicator,
    Inner,
    List,
    Matrix,
    Name,
    Norm,
    Number,
    Power,
    Product,
    Root,
    Subscript,
    Sum,
    Transpose,
    WholeAxis,
)
from commonplace.formulas.walk import Values, Walk


def number(walk: Walk, node: Number, _: Values) -> Value:
    """Give the number, a whole one as it is."""
    return int(node.text) if node.text.isdecimal() else walk.arithmetic.number(node.text)


def constant(walk: Walk, node: Constant, _: Values) -> Value:
    """Give the constant."""
    return walk.arithmetic.constant(node.name)


def name(walk: Walk, node: Name, values: Values) -> Value:
    """Give the value of a symbol: an input first, so that a derivative may vary what is otherwise defined."""
    if node.name in values:
        return _member(walk, node.name, values)
    if node.name in walk.definitions:
        return _defined(walk, walk.definitions[node.name], values)
    raise MeaningError(f"{node.name} has no value here", "Declare its type, or define it under where.")


def _member(walk: Walk, symbol: str, values: Values) -> Value:
    """Give the value; of a family, the member for the indices as they stand."""
    value = values[symbol]
    for index in walk.table.family(symbol):
        value = value[values[index] - walk.base]
    kind = walk.table.kinds.get(symbol)
    if kind is None:
        return value
    if kind.head in {"set", "labels"}:
        return value + walk.base
    return entrywise(value) if "entrywise" in kind.flags else value


def _defined(walk: Walk, definition: Definition, values: Values) -> Value:
    """Evaluate a definition: a function if it has parameters, an array if it has indices."""
    walk.budget.spend(definition.span)
    if not definition.parameters:
        return over_axes(walk, definition, values)

    def function(*arguments: Value) -> Value:
        if len(arguments) != len(definition.parameters):
            raise MeaningError(f"{definition.name} takes {len(definition.parameters)} arguments, not {len(arguments)}")
        bound = dict(zip(definition.parameters, arguments, strict=True))
        return over_axes(walk, definition, {**values, **bound})

    return function


def over_axes(walk: Walk, definition: Definition, values: Values) -> Value:
    """Evaluate a definition for every value of its indices: one axis for each."""
    if not definition.indices:
        return walk.value(definition.body, values)
    axes = [walk.axis(index, values) for index in definition.indices]
    entries = [
        walk.value(definition.body, {**values, **dict(zip(definition.indices, place, strict=True))})
        for place in every_combination(*axes)
    ]
    shape = tuple(len(axis) for axis in axes)
    stacked = walk.arithmetic.array([entry.entries if isinstance(entry, algebra.Row) else entry for entry in entries])
    return stacked.reshape((*shape, *stacked.shape[1:]))


def sum_of_terms(walk: Walk, node: Sum, values: Values) -> Value:
    """Add."""
    total = walk.value(node.terms[0], values)
    if node.signs[0] < 0:
        total = algebra.negative(total)
    literal = isinstance(node.terms[0], Number)
    for term, sign in zip(node.terms[1:], node.signs[1:], strict=True):
        literal_here = literal or isinstance(term, Number)
        total = algebra.add(total, walk.value(term, values), sign, literal=literal_here)
        literal = literal and isinstance(term, Number)
    return total


def product_of_factors(walk: Walk, node: Product, values: Values) -> Value:
    r"""Multiply: what stands side by side first, then from left to right by ``\cdot``, ``\odot`` and the rest."""
    runs, operators = [walk.value(node.factors[0], values)], list[str]()
    for factor, operator in zip(node.factors[1:], node.operators, strict=True):
        value = walk.value(factor, values)
        if operator:
            operators.append({r"\circ": r"\odot", r"\div": "/"}.get(operator, operator))
            runs.append(value)
        else:
            runs[-1] = algebra.multiply(runs[-1], value, "", walk.arithmetic)
    result = runs[0]
    for operator, run in zip(operators, runs[1:], strict=True):
        result = algebra.multiply(result, run, operator, walk.arithmetic)
    return result


def fraction(walk: Walk, node: Fraction, values: Values) -> Value:
    """Divide."""
    return algebra.divide(walk.value(node.numerator, values), walk.value(node.denominator, values), walk.arithmetic)


def power(walk: Walk, node: Power, values: Values) -> Value:
    """Raise to a power; powers of e go through exp, entry by entry."""
    if node.exponent == Name("T", span=node.span):
        base = walk.value(node.base, values)
        if not algebra.is_scalar(base):
            return algebra.transpose(base)
    exponent = walk.value(node.exponent, values)
    if node.base == Constant("e", span=node.span):
        return _elementwise(walk, "exp", exponent)
    return algebra.power(walk.value(node.base, values), exponent, walk.arithmetic)


def root(walk: Walk, node: Root, values: Values) -> Value:
    """Take a root."""
    radicand = walk.value(node.radicand, values)
    if node.degree is None:
        return _elementwise(walk, "sqrt", radicand)
    return algebra.power(radicand, walk.arithmetic.divide(1, walk.value(node.degree, values)), walk.arithmetic)


def transpose(walk: Walk, node: Transpose, values: Values) -> Value:
    """Turn rows to columns."""
    return algebra.transpose(walk.value(node.base, values))


def factorial(walk: Walk, node: Factorial, values: Values) -> Value:
    """Give the factorial of a whole number."""
    return walk.arithmetic.factorial(walk.value(node.base, values))


def subscript(walk: Walk, node: Subscript, values: Values) -> Value:
    """Pick an entry; of a definition with as many indices, evaluate just this entry."""
    indices = [walk.value(index, values) for index in node.indices]
    if isinstance(node.base, Name) and node.base.name in walk.table and walk.table.kinds[node.base.name].head == "seq":
        return _term(walk, node.base.name, indices, values)
    definition = _indexed_definition(walk, node, values)
    if definition is None:
        return algebra.element(walk.value(node.base, values), indices, walk.base)
    walk.budget.spend(node.span)
    for index, place in zip(definition.indices, indices, strict=True):
        if place not in walk.axis(index, values):
            raise MeaningError(f"index {place} lies outside the axis of {index}")
    return walk.value(definition.body, {**values, **dict(zip(definition.indices, indices, strict=True))})


def _term(walk: Walk, symbol: str, indices: list[Value], values: Values) -> Value:
    """Give a term of a sequence that a snippet computes."""
    return values[symbol](*indices, *(values[name] for name in walk.table.kinds[symbol].parameters))


def whole_axis(_: Walk, __: WholeAxis, ___: Values) -> Value:
    """Give the slice that takes a whole axis."""
    return slice(None)


def _indexed_definition(walk: Walk, node: Subscript, values: Values) -> Definition | None:
    if not isinstance(node.base, Name) or node.base.name in values:
        return None
    definition = walk.definitions.get(node.base.name)
    fits = definition is not None and not definition.parameters and len(definition.indices) == len(node.indices)
    return definition if fits else None


def elementary(walk: Walk, node: Elementary, values: Values) -> Function:
    """Give a function that everybody knows, with its base if it has one."""
    if node.base is None:
        return _known(walk, node.name)
    if node.name != "log":
        raise MeaningError(f"{node.name} takes no base")
    logarithm = _known(walk, "log")
    base = logarithm(walk.value(node.base, values))
    return lambda value: algebra.divide(logarithm(value), base, walk.arithmetic)


def _known(walk: Walk, function: str) -> Function:
    special = {"max": _largest, "min": _smallest, "binom": _binomial, "tr": _trace, "det": _determinant, "diag": _diag}
    special |= {"pinv": algebra.pseudo_inverse}
    if function in special:
        return special[function]
    return lambda value: _elementwise(walk, function, value)


def _elementwise(walk: Walk, function: str, value: Value) -> Value:
    if callable(value) or isinstance(value, algebra.Row):
        raise algebra.refusal(f"take {function} of", value)
    try:
        known = walk.arithmetic.elementary(function)
    except KeyError:
        raise MeaningError(f"{function} is no function of one number") from None
    return alike(known(value), value)


def _largest(*values: Value) -> Value:
    return _extreme(values, np.maximum, max)


def _smallest(*values: Value) -> Value:
    return _extreme(values, np.minimum, min)


def _extreme(values: tuple[Value, ...], of_two: Function, of_many: Function) -> Value:
    """Compare numbers, a number with each entry of an array, or the entries of one array."""
    if any(callable(value) or isinstance(value, algebra.Row) for value in values):
        raise algebra.refusal("compare", *values)
    if len(values) == 1:
        return of_many(values[0]) if isinstance(values[0], np.ndarray) else values[0]
    if all(algebra.is_scalar(value) for value in values):
        return of_many(values)
    result = values[0]
    for value in values[1:]:
        if np.ndim(result) and np.ndim(value) and np.shape(result) != np.shape(value):
            raise algebra.refusal("compare", result, value)
        result = of_two(result, value)
    return result


def _binomial(above: Value, below: Value) -> int:
    if not all(isinstance(value, int | np.integer) and value >= 0 for value in (above, below)):
        raise MeaningError("a binomial coefficient needs whole numbers from 0")
    return math.comb(int(above), int(below))


def _square(value: Value) -> Value:
    if not isinstance(value, np.ndarray) or len(value.shape) != 2 or len(set(value.shape)) != 1:  # noqa: PLR2004 - a matrix
        raise algebra.refusal("take this of", value)
    return value


def _trace(value: Value) -> Value:
    return sum(_square(value)[i, i] for i in range(len(value)))


def _determinant(value: Value) -> Value:
    return determinant(_square(value))


def _diag(value: Value) -> Value:
    return np.diag(value) if isinstance(value, np.ndarray) and value.ndim == 1 else np.diag(_square(value))


def application(walk: Walk, node: Apply, values: Values) -> Value:
    """Apply a function to its arguments."""
    function = walk.value(node.function, values)
    arguments = [walk.value(argument, values) for argument in node.arguments]
    if not callable(function):
        raise MeaningError("this is no function", "Declare it as smooth or func:module.function, or write \\cdot.")
    try:
        return function(*arguments)
    except (TypeError, ValueError) as error:
        raise MeaningError(f"the function does not take these arguments: {error}") from None


def composition(walk: Walk, node: Compose, values: Values) -> Function:
    """Give the function that applies the inner one first."""
    outer, inner = walk.value(node.outer, values), walk.value(node.inner, values)
    if not (callable(outer) and callable(inner)):
        raise algebra.refusal("compose", outer, inner)
    return lambda *arguments: outer(inner(*arguments))


def absolute(walk: Walk, node: Absolute, values: Values) -> Value:
    """Give the absolute value of a number."""
    return algebra.absolute(walk.value(node.body, values))


def norm(walk: Walk, node: Norm, values: Values) -> Value:
    """Give the length of a vector."""
    order = node.order
    if order is None or order == Constant("F", span=node.span):
        return algebra.norm(walk.value(node.body, values), order and "F", walk.arithmetic)
    return algebra.norm(walk.value(node.body, values), walk.value(order, values), walk.arithmetic)


def inner_product(walk: Walk, node: Inner, values: Values) -> Value:
    """Give the inner product."""
    return algebra.dot(walk.value(node.left, values), walk.value(node.right, values))


def comparison(walk: Walk, node: Comparison, values: Values) -> bool:
    """Say whether every relation of a chain holds."""
    sides = [walk.value(side, values) for side in node.sides]
    pairs = zip(sides, sides[1:], node.relations, strict=False)
    return all(algebra.truth(left, right, relation) for left, right, relation in pairs)


def indicator(walk: Walk, node: Indicator, values: Values) -> int:
    """Give 1 where the condition holds, else 0."""
    return int(walk.value(node.condition, values))


def cases(walk: Walk, node: Cases, values: Values) -> Value:
    """Give the value of the case that holds; if several do, they must say the same, and only those are evaluated."""
    stated = [(value, c) for value, c in zip(node.values, node.conditions, strict=True) if c is not None]
    holding = [value for value, condition in stated if walk.value(condition, values)]
    otherwise = [value for value, condition in zip(node.values, node.conditions, strict=True) if condition is None]
    found = [walk.value(value, values) for value in holding or otherwise[:1]]
    if not found:
        raise MeaningError("none of the cases holds", r"End with \text{otherwise}.")
    if any(not _same(found[0], other) for other in found[1:]):
        raise MeaningError("two of the cases hold, and they say different things", "Let their conditions not overlap.")
    return found[0]


def _same(one: Value, other: Value) -> bool:
    left, right = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    return left.shape == right.shape and np.allclose(left, right)


def listing(walk: Walk, node: List, values: Values) -> Value:
    """Give a vector by its entries."""
    return stacked(walk, [walk.value(item, values) for item in node.items])


def matrix(walk: Walk, node: Matrix, values: Values) -> Value:
    """Give a matrix by its entries."""
    return stacked(walk, [stacked(walk, [walk.value(item, values) for item in row]) for row in node.rows])


def stacked(walk: Walk, entries: list[Value]) -> Value:
    """Make an array of values of one shape."""
    if any(callable(entry) or isinstance(entry, algebra.Row) for entry in entries):
        raise algebra.refusal("list", *entries)
    if len({np.shape(entry) for entry in entries}) > 1:
        raise algebra.refusal("list", *entries, hint="All entries must have one shape.")
    return walk.arithmetic.array(entries)
