"""Formulas for tests: declared in one line, evaluated on given values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonplace.formulas.arithmetic import Arithmetic
from commonplace.formulas.evaluate import value_of, walk_over
from commonplace.formulas.statements import parsed
from commonplace.formulas.tree import Node
from commonplace.model import FormulaDeclaration, Symbol


def declared(tex: str, symbols: Mapping[str, str], args: Sequence[str] = (), **more: Any) -> FormulaDeclaration:
    """A declaration: symbols are their types by their TeX."""
    return FormulaDeclaration(
        tex=tex,
        symbols=tuple(Symbol(tex=name, type=type_) for name, type_ in symbols.items()),
        args=tuple(args),
        **more,
    )


def tree_of(tex: str, symbols: Mapping[str, str]) -> Node:
    """The tree of one expression."""
    return parsed(declared(f"0 = {tex}", symbols, check="identity")).statements[0].sides[1]


def evaluated(
    tex: str,
    symbols: Mapping[str, str],
    values: Mapping[str, Any],
    *,
    where: Sequence[str] = (),
    base: int = 1,
    arithmetic: Arithmetic | None = None,
) -> Any:
    """The value of one expression."""
    formula = parsed(declared(f"0 = {tex}", symbols, check="identity", where=tuple(where)))
    walk = walk_over(formula.table, formula.definitions, base=base, arithmetic=arithmetic)
    return value_of(walk, formula.statements[0].sides[1], values)
