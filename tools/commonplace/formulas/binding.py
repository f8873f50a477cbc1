"""Which names are free in a part of a formula, and which are bound by a sum, a limit, an integral around them."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.formulas.problems import Span
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import (
    At,
    Expectation,
    Integral,
    Limit,
    Name,
    Node,
    Reduction,
    children,
)

BINDING = (Limit, Integral, At, Expectation)
"""Nodes that bind one variable."""


def free_indices(node: Node, table: SymbolTable) -> dict[str, Span]:
    """Give the indices that a node depends on, in the order of the TeX, each with its first place."""
    found: dict[str, Span] = {}
    for name, span in free_names_in(node, table, frozenset()):
        if table.is_index(name):
            found.setdefault(name, span)
    return found


def free_names_in(node: Node, table: SymbolTable, bound: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """Give the names in a node that no sum or limit around them binds, and the indices that they depend on."""
    if isinstance(node, Name):
        for name in (node.name, *table.family(node.name)):
            if name not in bound:
                yield name, node.span
    for child in children(node):
        yield from free_names_in(child, table, bound | binds(node))


def binds(node: Node) -> frozenset[str]:
    """Give the names that a node binds in its parts."""
    if isinstance(node, Reduction):
        return frozenset(over.name for over in node.ranges)
    return frozenset({node.variable}) if isinstance(node, BINDING) else frozenset()
