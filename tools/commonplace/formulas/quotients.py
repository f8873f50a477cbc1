r"""Fractions, and what only looks like one: ``\frac{\partial f}{\partial x}``; ``\nabla``; roots; binomials."""

from __future__ import annotations

from commonplace.formulas.brackets import arguments
from commonplace.formulas.lexer import Token
from commonplace.formulas.problems import Span
from commonplace.formulas.reader import Reader
from commonplace.formulas.tree import (
    Apply,
    Derivative,
    Elementary,
    Fraction,
    Gradient,
    Node,
    Number,
    Power,
    Root,
)

_HIGHEST = 2
"""Highest order of a derivative that central differences can tell from noise."""


def fraction(reader: Reader) -> Node:
    r"""Read ``\frac``: a quotient, or a derivative if both parts begin with a differential."""
    start = reader.take()
    if _is_differential(reader.ahead(1)):
        return _derivative(reader, start.span)
    numerator = reader.group()
    denominator = reader.group()
    return Fraction(numerator, denominator, span=reader.spanning(start.span))


def _is_differential(token: Token) -> bool:
    return (token.kind, token.text) in {("mark", r"\partial"), ("letter", "d")}


def _derivative(reader: Reader, start: Span) -> Node:
    reader.expect("{")
    reader.take()
    order = _order(reader)
    body = None if reader.at("}") else reader.term()
    reader.expect("}")
    variables = _variables(reader)
    if len(variables) != order:
        raise reader.error(f"order {order} above and {len(variables)} below", span=reader.spanning(start))
    if order > _HIGHEST:
        raise reader.error(f"only derivatives up to order {_HIGHEST} are read", span=reader.spanning(start))
    if body is None:
        body = reader.term()
    elif reader.is_function(body) and reader.at("("):
        body = Apply(body, arguments(reader), span=reader.spanning(body.span))
    return Derivative(body, tuple(variables), span=reader.spanning(start))


def _order(reader: Reader) -> int:
    if not reader.accept("^"):
        return 1
    return _counted(reader, reader.group())


def _counted(reader: Reader, order: Node) -> int:
    if isinstance(order, Number) and order.text.isdecimal() and 0 < int(order.text) < 10:  # noqa: PLR2004 - one digit
        return int(order.text)
    raise reader.error("the order of a derivative is a number from 1", span=order.span)


def _variables(reader: Reader) -> list[Node]:
    r"""Read ``\partial x \partial y`` or ``dx^2``."""
    reader.expect("{")
    variables: list[Node] = []
    while _is_differential(reader.here):
        reader.take()
        variable = reader.factor()
        if isinstance(variable, Power):
            variables += [variable.base] * _counted(reader, variable.exponent)
        else:
            variables.append(variable)
    reader.expect("}")
    return variables


def nabla(reader: Reader) -> Node:
    r"""Read ``\nabla f``, whose arguments follow as those of any function, or ``\nabla_w C``."""
    start = reader.take()
    variable: Node | None = None
    order = 1
    while reader.at("_", "^"):
        if reader.accept("_"):
            variable = reader.group()
        else:
            reader.take()
            order = _counted(reader, reader.group())
    if order > _HIGHEST:
        raise reader.error(f"only derivatives up to order {_HIGHEST} are read", hint="Name it with one symbol.")
    body = reader.atom() if variable is None else reader.factor()
    return Gradient(body, variable, order, span=reader.spanning(start.span))


def root(reader: Reader) -> Node:
    r"""Read ``\sqrt[3]{x}``."""
    start = reader.take()
    degree: Node | None = None
    if reader.accept("["):
        with reader.inside("]"):
            degree = reader.expression()
        reader.expect("]")
    radicand = reader.group()
    return Root(radicand, degree, span=reader.spanning(start.span))


def binomial(reader: Reader) -> Node:
    r"""Read ``\binom{n}{k}``."""
    start = reader.take()
    above, below = reader.group(), reader.group()
    return Apply(Elementary("binom", span=start.span), (above, below), span=reader.spanning(start.span))
