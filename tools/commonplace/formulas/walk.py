"""The walk over a tree: what every rule stands on, which numbers, symbols and definitions it walks with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Arithmetic, Value
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import Definition, Node

Values: TypeAlias = Mapping[str, Value]
"""Values by the names of symbols: the inputs, and what sums, limits and derivatives put in their place."""

Rule: TypeAlias = Callable[["Walk", Any, Values], Value]
"""How one type of node gets its value."""

_HINTS: Mapping[str, tuple[str, str]] = {
    "divi": ("division by zero, or the logarithm of zero", "If 0 is no valid input, say so: real nonzero, in (0,inf)."),
    "invalid": ("a value that does not exist, such as the logarithm of a negative number", "Restrict the type."),
    "overflow": ("a number too large for double precision", "Restrict the type, as in real[-30,30]."),
    "large": ("a number too large for double precision", "Restrict the type, as in real[-30,30]."),
}
"""What Python and numpy say, in words for a reader of the page."""


@dataclass(slots=True)
class Budget:
    """How many steps a formula may still take: a sum to 10^9 is an error, not a wait."""

    steps: int = 200_000

    def spend(self, span: Span) -> None:
        """Count one step."""
        self.steps -= 1
        if self.steps < 0:
            raise FormulaError("evaluate", "this takes too many steps", span, hint="Declare smaller ranges.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Gives nodes their values.

    Attributes
    ----------
    rules : mapping
        The rule of each type of node.
    arithmetic : Arithmetic
        The numbers.
    table : SymbolTable
        What is declared.
    definitions : mapping
        What is defined, evaluated anew at each use, so that a derivative sees what depends on its variable.
    base : int
        What indices count from.
    """

    rules: Mapping[type[Node], Rule]
    arithmetic: Arithmetic
    table: SymbolTable
    definitions: Mapping[str, Definition]
    base: int
    budget: Budget = field(default_factory=Budget)

    def value(self, node: Node, values: Values) -> Value:
        """
        Give the value of a node.

        Raises
        ------
        FormulaError
            If it has none, at the innermost node that has none.
        """
        try:
            return self.rules[type(node)](self, node, values)
        except MeaningError as error:
            raise FormulaError("evaluate", str(error), node.span, hint=error.hint) from None
        except ArithmeticError as error:
            problem, hint = next((told for word, told in _HINTS.items() if word in str(error)), (str(error), ""))
            raise FormulaError("evaluate", problem, node.span, hint=hint) from None

    def axis(self, index: str, values: Values) -> range:
        """Give the values of an index along the axis that it is declared for."""
        length = self.table.kinds[index].axes[0].size(values)
        return range(self.base, self.base + length)
