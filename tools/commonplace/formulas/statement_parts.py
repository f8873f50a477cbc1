r"""Parts that only a statement has: sides joined by ``\iff``, a distribution after ``\sim``, the names on its left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from commonplace.formulas.problems import Span
from commonplace.formulas.reader import OPENING, Reader
from commonplace.formulas.tree import Comparison, Drawn, Name, Node, Range, Statement, walk

_FAMILIES: dict[str, Literal["uniform", "normal"]] = {
    "U": "uniform", r"\mathcal{U}": "uniform", r"\mathrm{Uniform}": "uniform", r"\mathrm{Unif}": "uniform",
    "N": "normal",
    r"\mathcal{N}": "normal", r"\mathrm{Normal}": "normal",
}  # fmt: skip


def free_names(node: Node) -> set[str]:
    """Give the names in a node that no operator in it binds."""
    names = {part.name for part in walk(node) if isinstance(part, Name)}
    return names - {part.name for part in walk(node) if isinstance(part, Range)}


def joined(sides: Sequence[Node], relations: Sequence[str], span: Span) -> Statement:
    r"""Make a statement; what stands around ``\iff`` is a comparison of its own."""
    if r"\iff" not in relations:
        return Statement(tuple(sides), tuple(relations), span=span)
    parts: list[Node] = []
    first = 0
    for place, relation in enumerate([*relations, r"\iff"]):
        if relation == r"\iff":
            part = tuple(sides[first : place + 1])
            parts.append(Comparison(part, tuple(relations[first:place]), span=part[0].span.to(part[-1].span)))
            first = place + 1
    return Statement(tuple(parts), (r"\iff",) * (len(parts) - 1), span=span)


def starts_drawn(reader: Reader) -> bool:
    """Whether a distribution comes next."""
    name = reader.here
    return name.kind == "letter" and _style_of(reader) in _FAMILIES and reader.ahead(1).text in OPENING


def _style_of(reader: Reader) -> str:
    token = reader.here
    return token.text if token.text in _FAMILIES else token.span.source


def drawn(reader: Reader) -> Node:
    r"""Read ``U[a, b]`` or ``\mathcal{N}(\mu, \sigma^2)``."""
    start = reader.here.span
    family = _FAMILIES[_style_of(reader)]
    reader.take()
    closing = OPENING[reader.take().text]
    with reader.inside(closing):
        parameters = tuple(reader.expressions())
    reader.expect(closing)
    if len(parameters) != 2:  # noqa: PLR2004 - bounds, or mean and variance
        raise reader.error(
            "this distribution has two parameters", hint=r"Write U[a, b] or N(\mu, \sigma^2).", span=start
        )
    return Drawn(family, parameters, span=reader.spanning(start))
