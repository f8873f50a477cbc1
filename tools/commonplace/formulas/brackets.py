"""What is enclosed: parentheses, arguments, bars, norms, inner products, cases, matrices and indicators."""

from __future__ import annotations

from commonplace.formulas.ellipses import listed
from commonplace.formulas.problems import Span
from commonplace.formulas.reader import OPENING, Reader
from commonplace.formulas.tree import (
    Absolute,
    Cases,
    Comparison,
    Constant,
    Indicator,
    Inner,
    List,
    Matrix,
    Node,
    Norm,
    Reduction,
)

_IF = frozenset({r"\mathrm{if}", r"\mathrm{for}", r"\mathrm{when}", r"\mathrm{若}", r"\mathrm{当}"})
_OTHERWISE = frozenset({
    r"\mathrm{otherwise}", r"\mathrm{otherwise.}", r"\mathrm{else}", r"\mathrm{其他}", r"\mathrm{否则}",
})  # fmt: skip


def parenthesis(reader: Reader) -> Node:
    """Read what parentheses hold; commas make it a list."""
    start = reader.here.span
    items = _enclosed(reader)
    return listed(items, reader.spanning(start))


def _enclosed(reader: Reader) -> list[Node]:
    closing = OPENING[reader.take().text]
    with reader.inside(closing):
        items = reader.expressions()
    reader.expect(closing)
    return items


def arguments(reader: Reader) -> tuple[Node, ...]:
    r"""Read the arguments of a function; ``f(x_1, \ldots, x_n)`` has one, a list."""
    start = reader.here.span
    items = _enclosed(reader)
    whole = listed(items, reader.spanning(start))
    return (whole,) if isinstance(whole, Reduction) or not isinstance(whole, List) else whole.items


def braces(reader: Reader) -> Node:
    """Read braces, which mean nothing."""
    return reader.group()


def absolute(reader: Reader) -> Node:
    """Read ``|x|``."""
    start = reader.take()
    body = _barred(reader, r"\rvert" if start.text == r"\lvert" else "|")
    return Absolute(body, span=reader.spanning(start.span))


def norm(reader: Reader) -> Node:
    r"""Read ``\|x\|_p``."""
    start = reader.take()
    body = _barred(reader, r"\rVert" if start.text == r"\lVert" else r"\|")
    order = _norm_order(reader) if reader.accept("_") else None
    return Norm(body, order, span=reader.spanning(start.span))


def _norm_order(reader: Reader) -> Node:
    r"""Read ``_1``, ``_p``, ``_\infty``, or ``_F``, which is Frobenius whatever else is called F."""
    if reader.ahead(1).text != "F":
        return reader.group()
    reader.expect("{")
    order = Constant("F", span=reader.take().span)
    reader.expect("}")
    return order


def _barred(reader: Reader, closing: str) -> Node:
    with reader.inside(closing):
        body = reader.expression()
    reader.expect(closing)
    return body


def inner_product(reader: Reader) -> Node:
    r"""Read ``\langle x, y \rangle``."""
    start = reader.take()
    left = reader.expression()
    reader.expect(",")
    right = reader.expression()
    reader.expect(r"\rangle")
    return Inner(left, right, span=reader.spanning(start.span))


def indicator(reader: Reader) -> Node:
    r"""Read ``\mathbb{1}[i = j]`` or ``\mathbb{1}_{i = j}``."""
    start = reader.take()
    reader.accept("_")
    if not reader.at("{", *OPENING):
        raise reader.error("the condition of the indicator is missing", hint=r"Write \mathbb{1}[x > 0].")
    opening = reader.take().text
    closing = "}" if opening == "{" else OPENING[opening]
    with reader.inside(closing):
        condition = reader.comparison()
    reader.expect(closing)
    return Indicator(condition, span=reader.spanning(start.span))


def cases(reader: Reader) -> Node:
    r"""Read ``\begin{cases} value & condition \\ … \end{cases}``."""
    start = reader.take()
    values, conditions = list[Node](), list[Node | None]()
    while not reader.at(r"\end{cases}"):
        values.append(reader.expression())
        conditions.append(_condition(reader))
        if not reader.accept(r"\\"):
            break
    reader.expect(r"\end{cases}")
    if not values:
        raise reader.error("the cases are empty", span=start.span)
    return Cases(tuple(values), tuple(conditions), span=reader.spanning(start.span))


def _condition(reader: Reader) -> Comparison | None:
    """Read the condition of one case; None is otherwise."""
    reader.accept(",")
    reader.accept("&")
    if reader.here.text in _OTHERWISE:
        reader.take()
        return None
    if reader.here.text in _IF:
        reader.take()
    return reader.comparison()


def matrix(reader: Reader) -> Node:
    r"""Read ``\begin{pmatrix} a & b \\ c & d \end{pmatrix}``."""
    start = reader.take()
    end = start.text.replace("begin", "end")
    rows = [_row(reader)]
    while reader.accept(r"\\") and not reader.at(end):
        rows.append(_row(reader))
    reader.expect(end)
    if len({len(row) for row in rows}) > 1:
        raise reader.error("the rows of the matrix are not equally long", span=start.span)
    return _column(rows, reader.spanning(start.span))


def _row(reader: Reader) -> tuple[Node, ...]:
    items = [reader.expression()]
    while reader.accept("&"):
        items.append(reader.expression())
    return tuple(items)


def _column(rows: list[tuple[Node, ...]], span: Span) -> Node:
    """Take a matrix with one column for a vector."""
    return List(tuple(row[0] for row in rows), span=span) if len(rows[0]) == 1 else Matrix(tuple(rows), span=span)
