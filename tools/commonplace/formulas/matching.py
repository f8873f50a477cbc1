"""Two formulas with other letters: whether one says what the other says, up to the names of its symbols.

A symbol of the reader's may stand for a symbol or a value of a function of the page; one with an index may stand for
any part of the page's formula that depends on one index, as t_i for e^{z_i}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import permutations

from commonplace.formulas import tree
from commonplace.formulas.tree import Node, children, rebuilt, walk

_PLACE = "•"
"""What stands for the index in a part that a symbol with an index stands for."""

_MOST_ORDERS = 4
"""So many terms or factors are tried in every order."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the reader's names stand for.

    Attributes
    ----------
    parts : mapping
        Parts of the page's formula, by the reader's symbols.
    indices : mapping
        The page's indices, by the reader's.
    strict : bool
        Whether indices must fit too.
    """

    parts: Mapping[str, Node] = field(default_factory=dict)
    indices: Mapping[str, str] = field(default_factory=dict)
    strict: bool = True


def matches(read: Node, stated: Node, indices: frozenset[str], *, strict: bool = True) -> bool:
    """Say whether what was read is what the page states; without `strict`, whatever the indices."""
    return bool(_match(_plain(read), _plain(stated), Names(strict=strict), indices))


def size(node: Node) -> int:
    """Count the parts that are no symbols and no numbers."""
    return sum(not isinstance(part, tree.Name | tree.Number | tree.Constant | tree.Subscript) for part in walk(node))


def _plain(node: Node) -> Node:
    r"""Write ``\exp(x)`` as ``e^x`` and ``\ln`` as ``\log``, so that both are one."""
    node = rebuilt(node, _plain)
    if isinstance(node, tree.Elementary) and node.name == "ln":
        return replace(node, name="log")
    is_exp = isinstance(node, tree.Apply) and isinstance(node.function, tree.Elementary) and node.function.name == "exp"
    if is_exp and isinstance(node, tree.Apply) and len(node.arguments) == 1:
        return tree.Power(tree.Constant("e", span=node.span), node.arguments[0], span=node.span)
    return node


def _match(read: Node, stated: Node, names: Names, indices: frozenset[str]) -> Names | None:
    if isinstance(read, tree.Name):
        return _symbol(read, stated, names)
    if isinstance(read, tree.Subscript) and isinstance(read.base, tree.Name):
        return _entry(read, stated, names, indices)
    if type(read) is not type(stated):
        return None
    if isinstance(read, tree.Reduction) and isinstance(stated, tree.Reduction):
        return _reduction(read, stated, names, indices)
    terms, other_terms = _terms(read), _terms(stated)
    if terms and other_terms:
        return _any_order(terms, other_terms, names, indices)
    return _all(children(read), children(stated), names, indices) if _bare(read) == _bare(stated) else None


def _terms(node: Node) -> list[tuple[Node, int]]:
    """Give the terms or factors whose order says nothing, each with its sign; none of what is no sum or product."""
    if isinstance(node, tree.Sum):
        return list(zip(node.terms, node.signs, strict=True))
    if isinstance(node, tree.Product) and set(node.operators) <= {"", r"\cdot", r"\times"}:
        return [(factor, 1) for factor in node.factors]
    return []


def _bare(node: Node) -> Node:
    return rebuilt(node, lambda part: tree.Number("0", span=part.span))


def _all(read: Iterable[Node], stated: Iterable[Node], names: Names, indices: frozenset[str]) -> Names | None:
    found: Names | None = names
    pairs = list(zip(read, stated, strict=False))
    for one, other in pairs:
        found = _match(one, other, found, indices) if found else None
    return found


def _any_order(
    read: list[tuple[Node, int]], stated: list[tuple[Node, int]], names: Names, indices: frozenset[str]
) -> Names | None:
    if len(read) != len(stated):
        return None
    orders = permutations(stated) if len(stated) <= _MOST_ORDERS else [tuple(stated)]
    for order in orders:
        if [sign for _, sign in read] == [sign for _, sign in order]:
            found = _all([node for node, _ in read], [node for node, _ in order], names, indices)
            if found:
                return found
    return None


def _symbol(read: tree.Name, stated: Node, names: Names) -> Names | None:
    applied = isinstance(stated, tree.Apply) and isinstance(stated.function, tree.Name)
    if not applied and not isinstance(stated, tree.Name):
        return None
    known = names.parts.get(read.name)
    if known is not None:
        return names if known == stated else None
    return None if stated in names.parts.values() else replace(names, parts={**names.parts, read.name: stated})


def _entry(read: tree.Subscript, stated: Node, names: Names, indices: frozenset[str]) -> Names | None:
    """Match a symbol with one index: with an entry, or with any part that depends on one index."""
    inside = [part.name for part in walk(stated) if isinstance(part, tree.Name) and part.name in indices]
    index = read.indices[0] if len(read.indices) == 1 else None
    if not isinstance(index, tree.Name) or not isinstance(read.base, tree.Name) or len(set(inside)) != 1:
        return None
    found = _paired(index.name, inside[0], names)
    shape = _with_place(stated, inside[0])
    known = names.parts.get(read.base.name + "_")
    if found is None or (known is not None and known != shape) or (known is None and shape in names.parts.values()):
        return None
    return replace(found, parts={**found.parts, read.base.name + "_": shape})


def _with_place(node: Node, index: str) -> Node:
    if isinstance(node, tree.Name) and node.name == index:
        return replace(node, name=_PLACE)
    return rebuilt(node, lambda part: _with_place(part, index))


def _paired(read: str, stated: str, names: Names) -> Names | None:
    if not names.strict:
        return names
    known = names.indices.get(read)
    if known is not None:
        return names if known == stated else None
    return None if stated in names.indices.values() else replace(names, indices={**names.indices, read: stated})


def _reduction(read: tree.Reduction, stated: tree.Reduction, names: Names, indices: frozenset[str]) -> Names | None:
    """Match what runs, and the bodies; bounds only if both say them."""
    if read.kind != stated.kind or len(read.ranges) != len(stated.ranges):
        return None
    found: Names | None = names
    for one, other in zip(read.ranges, stated.ranges, strict=True):
        found = _paired(one.name, other.name, found) if found else None
        if one.lower and other.lower and one.lower != other.lower:
            return None
    return _match(read.body, stated.body, found, indices) if found else None
