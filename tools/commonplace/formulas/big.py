r"""Operators that bind what follows: ``\sum``, ``\prod``, ``\max_i``, ``\arg\max``, ``\lim``; and named functions."""

from __future__ import annotations

from typing import Literal

from commonplace.formulas.brackets import arguments
from commonplace.formulas.ranges import ranges
from commonplace.formulas.reader import OPENING, Reader
from commonplace.formulas.tree import (
    Apply,
    Elementary,
    Limit,
    Name,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Reduction,
    Sum,
    walk,
)

_Kind = Literal["sum", "prod", "max", "min", "argmax", "argmin"]


def total(reader: Reader) -> Node:
    r"""Read ``\sum`` with its range and the product that follows."""
    return _reduction(reader, "sum")


def product(reader: Reader) -> Node:
    r"""Read ``\prod`` with its range and the product that follows."""
    return _reduction(reader, "prod")


def _reduction(reader: Reader, kind: _Kind) -> Node:
    start = reader.take()
    over = ranges(reader)
    with reader.bound(each.name for each in over):
        body = reader.term()
    inner, outer = (body, ()) if kind == "sum" else _parted(reader, body, frozenset(each.name for each in over))
    reduced = Reduction(kind, over, inner, span=start.span.to(inner.span))
    if not outer:
        return reduced
    return Product((reduced, *outer), ("",) * len(outer), span=reader.spanning(start.span))


def _parted(reader: Reader, body: Node, indices: frozenset[str]) -> tuple[Node, tuple[Node, ...]]:
    r"""
    Take the last factors that do not depend on an index out of the body.

    A sum may keep them. A product or a maximum may not: nobody means c^n by ``\prod_{i=1}^n x_i\,c``.
    """
    if not isinstance(body, Product) or any(body.operators):
        return body, ()
    count = len(body.factors)
    while count > 1 and not _depends(reader, body.factors[count - 1], indices):
        count -= 1
    if count == len(body.factors):
        return body, ()
    inner, outer = body.factors[:count], body.factors[count:]
    span = inner[0].span.to(inner[-1].span)
    return inner[0] if count == 1 else Product(inner, body.operators[: count - 1], span=span), outer


def _depends(reader: Reader, node: Node, indices: frozenset[str]) -> bool:
    names = [part.name for part in walk(node) if isinstance(part, Name)]
    return any(name in indices or indices & set(reader.table.family(name)) for name in names)


def extremum(reader: Reader) -> Node:
    r"""Read ``\max_i x_i`` or ``\max(a, b)``, and the same with ``\min``."""
    if reader.ahead(1).text != "_":
        return named_function(reader)
    return _reduction(reader, "max" if reader.here.text == r"\max" else "min")


def argument_of_extremum(reader: Reader) -> Node:
    r"""Read ``\arg\max_j z_j``."""
    start = reader.here
    if start.text == r"\arg":
        reader.take()
    if not reader.at(r"\max", r"\min", r"\argmax", r"\argmin"):
        raise reader.error(r"\max or \min is expected after \arg")
    return _reduction(reader, "argmax" if reader.here.text.endswith("max") else "argmin")


def limit(reader: Reader) -> Node:
    r"""Read ``\lim_{h \to 0}`` and the product that follows."""
    start = reader.take()
    reader.expect("_")
    reader.expect("{")
    variable = reader.take()
    if variable.kind not in {"name", "letter"}:
        raise reader.error("a symbol is expected here", span=variable.span)
    reader.expect(r"\to")
    target, side = _target(reader), _side(reader)
    reader.expect("}")
    return Limit(variable.text, target, side, reader.term(), span=reader.spanning(start.span))


def _target(reader: Reader) -> Node:
    start = reader.here.span
    negative = reader.accept("-")
    reader.accept("+")
    target = reader.atom()
    return Sum((target,), (-1,), span=reader.spanning(start)) if negative else target


def _side(reader: Reader) -> int:
    """Read ``^{+}`` or ``^{-}`` after the target."""
    if not reader.accept("^"):
        return 0
    reader.expect("{")
    side = 1 if reader.accept("+") else -1
    if side < 0:
        reader.expect("-")
    reader.expect("}")
    return side


def named_function(reader: Reader) -> Node:
    r"""Read ``\log_2 x``, ``\sin^2 x``, ``\tanh'(x)`` or ``\exp`` alone, which is the function itself."""
    start = reader.take()
    function: Node = Elementary(start.text[1:], span=start.span)
    power: Node | None = None
    while reader.at("_", "^", "'"):
        if reader.accept("_"):
            function = Elementary(start.text[1:], reader.group(), span=reader.spanning(start.span))
        elif reader.accept("^"):
            power = _power(reader)
        else:
            reader.take()
            function = _primed(function, reader)
    applied = _applied(reader, function)
    return applied if power is None else Power(applied, power, span=reader.spanning(start.span))


def _primed(function: Node, reader: Reader) -> Node:
    span = reader.spanning(function.span)
    return (
        Prime(function.function, function.order + 1, span=span)
        if isinstance(function, Prime)
        else Prime(function, 1, span=span)
    )


def _power(reader: Reader) -> Node:
    power = reader.group()
    if not isinstance(power, Number):
        hint = "Name the inverse function itself, or write a fraction."
        raise reader.error("this power of a function has two meanings", hint=hint, span=power.span)
    return power


def _applied(reader: Reader, function: Node) -> Node:
    r"""Read the arguments: what parentheses hold, or the factors that follow without an operator."""
    if reader.at(*OPENING):
        found = arguments(reader)
        if reader.at("^", "!"):
            raise reader.error("it is not clear what the power belongs to", hint=r"Write (\ln(x))^2 or \ln((x)^2).")
        return Apply(function, found, span=reader.spanning(function.span))
    if not reader.starts_factor():
        return function
    return Apply(function, (_adjacent(reader),), span=reader.spanning(function.span))


def _adjacent(reader: Reader) -> Node:
    start = reader.here.span
    factors = [reader.factor()]
    while reader.here.kind in {"name", "letter"} or reader.at(r"\frac", r"\sqrt", "{"):
        factors.append(reader.factor())
    if reader.at(*OPENING):
        raise reader.error(
            "it is not clear whether the function takes this factor too", hint=r"Write \ln(a)(b) or \ln(a(b))."
        )
    if len(factors) == 1:
        return factors[0]
    return Product(tuple(factors), ("",) * (len(factors) - 1), span=reader.spanning(start))
