"""Derivatives and limits of functions that can only be evaluated: central differences and extrapolation."""

from __future__ import annotations

import numpy as np

from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Function, Value
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.smooth import SmoothField, SmoothFunction

_STEPS = {1: 6e-6, 2: 1.2e-4}
"""For a first derivative the cube root of the machine epsilon, which balances truncation and rounding; for a second
one, taken as a difference of differences, its fourth root."""

_STARTS = (0.1, 1e-3)
"""Where the approach to a limit begins; nearer if the function does not exist so far away."""
_HALVINGS = 8
_SETTLED = 1e-7
"""How little the last steps of an extrapolation may differ, as a part of its value or of 1."""


def difference(function: Function, at: Value, order: int = 1) -> Value:
    """Take a central difference of `function` at a number, or entry by entry, with the step for this order."""
    if order not in _STEPS:
        raise MeaningError(f"a derivative of order {order} is lost in rounding", "State it with a smaller order.")
    step = _STEPS[order] * np.maximum(1.0, abs(at))
    right, left = at + step, at - step
    return (function(right) - function(left)) / (right - left)


def differences(function: Function, at: Value, order: int = 1) -> Value:
    """Take a central difference along each entry of `at`, where `function` takes all of it."""
    if np.ndim(at) == 0:
        return difference(function, at, order)

    def along(place: int) -> Function:
        def moved(entry: Value) -> Value:
            point = np.array(at, dtype=np.float64)
            point.ravel()[place] = entry  # a fresh array is contiguous, so this is a view of it
            return function(point)

        return moved

    slopes = np.array([difference(along(place), entry, order) for place, entry in enumerate(np.ravel(at))])
    if slopes.ndim > 1:  # of a vector: its entries are the first axes, as in a Jacobian matrix
        return np.moveaxis(
            slopes.reshape((*np.shape(at), *slopes.shape[1:])), range(np.ndim(at)), range(-np.ndim(at), 0)
        )
    return slopes.reshape(np.shape(at))


def derivative(function: Function, order: int) -> Function:
    """Give the derivative of a function of one variable: the exact one if it is known."""
    if isinstance(function, SmoothFunction):
        return function.derivative(order)
    result = function
    for _ in range(order):
        result = _slope(result, order)
    return result


def _slope(function: Function, order: int) -> Function:
    return lambda at: difference(function, at, order)


def gradient(function: Function) -> Function:
    """Give the gradient of a function of a vector, or the derivative of a function of a number."""
    if isinstance(function, SmoothField):
        return function.gradient
    if isinstance(function, SmoothFunction):
        return function.derivative()
    return lambda at: differences(function, at)


def hessian(function: Function) -> Function:
    """Give the matrix of second derivatives of a function of a vector."""
    slope = gradient(function)
    exact = isinstance(function, SmoothField | SmoothFunction)
    return lambda at: differences(slope, at, 1 if exact else 2)


def limit(function: Function, target: Value, side: int) -> Value:
    """
    Give the limit of `function` at `target`, from above (1), from below (-1) or from both sides (0).

    Raises
    ------
    MeaningError
        If it does not settle, or the two sides differ.
    """
    if np.isinf(target):
        return one_sided(lambda t: function(np.sign(target) / t), 0.0, 1)
    if side:
        return one_sided(function, target, side)
    above, below = one_sided(function, target, 1), one_sided(function, target, -1)
    if _apart(above, below) > 10 * _SETTLED:
        raise MeaningError(f"the limit from above is {above}, from below {below}", "Say from which side: 0^+ or 0^-.")
    return (above + below) / 2


def one_sided(function: Function, target: Value, side: int) -> Value:
    """Approach `target` from one side by Richardson's extrapolation; nearer, if the function fails further away."""
    for start in _STARTS[:-1]:
        try:
            return _extrapolated(function, target, side * start)
        except (ArithmeticError, FormulaError):
            continue  # the domain may be narrow, or the function too curved: try again nearer
    return _extrapolated(function, target, side * _STARTS[-1])


def _extrapolated(function: Function, target: Value, start: float) -> Value:
    """Take the best entry of Neville's table for steps that halve, where the error is a power series in the step."""
    row: list[Value] = []
    best, error = None, np.inf
    for halving in range(_HALVINGS):
        longer = [function(target + start / 2**halving)]
        for column, previous in enumerate(row, start=1):
            longer.append(longer[-1] + (longer[-1] - previous) / (2**column - 1))
        if row and _apart(longer[-1], row[-1]) < error:
            best, error = longer[-1], _apart(longer[-1], row[-1])
        row = longer
    if best is None or error > _SETTLED:
        raise MeaningError("the limit does not settle", "It may not exist, or be infinite, for this input.")
    return best


def _apart(left: Value, right: Value) -> float:
    scale = max(1.0, float(np.max(np.abs(left))), float(np.max(np.abs(right))))
    return float(np.max(np.abs(left - right))) / scale
