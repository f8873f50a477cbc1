r"""The rules for ``f'``, ``\frac{\partial f}{\partial x_i}``, ``\nabla f`` and ``\lim``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commonplace.formulas import algebra, calculus
from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Function, Value
from commonplace.formulas.smooth import SmoothField
from commonplace.formulas.tree import Apply, Derivative, Gradient, Limit, Name, Node, Prime, Subscript
from commonplace.formulas.walk import Values, Walk


def prime(walk: Walk, node: Prime, values: Values) -> Function:
    """Give the derivative of a function of one variable."""
    function = walk.value(node.function, values)
    if isinstance(function, SmoothField):
        hint = r"Write \nabla f or \frac{\partial f}{\partial x_i}."
        raise MeaningError("a prime on a function of several variables", hint)
    return calculus.derivative(function, node.order)


def limit(walk: Walk, node: Limit, values: Values) -> Value:
    """Let the variable approach its target."""
    target = walk.value(node.target, values)
    return calculus.limit(lambda at: walk.value(node.body, {**values, node.variable: at}), target, node.side)


def gradient(walk: Walk, node: Gradient, values: Values) -> Value:
    r"""Give ``\nabla f``, a function of where it is taken, or ``\nabla_w C``, the derivatives by each entry of w."""
    if node.variable is not None:
        return _partial(walk, node.body, (node.variable,) * node.order, values)
    function = walk.value(node.body, values)
    if not callable(function):
        hint = r"Write \nabla_w C, or declare the whole \nabla C as one symbol."
        raise MeaningError("it is not said by what to differentiate", hint)
    return calculus.hessian(function) if node.order > 1 else calculus.gradient(function)


def derivative(walk: Walk, node: Derivative, values: Values) -> Value:
    """Differentiate by each of the variables in turn."""
    return _partial(walk, node.body, node.variables, values)


def _partial(walk: Walk, body: Node, variables: Sequence[Node], values: Values) -> Value:
    r"""Differentiate an expression; a function f by x means f at x, as in ``\frac{\partial f}{\partial x_i}``."""
    function = walk.value(body, values)
    if not callable(function):
        return _varied(walk, body, variables, values, len(variables))
    base, indices = _split(walk, variables[0], values)
    if len(variables) > 1:
        return _varied(walk, Apply(body, (base,), span=body.span), variables, values, len(variables))
    whole = calculus.gradient(function)(walk.value(base, values))
    return algebra.element(whole, indices, walk.base) if indices else whole


def _varied(walk: Walk, body: Node, variables: Sequence[Node], values: Values, order: int) -> Value:
    """Differentiate by the first variable what differentiating by the others leaves, by central differences."""
    if not variables:
        return walk.value(body, values)
    base, indices = _split(walk, variables[0], values)
    current = walk.value(base, values)

    def moved(entry: Value) -> Value:
        bound = {**values, base.name: _replaced(current, indices, entry, walk.base)}
        return _varied(walk, body, variables[1:], bound, order)

    if indices:
        return calculus.difference(moved, algebra.element(current, indices, walk.base), order)
    return calculus.differences(moved, current, order)


def _split(walk: Walk, variable: Node, values: Values) -> tuple[Name, list[Value]]:
    """Give the symbol to vary, and the indices of the entry that varies."""
    base = variable.base if isinstance(variable, Subscript) else variable
    if not isinstance(base, Name) or walk.table.family(base.name):
        raise MeaningError("only by a symbol, or by an entry of one, can be differentiated")
    indices = variable.indices if isinstance(variable, Subscript) else ()
    return base, [walk.value(index, values) for index in indices]


def _replaced(current: Value, indices: Sequence[Value], entry: Value, base: int) -> Value:
    if not indices:
        return entry
    changed = np.array(current)
    changed[tuple(int(index) - base for index in indices)] = entry
    return changed
