r"""The rules for what runs over a range: ``\sum``, ``\prod``, ``\max``, ``\arg\max`` and lists with an ellipsis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from commonplace.formulas import algebra
from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Value
from commonplace.formulas.problems import Span
from commonplace.formulas.rules import stacked
from commonplace.formulas.tree import Range, Reduction
from commonplace.formulas.walk import Values, Walk

_LONGEST_SERIES = 2_000
_QUIET = 3
"""An infinite sum ends after so many terms in a row that are negligible."""


def reduction(walk: Walk, node: Reduction, values: Values) -> Value:
    """Evaluate the body for each value of the indices, and put the results together."""
    if _is_series(walk, node, values):
        return _series(walk, node, values)
    places = list(_places(walk, node.ranges, values, node.span))
    results = [walk.value(node.body, place) for place in places]
    if node.kind == "sum":
        return _total(results)
    if node.kind == "prod":
        return _product(walk, results)
    if not results:
        raise MeaningError("nothing to choose from: the range is empty")
    if node.kind == "list":
        return stacked(walk, results)
    return _extreme(node, places, results)


def _total(results: Sequence[Value]) -> Value:
    if not results:
        return 0
    total = results[0]
    for result in results[1:]:
        total = algebra.add(total, result, 1)
    return total


def _product(walk: Walk, results: Sequence[Value]) -> Value:
    product: Value = 1
    for result in results:
        product = algebra.multiply(product, result, "", walk.arithmetic)
    return product


def _extreme(node: Reduction, places: Sequence[Values], results: Sequence[Value]) -> Value:
    """Give the largest or smallest result, or the first place where it is."""
    for result in results:
        if not algebra.is_scalar(result):
            raise algebra.refusal("compare", result)
    best = min(results) if node.kind.endswith("min") else max(results)
    if not node.kind.startswith("arg"):
        return best
    if len(node.ranges) > 1:
        raise MeaningError("the place of an extremum is one index", "Let only one index run.")
    return places[results.index(best)][node.ranges[0].name]


def _places(walk: Walk, ranges: Sequence[Range], values: Values, span: Span) -> Iterator[Values]:
    """Give the values with the indices bound, for every combination that the ranges allow, the first one slowest."""
    if not ranges:
        walk.budget.spend(span)
        yield values
        return
    first, *others = ranges
    for entry in _run(walk, first, values):
        bound = {**values, first.name: entry}
        if all(walk.value(condition, bound) for condition in first.conditions):
            yield from _places(walk, others, bound, span)


def _run(walk: Walk, over: Range, values: Values) -> Iterable[Value]:
    """Give what one index runs over."""
    if over.lower is not None and over.upper is not None:
        lower = _whole(walk.value(over.lower, values)) + over.lower_open
        return range(lower, _whole(walk.value(over.upper, values)) + 1 - over.upper_open)
    if over.domain is not None:
        return _members(walk.value(over.domain, values), over.name)
    if walk.table.is_index(over.name):
        axis = walk.axis(over.name, values)
        return axis if over.upper is None else range(axis.start, _whole(walk.value(over.upper, values)) + 1)
    entries = values.get(over.name)
    if isinstance(entries, np.ndarray):
        return list(entries.ravel())
    raise MeaningError(f"it is not said what {over.name} runs over", "Declare it as index[n], or write its bounds.")


def _members(domain: Value, name: str) -> list[Value]:
    """Give the entries of a vector, or the rows of a matrix; whole numbers can be indices."""
    if not isinstance(domain, np.ndarray):
        hint = r"Write \{1, \ldots, n\}, or a symbol declared as vector[n] or set[n]."
        raise MeaningError(f"{name} runs over something that has no members", hint)
    return [int(each) if np.ndim(each) == 0 and each == int(each) else each for each in domain]


def _whole(bound: Value) -> int:
    if not algebra.is_scalar(bound) or bound != int(bound):
        raise MeaningError(f"a bound must be a whole number, not {bound}")
    return int(bound)


def _is_series(walk: Walk, node: Reduction, values: Values) -> bool:
    upper = node.ranges[0].upper
    return node.kind == "sum" and len(node.ranges) == 1 and upper is not None and _infinite(walk.value(upper, values))


def _infinite(bound: Value) -> bool:
    return algebra.is_scalar(bound) and bound == np.inf


def _series(walk: Walk, node: Reduction, values: Values) -> Value:
    """Add terms until they no longer count."""
    (over,) = node.ranges
    start = walk.base if over.lower is None else _whole(walk.value(over.lower, values))
    total: Value = 0
    quiet = 0
    for place in range(start, start + _LONGEST_SERIES):
        walk.budget.spend(node.span)
        term = walk.value(node.body, {**values, over.name: place})
        total = algebra.add(total, term, 1)
        quiet = quiet + 1 if walk.arithmetic.negligible(term, total) else 0
        if quiet == _QUIET:
            return total
    raise MeaningError(f"the series has not settled after {_LONGEST_SERIES} terms", "Restrict the type.")
