r"""The rules for ``\int``, for values at a place, and for expectations."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from commonplace.formulas import algebra
from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Value
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.tree import At, Expectation, Integral
from commonplace.formulas.walk import Values, Walk

_REACH, _STEPS = 3.4, (25, 50, 100, 200, 400)
"""The double exponential rule: how far it goes, and its steps on one side, twice as many until it settles."""
_SETTLED = 1e-8


def integral(walk: Walk, node: Integral, values: Values) -> Value:
    """Integrate by the double exponential rule, which bears infinite bounds and infinite slopes at the bounds."""
    low = -math.inf if node.lower is None else float(walk.value(node.lower, values))
    high = math.inf if node.upper is None else float(walk.value(node.upper, values))
    if low > high:
        return -_settled(lambda at: walk.value(node.body, {**values, node.variable: at}), high, low)
    return _settled(lambda at: walk.value(node.body, {**values, node.variable: at}), low, high)


def _settled(function: Callable[[Value], Value], low: float, high: float) -> Value:
    if low == high:
        return 0.0
    rough = _rule(function, low, high, _STEPS[0])
    for steps in _STEPS[1:]:
        fine = _rule(function, low, high, steps)
        if float(np.max(np.abs(fine - rough))) <= _SETTLED * max(1.0, float(np.max(np.abs(fine)))):
            return fine
        rough = fine
    raise MeaningError("the integral does not settle", "It may be infinite, or the integrand may jump.")


def _rule(function: Callable[[Value], Value], low: float, high: float, steps: int) -> Value:
    total: Value = 0.0
    width = _REACH / steps
    for step in range(-steps, steps + 1):
        place, weight = _node(step * width, low, high)
        if weight > 0 and low < place < high:
            try:
                total = total + weight * width * function(np.float64(place))
            except (ArithmeticError, FormulaError):
                if math.isfinite(place) and weight > _SETTLED and abs(place) < 1 / _SETTLED:
                    raise
    return total


def _node(t: float, low: float, high: float) -> tuple[float, float]:
    """Give a place between the bounds and its weight."""
    inner, slope = math.pi / 2 * math.sinh(t), math.pi / 2 * math.cosh(t)
    if math.isinf(low) and math.isinf(high):
        return math.sinh(inner), slope * math.cosh(inner)
    if math.isinf(low) or math.isinf(high):
        offset = math.exp(inner)
        return (low + offset if math.isinf(high) else high - offset), slope * offset
    half = (high - low) / 2
    return (high + low) / 2 + half * math.tanh(inner), half * slope / math.cosh(inner) ** 2


def value_at(walk: Walk, node: At, values: Values) -> Value:
    """Give the value of the body where a symbol has another value."""
    return walk.value(node.body, {**values, node.variable: walk.value(node.value, values)})


def expectation(walk: Walk, node: Expectation, values: Values) -> Value:
    """Weigh the values for every value of an index by their probabilities."""
    weights = walk.value(node.distribution, values)
    if not isinstance(weights, np.ndarray) or weights.ndim != 1 or not walk.table.is_index(node.variable):
        hint = r"Declare x as index[n] and p as dist[n] for \mathbb{E}_{x \sim p}[…]."
        raise MeaningError("this expectation is not over a distribution of an index", hint)
    terms = [
        algebra.multiply(weight, walk.value(node.body, {**values, node.variable: place}), "", walk.arithmetic)
        for place, weight in zip(walk.axis(node.variable, values), weights, strict=True)
    ]
    total = terms[0]
    for term in terms[1:]:
        total = algebra.add(total, term, 1)
    return total
