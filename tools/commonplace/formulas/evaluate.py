"""A tree to its value: a walk with the rules of all nodes, over numbers of double precision unless told otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from commonplace.formulas import algebra, differentiation, integration, reductions, rules, tree
from commonplace.formulas.arithmetic import Arithmetic, Float64, Value
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import Definition, Node
from commonplace.formulas.walk import Rule, Values, Walk

_RULES: Mapping[type[Node], Rule] = MappingProxyType(
    {
        tree.Number: rules.number,
        tree.Constant: rules.constant,
        tree.Name: rules.name,
        tree.Sum: rules.sum_of_terms,
        tree.Product: rules.product_of_factors,
        tree.Fraction: rules.fraction,
        tree.Power: rules.power,
        tree.Root: rules.root,
        tree.Transpose: rules.transpose,
        tree.Factorial: rules.factorial,
        tree.Subscript: rules.subscript,
        tree.Elementary: rules.elementary,
        tree.Apply: rules.application,
        tree.Compose: rules.composition,
        tree.Absolute: rules.absolute,
        tree.Norm: rules.norm,
        tree.Inner: rules.inner_product,
        tree.Comparison: rules.comparison,
        tree.Indicator: rules.indicator,
        tree.Cases: rules.cases,
        tree.List: rules.listing,
        tree.Matrix: rules.matrix,
        tree.Reduction: reductions.reduction,
        tree.Prime: differentiation.prime,
        tree.Derivative: differentiation.derivative,
        tree.Gradient: differentiation.gradient,
        tree.Limit: differentiation.limit,
        tree.WholeAxis: rules.whole_axis,
        tree.Integral: integration.integral,
        tree.At: integration.value_at,
        tree.Expectation: integration.expectation,
    }
)


def walk_over(
    table: SymbolTable,
    definitions: Mapping[str, Definition],
    *,
    base: int,
    arithmetic: Arithmetic | None = None,
) -> Walk:
    """Give a walk over trees that use these symbols and definitions, with indices that count from `base`."""
    return Walk(rules=_RULES, arithmetic=arithmetic or Float64(), table=table, definitions=definitions, base=base)


def value_of(walk: Walk, node: Node, values: Values) -> Value:
    """
    Give the value of a node.

    Raises
    ------
    FormulaError
        If it has none.
    """
    with walk.arithmetic.strict():
        return walk.value(node, values)


def array_of(walk: Walk, node: Node, axes: Sequence[str], values: Values) -> NDArray[np.float64]:
    """
    Give the values of a node for every value of the indices in `axes`, as an array with one axis for each.

    Raises
    ------
    FormulaError
        If it has none, or is a function, or its shape changes with the indices.
    """
    ranges = [walk.axis(index, values) for index in axes]
    places = product(*ranges)
    entries = [
        as_array(value_of(walk, node, {**values, **dict(zip(axes, place, strict=True))}), node) for place in places
    ]
    if len({entry.shape for entry in entries}) != 1:
        raise FormulaError("evaluate", "the shape changes with the index", node.span)
    return np.array(entries).reshape((*map(len, ranges), *entries[0].shape))


def as_array(value: Value, node: Node) -> NDArray[np.float64]:
    """Give a number, vector, row or matrix as an array of double precision."""
    if callable(value):
        raise FormulaError("evaluate", "this is a function", node.span, hint="Write its argument, as in f(x).")
    return np.asarray(value.entries if isinstance(value, algebra.Row) else value, dtype=np.float64)
