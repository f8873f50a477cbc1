r"""Subscripts: the indices of ``x_{ij}``, and what the index of a ``\sum`` runs over."""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.formulas.reader import RELATIONS, Reader
from commonplace.formulas.tree import Comparison, Name, Node, Number, Product, Range

_UPWARD = frozenset({r"\le", "<"})


def indices(reader: Reader, base: Node) -> tuple[Node, ...]:
    r"""Read the indices of `base`: ``{i,j}``, or ``{ij}`` if it has two axes."""
    reader.expect("{")
    items = reader.expressions()
    reader.expect("}")
    return tuple(items) if len(items) > 1 else _adjacent(reader, items[0], _rank(reader, base))


def _rank(reader: Reader, base: Node) -> int:
    """Give the number of axes that is declared; -1 if the page does not say."""
    if isinstance(base, Name) and base.name in reader.table:
        return reader.table.kinds[base.name].rank
    return -1


def _adjacent(reader: Reader, node: Node, rank: int) -> tuple[Node, ...]:
    """Take ``ij`` for two indices: where two are needed, or where both are indices and nothing is known."""
    if isinstance(node, Number) and len(node.text) == rank:
        return tuple(Number(digit, span=node.span) for digit in node.text)
    if isinstance(node, Product) and not any(node.operators):
        known = len(node.factors) == rank
        likely = rank < 0 and all(isinstance(f, Name) and reader.table.is_index(f.name) for f in node.factors)
        if known or likely:
            return node.factors
    return (node,)


def ranges(reader: Reader) -> tuple[Range, ...]:
    r"""Read ``_{i=1}^{n}``, ``_{i,j}``, ``_{0 \le m, n < s}`` or ``_{j \ne i}``, the scripts in either order."""
    start = reader.here.span
    below: tuple[list[list[Node]], list[str]] | None = None
    upper: Node | None = None
    while reader.at("_", "^"):
        if reader.accept("_"):
            below = _chain(reader)
        else:
            reader.take()
            upper = reader.group()
    if below is None:
        raise reader.error("what this runs over is missing", hint=r"Write it below, as in \sum_{i=1}^{n}.", span=start)
    return _interpreted(reader, *below, upper)


def _chain(reader: Reader) -> tuple[list[list[Node]], list[str]]:
    """Read lists of expressions with relations between them, in braces."""
    reader.expect("{")
    sides, relations = [reader.expressions()], list[str]()
    while reader.at(*RELATIONS, r"\in"):
        relations.append(reader.take().text)
        sides.append(reader.expressions())
    reader.expect("}")
    return sides, relations


def _interpreted(
    reader: Reader, sides: list[list[Node]], relations: list[str], upper: Node | None
) -> tuple[Range, ...]:
    if not relations:
        return tuple(Range(name.name, upper=upper, span=name.span) for name in _names(reader, sides[0]))
    if relations == ["="] and upper is not None and len(sides[0]) == len(sides[1]) == 1:
        (name,) = _names(reader, sides[0])
        return (Range(name.name, sides[1][0], upper, span=name.span),)
    if relations == [r"\in"] and upper is None and len(sides[1]) == 1:
        return tuple(Range(name.name, domain=sides[1][0], span=name.span) for name in _names(reader, sides[0]))
    if relations == [r"\ne"] and upper is None and len(sides[0]) == len(sides[1]) == 1:
        (name,) = _names(reader, sides[0])
        condition = Comparison((name, sides[1][0]), (r"\ne",), span=name.span.to(sides[1][0].span))
        return (Range(name.name, condition=condition, span=name.span),)
    if len(relations) == 2 and _UPWARD.issuperset(relations) and len(sides[0]) == len(sides[2]) == 1:  # noqa: PLR2004 - two relations
        low, high = (relation == "<" for relation in relations)
        names = _names(reader, sides[1])
        return tuple(Range(name.name, sides[0][0], sides[2][0], low, high, span=name.span) for name in names)
    hint = r"Ranges are i=1 with n above, i alone for a whole axis, i,j or 0\le i<n or j\ne i."
    raise reader.error("this range is not read", hint=hint, span=sides[0][0].span)


def _names(reader: Reader, nodes: Sequence[Node]) -> list[Name]:
    names = [node for factored in nodes for node in _factors(factored)]
    wrong = next((node for node in names if not isinstance(node, Name)), None)
    if wrong is not None:
        raise reader.error("only a symbol can run over a range", span=wrong.span)
    return [node for node in names if isinstance(node, Name)]


def _factors(node: Node) -> tuple[Node, ...]:
    r"""Take ``\sum_{ij}`` for ``\sum_{i,j}``."""
    return node.factors if isinstance(node, Product) and not any(node.operators) else (node,)
