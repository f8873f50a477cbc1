"""What a page declares: each symbol's type, with its axes and its constraints.

A type is written ``head[axes] constraints``: ``vector[n] in (0,1)``, ``matrix[m,n+1]``, ``real nonzero``,
``vector[m] for x``. It says which inputs are drawn, and how the parser reads ``f(x)`` and ``x_{ij}``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from commonplace.formulas.problems import FormulaError, Span
from commonplace.model import FormulaDeclaration, Symbol


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number may lie."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, number: float) -> bool:
        above = number > self.low if self.low_open else number >= self.low
        below = number < self.high if self.high_open else number <= self.high
        return above and below

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: Interval) -> Interval:
        """Give what lies in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not high_closed)


@dataclass(frozen=True, slots=True)
class Axis:
    """How long an axis is: a sum of terms, each a sign and factors that are dimensions or whole numbers."""

    terms: tuple[tuple[int, tuple[str, ...]], ...]

    def size(self, dimensions: Mapping[str, int]) -> int:
        """Count its entries, where the dimensions are known."""
        return sum(sign * math.prod(_length(f, dimensions) for f in factors) for sign, factors in self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions in it."""
        return tuple(factor for _, factors in self.terms for factor in factors if not factor.isdecimal())


def _length(factor: str, dimensions: Mapping[str, int]) -> int:
    return int(factor) if factor.isdecimal() else dimensions[factor]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type.

    Attributes
    ----------
    head : str
        ``real``, ``vector`` …: a key of `HEADS`.
    axes : tuple of Axis
        The lengths of its axes; of an index, the one that it runs over.
    interval : Interval
        Where its entries lie.
    flags : frozenset of str
        What more is known of it: `_FLAGS`.
    family : tuple of str
        Indices that it depends on: ``vector[m] for x`` is one vector for each x.
    places : tuple of str
        Indices whose entry it is: ``dist[m,n] at x,y`` is a distribution, and the symbol its entry at x and y.
    snippet : str
        The function that a ``func`` or a ``seq`` stands for.
    parameters : tuple of str
        The symbols that the function of a ``seq`` takes after the number of the term.
    """

    head: str
    axes: tuple[Axis, ...] = ()
    interval: Interval = Interval()
    flags: frozenset[str] = frozenset()
    family: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    snippet: str = ""
    parameters: tuple[str, ...] = ()

    @property
    def is_function(self) -> bool:
        """Whether it is applied to arguments."""
        return self.head in {"smooth", "func"}

    @property
    def rank(self) -> int:
        """How many indices pick one number out of it."""
        if self.head == "seq":
            return 1
        return 0 if self.head in {"index", "smooth", "set"} else len(self.axes) - len(self.places)


HEADS: Mapping[str, tuple[int, ...]] = {
    "real": (0, 2),
    "int": (0, 2),
    "dim": (0,),
    "vector": (1,),
    "matrix": (2,),
    "simplex": (1, 2),
    "dist": (1, 2),
    "binary": (1, 2),
    "onehot": (1,),
    "labels": (1,),
    "index": (1,),
    "basis": (1,),
    "identity": (1,),
    "smooth": (0, 1),
    "result": (0,),
    "set": (1,),
}
"""The types, each with how many things may stand in its brackets; ``func:`` and ``seq:<snippet>`` are two more."""

_SQUARE = frozenset({"basis", "identity"})
"""Types with one length for two axes."""

_FLAGS = frozenset({"nonzero", "spd", "symmetric", "sorted", "distinct", "regular", "entrywise"})
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?inf"
_TYPE = re.compile(r"\s*([a-z]+)\s*(?:\[([^\]]*)\])?")
_FUNCTION = re.compile(r"\s*(func|seq)\s*:\s*([\w.]+)\s*(?:\(([^()]*)\))?\s*")
_CONSTRAINT = re.compile(
    rf"[\s,]*(?:in\s*(?P<open>[\[(])\s*(?P<low>{_NUMBER})\s*,\s*(?P<high>{_NUMBER})\s*(?P<close>[\])])"
    rf"|(?P<relation>>=|<=|>|<|≥|≤)\s*(?P<bound>{_NUMBER})"
    r"|for\s+(?P<family>[^\s,]+(?:\s*,\s*[^\s,]+)*)"
    r"|at\s+(?P<places>[^\s,]+(?:\s*,\s*[^\s,]+)*)"
    r"|(?P<flag>[a-z]+))"
)


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """All that a page declares, by the TeX of its symbols as declared."""

    kinds: Mapping[str, Kind]
    spans: Mapping[str, Span]

    def __contains__(self, name: str) -> bool:
        return name in self.kinds

    def is_function(self, name: str) -> bool:
        """Whether `name` is declared as something that takes arguments."""
        return name in self.kinds and self.kinds[name].is_function

    def is_index(self, name: str) -> bool:
        """Whether `name` is declared as an index."""
        return name in self.kinds and self.kinds[name].head == "index"

    def family(self, name: str) -> tuple[str, ...]:
        """Give the indices that `name` depends on without showing them."""
        return self.kinds[name].family + self.kinds[name].places if name in self.kinds else ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension, declared or only named by a type."""
        declared = [name for name, kind in self.kinds.items() if kind.head == "dim"]
        named = [name for kind in self.kinds.values() for axis in kind.axes for name in axis.names]
        return tuple(dict.fromkeys([*declared, *named]))


def table_of(declaration: FormulaDeclaration) -> SymbolTable:
    """Read the types of all symbols that a formula declares.

    Raises
    ------
    FormulaError
        If a type cannot be read, a symbol is declared twice, or what a type names is not declared as it should be.
    """
    kinds: dict[str, Kind] = {}
    spans: dict[str, Span] = {}
    for symbol in declaration.symbols:
        span = Span(symbol.type, 0, len(symbol.type))
        if symbol.tex in kinds:
            raise FormulaError("static", f"{symbol.tex} is declared twice", span, hint="Keep one of the two.")
        kinds[symbol.tex], spans[symbol.tex] = kind_of(symbol), span
    table = SymbolTable(kinds, spans)
    _check_references(table)
    return table


def _check_references(table: SymbolTable) -> None:
    for name, kind in table.kinds.items():
        for index in table.family(name):
            if not table.is_index(index):
                raise FormulaError("static", f"{name} depends on {index}, which is no index", table.spans[name])
        for length in [each for axis in kind.axes for each in axis.names]:
            if length in table and table.kinds[length].head != "dim":
                raise FormulaError("static", f"{length} is used as a length", table.spans[name], hint="Declare it dim.")


def kind_of(symbol: Symbol) -> Kind:
    """Read one type.

    Raises
    ------
    FormulaError
        If it is not written as a type, or no value could have it.
    """
    text = symbol.type
    if function := _FUNCTION.fullmatch(text):
        return Kind(function[1], snippet=function[2], parameters=tuple(re.findall(r"[^\s,]+", function[3] or "")))
    match = _TYPE.match(text)
    if match is None or match[1] not in HEADS:
        hint = f"Types are {', '.join(HEADS)}, func:module.function and seq:module.function."
        raise FormulaError("static", f"{symbol.tex} has no type that is known", Span(text, 0, len(text)), hint=hint)
    kind = _bracketed(match[1], match[2], Span(text, match.start(1), match.end()))
    return _checked(_constrained(kind, text, match.end()), Span(text, 0, len(text)))


def _bracketed(head: str, inside: str | None, span: Span) -> Kind:
    parts = [part.strip() for part in inside.split(",")] if inside and inside.strip() else []
    if len(parts) not in HEADS[head]:
        wanted = " or ".join(str(count) for count in HEADS[head])
        raise FormulaError("static", f"{head} takes {wanted} in its brackets, not {len(parts)}", span)
    if head in {"real", "int"}:
        return Kind(head, interval=_interval(parts, span) if parts else Interval())
    axes = tuple(_axis(part, span) for part in parts)
    return Kind(head, axes * 2 if head in _SQUARE else axes)


def _interval(parts: list[str], span: Span) -> Interval:
    if not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise FormulaError("static", "the bounds are no numbers", span, hint="Write them as in real[0,1].")
    low, high = (float(part) for part in parts)
    return Interval(low, high)


def _axis(text: str, span: Span) -> Axis:
    pieces = re.split(r"([+-])", text.replace(" ", ""))
    signs = [1, *(1 if sign == "+" else -1 for sign in pieces[1::2])]
    factors = [tuple(piece.split("*")) for piece in pieces[::2]]
    if not all(factor for term in factors for factor in term):
        raise FormulaError("static", f"“{text}” is no length", span, hint="Write it as in n, 3, n+1 or s*n.")
    return Axis(tuple(zip(signs, factors, strict=True)))


def _constrained(kind: Kind, text: str, position: int) -> Kind:
    """Add to `kind` the constraints that `text` holds from `position` on; commas may stand between them."""
    end = len(text.rstrip())
    while position < end:
        match = _CONSTRAINT.match(text, position)
        if match is None or (match["flag"] and match["flag"] not in _FLAGS):
            hint = f"Constraints are {', '.join(sorted(_FLAGS))}, in (0,1), > 0 and, at the end, for i or at i."
            raise FormulaError("static", "this constraint is not known", Span(text, position, end), hint=hint)
        kind = _with(kind, match)
        position = match.end()
    return kind


def _with(kind: Kind, match: re.Match[str]) -> Kind:
    if match["flag"]:
        return replace(kind, flags=kind.flags | {match["flag"]})
    for clause in ("family", "places"):
        if match[clause]:
            return replace(kind, **{clause: tuple(name.strip() for name in match[clause].split(","))})  # type: ignore[arg-type]
    return replace(kind, interval=kind.interval.meet(_stated(match)))


def _stated(match: re.Match[str]) -> Interval:
    if match["open"]:
        return Interval(float(match["low"]), float(match["high"]), match["open"] == "(", match["close"] == ")")
    bound, relation = float(match["bound"]), match["relation"]
    if relation in {">", ">=", "≥"}:
        return Interval(low=bound, low_open=relation == ">")
    return Interval(high=bound, high_open=relation == "<")


def _checked(kind: Kind, span: Span) -> Kind:
    if kind.interval.empty or ("nonzero" in kind.flags and kind.interval == Interval(0, 0)):
        raise FormulaError("static", "no number satisfies this", span, hint="The lower bound comes first.")
    if kind.flags & {"spd", "symmetric"} and (len(kind.axes) != 2 or kind.axes[0] != kind.axes[1]):  # noqa: PLR2004 - rows, columns
        raise FormulaError("static", "only a square matrix is symmetric", span, hint="Write matrix[n,n].")
    return kind


def in_reading_order(names: Iterable[str], table: SymbolTable) -> tuple[str, ...]:
    """Sort names as the page declares them."""
    order = {name: number for number, name in enumerate(table.kinds)}
    return tuple(sorted(names, key=lambda name: order.get(name, len(order))))
