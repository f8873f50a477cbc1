r"""Left sides that only name what is defined: ``D_{\mathrm{KL}}(P\,\|\,Q) = …``, ``P(y=1\mid x) = …``.

Where a page defines something, its left side may be a new name, however textbooks write it. Only the declared indices
in it mean something: they are the axes of the result.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.formulas.binding import free_indices
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


def without_names(found: Sequence[Token]) -> list[Token]:
    """Leave out sides in the middle that only name the result once more: ``S(i, j) = (I * K)(i, j) = …``."""
    sides: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.kind == "mark" and depth == 0 and token.text in RELATIONS:
            sides.append([])
        sides[-1].append(token)
    return [
        token for place, side in enumerate(sides) for token in side if not (0 < place < len(sides) - 1 and _names(side))
    ]


def _names(side: Sequence[Token]) -> bool:
    """Whether a side, after its relation, is two symbols with a star between, in parentheses, and then arguments."""
    opening, first, star, second, closing, then = (*(token.text for token in side[1:7]), *[""] * 6)[:6]
    return (opening, star, closing, then) == ("(", "*", ")", "(") and first.isalpha() and second.isalpha()


def label_of(found: Sequence[Token], table: SymbolTable, sides: Sequence[Node]) -> Node:
    """Make a label of the tokens of a left side, with those indices in it that are free on the right."""
    span = found[0].span.to(found[-1].span)
    free = {index for side in sides for index in free_indices(side, table)}
    indices = dict.fromkeys(token.text for token in found if token.kind == "name" and token.text in free)
    label = Label(span.source, span=span)
    if not indices:
        return label
    return Subscript(label, tuple(Name(index, span=span) for index in indices), span=span)


def is_new(left: Node, table: SymbolTable, known: set[str]) -> bool:
    r"""Whether a left side that could be read is a label all the same: it holds names that nothing declares.

    So is a new function of an index, as in ``H(x) = -\sum_x p(x) \log p(x)``, and a number with an index: N_c is not N.
    """
    head = head_of(left)
    names = {part.name for part in walk(left) if isinstance(part, Name | Range)}
    of_index = isinstance(left, Apply) and any(isinstance(a, Name) and table.is_index(a.name) for a in left.arguments)
    base = left.base if isinstance(left, Subscript) else None
    of_number = isinstance(base, Name) and base.name in table and table.kinds[base.name].head in {"real", "int", "dim"}
    of_number = of_number and not table.family(head)
    return bool(names - {head} - set(table.kinds) - known) or (of_index and head not in table) or of_number


def head_of(left: Node) -> str:
    r"""Give the name that ``f'(x) = …`` or ``\frac{\partial C}{\partial w} = …`` is about; empty if there is none."""
    while isinstance(left, Subscript | Apply | Prime | Derivative | Gradient):
        left = next(children(left))
    return left.name if isinstance(left, Name) else ""
