"""What a formula says: frozen nodes, equal if they say the same, wherever they stand in the TeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal

from commonplace.formulas.problems import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of a formula, with its place in the TeX."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as it is written: ``12``, ``0.5``."""

    text: str


@dataclass(frozen=True, slots=True)
class Constant(Node):
    r"""``e``, ``\pi`` or ``\infty``, where no symbol of that name is declared."""

    name: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A symbol, by the TeX that declares it. The static check finds those that nothing declares."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms with their signs, 1 or -1."""

    terms: tuple[Node, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    r"""Factors, and what stands between them: nothing, ``\cdot``, ``\odot``, ``\times``, ``/``."""

    factors: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    r"""``\frac``."""

    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    """A superscript that is an exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    r"""``\sqrt``; no degree is 2."""

    radicand: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    r"""``^T`` or ``^\top``."""

    base: Node


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    """``n!``."""

    base: Node


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """Indices, one for an axis."""

    base: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class WholeAxis(Node):
    r"""``:`` or ``\cdot`` in place of an index."""


@dataclass(frozen=True, slots=True)
class Elementary(Node):
    r"""A function that everybody knows: ``\exp``, ``\log_2``, ``\tanh``."""

    name: str
    base: Node | None = None


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function with its arguments."""

    function: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Prime(Node):
    """The derivative of a function of one variable, as a function."""

    function: Node
    order: int


@dataclass(frozen=True, slots=True)
class Compose(Node):
    r"""``f \circ g``."""

    outer: Node
    inner: Node


@dataclass(frozen=True, slots=True)
class Absolute(Node):
    """``|x|``."""

    body: Node


@dataclass(frozen=True, slots=True)
class Norm(Node):
    r"""``\|x\|_p``; no order is 2."""

    body: Node
    order: Node | None = None


@dataclass(frozen=True, slots=True)
class Inner(Node):
    r"""``\langle x, y \rangle``."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    r"""Sides with the relations between them: ``0 \le i < n``."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range(Node):
    """What an index runs over: from `lower` to `upper`, `domain`, or its whole axis; only where the conditions hold."""

    name: str
    lower: Node | None = None
    upper: Node | None = None
    lower_open: bool = False
    upper_open: bool = False
    domain: Node | None = None
    conditions: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Reduction(Node):
    r"""``\sum``, ``\prod``, ``\max``, ``\min``, ``\arg\max``, ``\arg\min``, or the list ``(t_1, \ldots, t_n)``."""

    kind: Literal["sum", "prod", "max", "min", "argmax", "argmin", "list"]
    ranges: tuple[Range, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Limit(Node):
    r"""``\lim_{h \to 0}``; `side` is 1 from above, -1 from below, 0 from both sides."""

    variable: str
    target: Node
    side: int
    body: Node


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    r"""``\frac{\partial^2 f}{\partial x \partial y}``: one variable for each order."""

    body: Node
    variables: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Gradient(Node):
    r"""``\nabla f``, a function, or ``\nabla_w C``, a vector; of order 2 the matrix of second derivatives."""

    body: Node
    variable: Node | None = None
    order: int = 1


@dataclass(frozen=True, slots=True)
class Integral(Node):
    r"""``\int_a^b f(x)\,dx``; without bounds over the whole line."""

    variable: str
    lower: Node | None
    upper: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class At(Node):
    r"""``\frac{df}{dx}\bigg|_{x=a}``: the body with a value for a symbol."""

    body: Node
    variable: str
    value: Node


@dataclass(frozen=True, slots=True)
class Expectation(Node):
    r"""``\mathbb{E}_{x \sim p}[f(x)]``, where x is an index and p a distribution over it."""

    variable: str
    distribution: Node
    body: Node


@dataclass(frozen=True, slots=True)
class Drawn(Node):
    r"""``U[a, b]`` or ``N(\mu, \sigma^2)`` after ``\sim``."""

    family: Literal["uniform", "normal"]
    parameters: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Label(Node):
    r"""A left side that only names what is defined, such as ``D_{\mathrm{KL}}(P\,\|\,Q)`` or ``P(y=1\mid x)``."""

    text: str


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Values with their conditions; None is otherwise."""

    values: tuple[Node, ...]
    conditions: tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    r"""``\mathbb{1}[i = j]``: 1 where it holds, else 0."""

    condition: Node


@dataclass(frozen=True, slots=True)
class List(Node):
    """``(a, b, c)``: a vector by its entries."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """A matrix by its rows."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Dots(Node):
    r"""``\ldots`` between terms: replaced by a `Reduction` as soon as the terms around it are known."""


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """Sides with the relations between them, as a page states them."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a page defines: ``L = …``, ``z_j = …``, ``g(u) = …``.

    Attributes
    ----------
    name : str
        The symbol that is defined.
    parameters, indices : tuple of str
        The names of its arguments and of its indices on the left side.
    body : Node
        The right side, evaluated where the symbol is used.
    span : Span
        The left side.
    """

    name: str
    parameters: tuple[str, ...]
    indices: tuple[str, ...]
    body: Node
    span: Span


def children(node: Node) -> Iterator[Node]:
    """Give the parts of a node, in the order of its fields."""
    for name in _names_of_parts(type(node)):  # type: ignore[arg-type]  # mypy takes what instances have for its own
        yield from _nodes(getattr(node, name))


@cache
def _names_of_parts(kind: type[Node]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name != "span")


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def walk(node: Node) -> Iterator[Node]:
    """Give a node and everything in it, each before its parts."""
    left = [node]
    while left:
        yield (one := left.pop())
        left.extend(reversed(tuple(children(one))))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Give the same node with each of its parts put through `change`."""
    parts: dict[str, Any] = {each.name: _changed(getattr(node, each.name), change) for each in fields(node)}
    return replace(node, **parts)


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    return value
