r"""Left sides that only name what is defined: ``D_{\mathrm{KL}}(P\,\|\,Q) = …``, ``P(y=1\mid x) = …``.

Where a page defines something, its left side may be a new name, however textbooks write it. Only the declared indices
in it mean something: they are the axes of the result.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.formulas.lexer import Token
from commonplace.formulas.reader import RELATIONS
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import (
    Apply,
    Derivative,
    Gradient,
    Label,
    Name,
    Node,
    Prime,
    Range,
    Subscript,
    children,
    walk,
)

_OPENING = frozenset({"(", "[", "{", r"\{", r"\lvert", r"\lVert"})
_CLOSING = frozenset({")", "]", "}", r"\}", r"\rvert", r"\rVert"})


def length_of_left_side(found: Sequence[Token]) -> int:
    """Count the tokens before the first relation outside of brackets; all of them if there is none."""
    depth = 0
    for place, token in enumerate(found):
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if depth == 0 and place and token.text in RELATIONS:
                return place
    return len(found)


def label_of(found: Sequence[Token], table: SymbolTable) -> Node:
    """Make a label of the tokens of a left side, with the indices in it."""
    span = found[0].span.to(found[-1].span)
    indices = dict.fromkeys(token.text for token in found if token.kind == "name" and table.is_index(token.text))
    label = Label(span.source, span=span)
    if not indices:
        return label
    return Subscript(label, tuple(Name(index, span=span) for index in indices), span=span)


def is_new(left: Node, table: SymbolTable, known: set[str]) -> bool:
    """Whether a left side that could be read is a label all the same: it holds names that nothing declares.

    A new function of new arguments is not: there, a name that nothing declares is a mistake.
    """
    head = head_of(left)
    unknown = {part.name for part in walk(left) if isinstance(part, Name | Range)} - set(table.kinds) - known
    unknown.discard(head)
    if not unknown:
        return False
    spelled = "".join(table.kinds)
    applied = isinstance(left, Apply) and head not in {"", *table.kinds}
    return not applied or all(name in spelled for name in unknown)


def head_of(left: Node) -> str:
    r"""Give the name that ``f'(x) = …`` or ``\frac{\partial C}{\partial w} = …`` is about; empty if there is none."""
    while isinstance(left, Subscript | Apply | Prime | Derivative | Gradient):
        left = next(children(left))
    return left.name if isinstance(left, Name) else ""
