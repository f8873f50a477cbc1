r"""``x_1 + \cdots + x_n``: the terms around an ellipsis say what runs, and from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.tree import (
    Dots,
    List,
    Name,
    Node,
    Number,
    Power,
    Product,
    Range,
    Reduction,
    Sum,
    children,
    rebuilt,
    walk,
)

RUNNING = r"\ldots"
"""The index of a list that an ellipsis abbreviates: no symbol can have this name."""

_HINT = r"Write it as x_1, \ldots, x_n: the first, perhaps the second, \ldots, the last, which differ in one number."


def summed(node: Sum) -> Node:
    r"""Read the ellipsis of a sum, if there is one."""
    if not _has_ellipsis(node.terms):
        return node
    if any(sign < 0 for sign in node.signs):
        raise _unclear(node.span)
    return _generalised("sum", node.terms, node.span)


def multiplied(node: Product) -> Node:
    """Read the ellipsis of a product, if there is one."""
    return _generalised("prod", node.factors, node.span) if _has_ellipsis(node.factors) else node


def listed(items: Sequence[Node], span: Span) -> Node:
    """Read expressions with commas between them: one is itself, more are a list, perhaps with an ellipsis."""
    if len(items) == 1:
        return items[0]
    return _generalised("list", items, span) if _has_ellipsis(items) else List(tuple(items), span=span)


def _has_ellipsis(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, Dots) for node in nodes)


def _generalised(kind: Literal["sum", "prod", "list"], items: Sequence[Node], span: Span) -> Node:
    """Give the reduction that the items before and after the ellipsis abbreviate."""
    dots = next(item for item in items if isinstance(item, Dots))
    *known, before_last, last = items
    if before_last is not dots or not 1 <= len(known) <= 3 or _has_ellipsis(known):  # noqa: PLR2004 - x_1, x_2, x_3, …
        raise _unclear(dots.span)
    differences = list(set(_differences(known[0], last)))
    lower, upper = differences[0] if len(differences) == 1 else (last, last)
    if not isinstance(lower, Number) or not lower.text.isdecimal():
        return _polynomial(kind, known, last, span, dots.span)
    body = _with_index(known[0], last, Name(RUNNING, span=lower.span))
    for number, item in enumerate(known):
        if _counted(body, int(lower.text) + number) != item:
            return _polynomial(kind, known, last, span, item.span)
    return Reduction(kind, (Range(RUNNING, lower, upper, span=dots.span),), body, span=span)


def _polynomial(
    kind: Literal["sum", "prod", "list"], known: Sequence[Node], last: Node, span: Span, dots: Span
) -> Node:
    r"""Read ``a_0 + a_1 x + \cdots + a_n x^n``, whose first terms leave x^0 and the 1 of x^1 unwritten."""
    powers = [part for part in walk(last) if isinstance(part, Power)]
    for upper in (power.exponent for power in powers if kind == "sum"):
        body = _replaced(last, upper, Name(RUNNING, span=upper.span))
        for lower in (0, 1):
            if all(_without_idle_powers(_counted(body, lower + place)) == item for place, item in enumerate(known)):
                first = Number(str(lower), span=known[0].span)
                return Reduction(kind, (Range(RUNNING, first, upper, span=dots),), body, span=span)
    raise _unclear(dots)


def _replaced(node: Node, old: Node, new: Node) -> Node:
    return new if node == old else rebuilt(node, lambda part: _replaced(part, old, new))


def _without_idle_powers(node: Node) -> Node:
    """Write x for x^1, and leave out x^0."""
    if isinstance(node, Product) and not any(node.operators):
        factors = tuple(factor for factor in node.factors if not _is_power(factor, 0)) or node.factors
        alone = (
            factors[0] if len(factors) == 1 else replace(node, factors=factors, operators=("",) * (len(factors) - 1))
        )
        return rebuilt(alone, _without_idle_powers)
    if isinstance(node, Power) and _is_power(node, 1):
        return _without_idle_powers(node.base)
    return _number(1) if _is_power(node, 0) else rebuilt(node, _without_idle_powers)


def _is_power(node: Node, exponent: int) -> bool:
    return isinstance(node, Power) and node.exponent == _number(exponent)


def _number(value: int) -> Number:
    return Number(str(value), span=Span("", 0, 0))


def _unclear(span: Span) -> FormulaError:
    return FormulaError("parse", "what the dots stand for is not clear", span, hint=_HINT)


def _differences(first: Node, last: Node) -> list[tuple[Node, Node]]:
    """Give the innermost pairs of parts in which two trees differ."""
    if first == last:
        return []
    inner = list(zip(children(first), children(last), strict=False))
    alike = type(first) is type(last) and _bare(first) == _bare(last) and inner
    return [pair for left, right in inner for pair in _differences(left, right)] if alike else [(first, last)]


def _bare(node: Node) -> Node:
    """Give a node with each of its parts made the same, to compare all that is not a part."""
    return rebuilt(node, lambda part: Number("0", span=part.span))


def _with_index(first: Node, last: Node, index: Name) -> Node:
    """Give `first` with the index wherever it differs from `last`."""
    if first == last:
        return first
    if not list(children(first)) or type(first) is not type(last) or _bare(first) != _bare(last):
        return index
    others = iter(children(last))
    return rebuilt(first, lambda part: _with_index(part, next(others), index))


def _counted(body: Node, number: int) -> Node:
    """Give `body` with a number for the index."""
    if isinstance(body, Name) and body.name == RUNNING:
        return Number(str(number), span=body.span)
    return replace(rebuilt(body, lambda part: _counted(part, number)), span=body.span)
