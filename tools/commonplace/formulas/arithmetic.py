"""The numbers that a tree is walked with: what they are, and how they divide, grow and go through known functions.

The walk itself adds and multiplies with Python's operators, so another kind of number (fifty decimal digits, say)
needs one more class here and no change elsewhere. Whole numbers stay `int` until something divides them, so that
indices are exact.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

Scalar: TypeAlias = Any
"""An `int`, or a number of the arithmetic: what `+` and `*` work on, and `float` turns into a float."""

Value: TypeAlias = Any
"""A scalar, an array of them, an `algebra.Row` or a function: the walk finds out which, as the formula demands it."""

Function: TypeAlias = Callable[..., Value]

_NEGLIGIBLE = 1e-18
_LARGEST_FACTORIAL = 170
_LARGEST_EXACT_BASE, _LARGEST_EXACT_EXPONENT = 10**6, 64


class Arithmetic(ABC):
    """What the walk asks of its numbers. Whatever does not exist raises an `ArithmeticError`."""

    def negligible(self, term: Scalar, total: Scalar) -> bool:
        """Whether a term of a series no longer counts."""
        return bool(abs(term) <= _NEGLIGIBLE * max(1.0, abs(total)))

    @abstractmethod
    def number(self, text: str) -> Scalar:
        """Read a number that is not whole."""

    @abstractmethod
    def constant(self, name: str) -> Scalar:
        r"""Give ``e``, ``\pi`` or ``\infty``."""

    @abstractmethod
    def array(self, entries: Sequence[Value]) -> Value:
        """Make an array of numbers, or of arrays of one shape."""

    @abstractmethod
    def divide(self, dividend: Value, divisor: Scalar) -> Value:
        """Divide by a number."""

    @abstractmethod
    def power(self, base: Scalar, exponent: Scalar) -> Scalar:
        """Raise a number to a power."""

    @abstractmethod
    def elementary(self, name: str) -> Function:
        """Give a function of one number, which works on each entry of an array; KeyError if it is not known."""

    @abstractmethod
    def strict(self) -> AbstractContextManager[object]:
        """Give a context in which impossible operations raise."""

    def factorial(self, number: Scalar) -> int:
        """Multiply all whole numbers up to `number`."""
        if not isinstance(number, int | np.integer) or not 0 <= number <= _LARGEST_FACTORIAL:
            raise ArithmeticError(f"no factorial of {number}: it needs a whole number from 0 to {_LARGEST_FACTORIAL}")
        return math.factorial(int(number))


_ELEMENTARY: Mapping[str, Function] = MappingProxyType({
    "exp": np.exp, "ln": np.log, "log": np.log, "lg": np.log10, "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "arcsin": np.arcsin, "arccos": np.arccos,
    "arctan": np.arctan, "sqrt": np.sqrt, "sgn": np.sign, "sign": np.sign, "cot": lambda x: 1 / np.tan(x),
    "sec": lambda x: 1 / np.cos(x), "csc": lambda x: 1 / np.sin(x), "coth": lambda x: 1 / np.tanh(x),
    "arsinh": np.arcsinh, "arcosh": np.arccosh, "artanh": np.arctanh, "floor": np.floor, "ceil": np.ceil,
    "erf": np.vectorize(math.erf, otypes=[np.float64]),
})  # fmt: skip


class Float64(Arithmetic):
    """Numbers of double precision."""

    def number(self, text: str) -> Scalar:
        """Read a number."""
        return np.float64(text)

    def constant(self, name: str) -> Scalar:
        """Give a constant, rounded."""
        return np.float64({"e": math.e, r"\pi": math.pi, r"\infty": math.inf}[name])

    def array(self, entries: Sequence[Value]) -> Value:
        """Make an array."""
        return np.asarray(entries, dtype=np.float64)

    def divide(self, dividend: Value, divisor: Scalar) -> Value:
        """Divide."""
        return dividend / divisor

    def power(self, base: Scalar, exponent: Scalar) -> Scalar:
        """Raise to a power; whole numbers stay whole as long as that is quick."""
        if isinstance(base, int) and isinstance(exponent, int) and 0 <= exponent <= _LARGEST_EXACT_EXPONENT:
            return base**exponent if abs(base) <= _LARGEST_EXACT_BASE else np.float64(base) ** exponent
        return np.float64(base) ** np.float64(exponent)

    def elementary(self, name: str) -> Function:
        """Give the function of numpy."""
        function = _ELEMENTARY[name]
        return lambda value: function(np.asarray(value, dtype=np.float64))[()]

    def strict(self) -> AbstractContextManager[object]:
        """Make numpy raise, but for numbers that are too small to be told from 0."""
        return np.errstate(divide="raise", over="raise", invalid="raise", under="ignore")
