"""What is enclosed: parentheses, arguments, bars, norms, inner products, cases, matrices and indicators."""

from __future__ import annotations

from commonplace.formulas.ellipses import listed
from commonplace.formulas.problems import Span
from commonplace.formulas.reader import OPENING, RELATIONS, Reader
from commonplace.formulas.tree import (
    Absolute,
    Apply,
    Cases,
    Comparison,
    Constant,
    Dots,
    Elementary,
    Expectation,
    Indicator,
    Inner,
    List,
    Matrix,
    Node,
    Norm,
    Power,
    Reduction,
)

_IF = frozenset({
    r"\mathrm{if}", r"\mathrm{where}", r"\mathrm{as}", r"\mathrm{, if}", r"\mathrm{if }", r"\mathrm{for}",
    r"\mathrm{when}", r"\mathrm{若}", r"\mathrm{当}", r"\mathrm{如果}",
})  # fmt: skip
_OTHERWISE = frozenset({
    r"\mathrm{otherwise}", r"\mathrm{otherwise.}", r"\mathrm{else}", r"\mathrm{else.}", r"\mathrm{Otherwise}",
    r"\mathrm{elsewhere}", r"\mathrm{其他}", r"\mathrm{否则}",
})  # fmt: skip


def parenthesis(reader: Reader) -> Node:
    """Read what parentheses hold; commas make it a list."""
    start = reader.here.span
    opening = reader.here.text
    items = _enclosed(reader, logical=opening != "(")
    return listed(items, reader.spanning(start))


def _enclosed(reader: Reader, *others: str, logical: bool = False) -> list[Node]:
    """Read expressions between brackets; or, if that may be, one condition, as in ``[i = j]``, which is 1 or 0."""
    start = reader.here.span
    closing = OPENING[reader.take().text]
    with reader.inside(closing):
        items = reader.expressions(*others)
        if logical and len(items) == 1 and reader.at(*RELATIONS, r"\in"):
            condition = reader.comparison(items[0])
            items = [Indicator(condition, span=reader.spanning(start))]
    reader.expect(closing)
    return items


def arguments(reader: Reader) -> tuple[Node, ...]:
    r"""Read the arguments of a function; ``f(x_1, \ldots, x_n)`` has one, a list."""
    start = reader.here.span
    items = _enclosed(reader, ";", r"\mid", "|", r"\|")
    whole = listed(items, reader.spanning(start))
    return (whole,) if isinstance(whole, Reduction) or not isinstance(whole, List) else whole.items


def braces(reader: Reader) -> Node:
    """Read braces, which mean nothing."""
    return reader.group()


def is_expectation(reader: Reader) -> bool:
    r"""Whether ``\mathbb{E}_{x \sim p}[…]`` comes next."""
    ahead = [reader.ahead(place).text for place in (1, 2, 4)]
    return (reader.here.kind, reader.here.text) == ("letter", "E") and ahead == ["_", "{", r"\sim"]


def expectation(reader: Reader) -> Node:
    r"""Read ``\mathbb{E}_{x \sim p}[f(x)]``."""
    start = reader.take()
    reader.expect("_")
    reader.expect("{")
    variable = reader.take().text
    reader.take()
    distribution = reader.expression()
    reader.expect("}")
    if not reader.at(*OPENING):
        if not reader.starts_factor():
            raise reader.error("what is expected is missing", hint=r"Write \mathbb{E}_{x \sim p}[f(x)].")
        with reader.bound({variable}):
            body = reader.term()
        return Expectation(variable, distribution, body, span=reader.spanning(start.span))
    closing = OPENING[reader.take().text]
    with reader.inside(closing), reader.bound({variable}):
        body = reader.expression()
    reader.expect(closing)
    return Expectation(variable, distribution, body, span=reader.spanning(start.span))


def absolute(reader: Reader) -> Node:
    """Read ``|x|``."""
    start = reader.take()
    body = _barred(reader, r"\rvert" if start.text == r"\lvert" else "|")
    return Absolute(body, span=reader.spanning(start.span))


def norm(reader: Reader) -> Node:
    r"""Read ``\|x\|_p``, also as ``\|x\|^2_p``."""
    start = reader.take()
    body = _barred(reader, r"\rVert" if start.text == r"\lVert" else r"\|")
    order = _norm_order(reader) if reader.accept("_") else None
    found = Norm(body, order, span=reader.spanning(start.span))
    if order is not None or not reader.at("^"):
        return found
    reader.take()
    exponent = reader.group()
    if reader.accept("_"):
        found = Norm(body, _norm_order(reader), span=reader.spanning(start.span))
    return Power(found, exponent, span=reader.spanning(start.span))


def rounded(reader: Reader) -> Node:
    r"""Read ``\lfloor x \rfloor`` or ``\lceil x \rceil``."""
    start = reader.take()
    floor = start.text == r"\lfloor"
    body = reader.expression()
    reader.expect(r"\rfloor" if floor else r"\rceil")
    function = Elementary("floor" if floor else "ceil", span=start.span)
    return Apply(function, (body,), span=reader.spanning(start.span))


def is_indicator(reader: Reader) -> bool:
    """Whether an undeclared I stands before a bracket that holds a condition."""
    if (reader.here.kind, reader.here.text) != ("letter", "I") or reader.ahead(1).text not in OPENING:
        return False
    place, depth = 2, 1
    while depth and (token := reader.ahead(place)).kind != "end":
        if token.kind == "mark":
            depth += (token.text in OPENING) - (token.text in OPENING.values())
            if depth == 1 and token.text in RELATIONS:
                return True
        place += 1
    return False


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
        reader.accept(",", ";", ".")
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
    if start.text == r"\begin{array}":
        _skip_columns(reader)
    rows = [_row(reader)]
    while reader.accept(r"\\") and not reader.at(end):
        rows.append(_row(reader))
    reader.expect(end)
    if len({len(row) for row in rows}) > 1:
        raise reader.error("the rows of the matrix are not equally long", span=start.span)
    return _column(rows, reader.spanning(start.span))


def _skip_columns(reader: Reader) -> None:
    """Pass over the columns of an array, as in ``{cc}``."""
    reader.expect("{")
    while not reader.at("}"):
        if reader.take().kind == "end":
            raise reader.error("the columns of the array are not closed")
    reader.take()


def _row(reader: Reader) -> tuple[Node, ...]:
    items = [reader.expression()]
    while reader.accept("&"):
        items.append(reader.expression())
    return tuple(items)


def _column(rows: list[tuple[Node, ...]], span: Span) -> Node:
    """Take a matrix with one column for a vector, perhaps with an ellipsis."""
    if len(rows[0]) == 1 and any(isinstance(row[0], Dots) for row in rows):
        return listed([row[0] for row in rows], span)
    return List(tuple(row[0] for row in rows), span=span) if len(rows[0]) == 1 else Matrix(tuple(rows), span=span)
