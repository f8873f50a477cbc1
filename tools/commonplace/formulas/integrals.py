r"""``\int_a^b f(x)\,dx``: what lies between the sign and the differential is the body."""

from __future__ import annotations

from commonplace.formulas.problems import Span
from commonplace.formulas.reader import Reader
from commonplace.formulas.tree import Integral, Node, Number


def integral(reader: Reader) -> Node:
    """Read an integral over one variable; without bounds it is over the whole line."""
    start = reader.take()
    lower, upper = _bounds(reader)
    if reader.starts_differential():
        body: Node = Number("1", span=reader.here.span)
    else:
        with reader.integrating():
            body = reader.expression()
    return Integral(_variable(reader, start.span), lower, upper, body, span=reader.spanning(start.span))


def _bounds(reader: Reader) -> tuple[Node | None, Node | None]:
    lower: Node | None = None
    upper: Node | None = None
    while reader.at("_", "^"):
        if reader.accept("_"):
            lower = reader.group()
        else:
            reader.take()
            upper = reader.group()
    if (lower is None) != (upper is None):
        raise reader.error("an integral has two bounds or none", hint=r"Write \int_{a}^{b} f(x)\,dx.")
    return lower, upper


def _variable(reader: Reader, start: Span) -> str:
    if not reader.starts_differential():
        hint = r"Write \int_{a}^{b} f(x)\,dx, with the differential at the end."
        raise reader.error("the differential of this integral is missing", hint=hint, span=start)
    reader.take()
    return reader.take().text
