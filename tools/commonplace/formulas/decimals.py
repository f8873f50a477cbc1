"""Numbers of fifty and more decimal digits, with the standard library alone: what double precision is measured by.

Decimals neither overflow nor lose digits where a snippet may: exp(1000) is a number here, and 1 - (1 - 1e-20) is 1e-20.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    getcontext,
    localcontext,
)
from types import MappingProxyType

import numpy as np

from commonplace.formulas.arithmetic import Arithmetic, Function, Scalar, Value

_PI = Decimal(
    "3.141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117067982148086513282"
)
_GUARD = 25
"""Digits more than asked for, where a function is put together from others."""


@dataclass(frozen=True, slots=True)
class Decimals(Arithmetic):
    """Numbers of `digits` decimal digits.

    Parameters
    ----------
    digits : int
        How many; at most 80, since that is how well π is known here.
    """

    digits: int = 50

    def negligible(self, term: Scalar, total: Scalar) -> bool:
        """Whether a term of a series no longer counts."""
        return bool(abs(term) <= abs(total) * Decimal(10) ** -self.digits)

    def number(self, text: str) -> Scalar:
        """Read a number."""
        return Decimal(text)

    def constant(self, name: str) -> Scalar:
        """Give a constant to as many digits as the context has."""
        return {"e": Decimal(1).exp(), r"\pi": +_PI, r"\infty": Decimal("Infinity")}[name]

    def array(self, entries: Sequence[Value]) -> Value:
        """Make an array of decimals."""
        return decimals(np.array(entries, dtype=object))

    def divide(self, dividend: Value, divisor: Scalar) -> Value:
        """Divide."""
        dividend = dividend if isinstance(dividend, np.ndarray) else Decimal(dividend)
        return dividend / Decimal(divisor)

    def power(self, base: Scalar, exponent: Scalar) -> Scalar:
        """Raise to a power."""
        if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
            return Decimal(base) ** exponent
        return Decimal(base) ** Decimal(exponent)

    def elementary(self, name: str) -> Function:
        """Give a function that works on each entry of an array."""
        function = _FUNCTIONS[name]

        def applied(value: Value) -> Value:
            if isinstance(value, np.ndarray):
                entries = [function(Decimal(entry)) for entry in value.ravel()]
                return np.array(entries, dtype=object).reshape(value.shape)
            return function(Decimal(value))

        return applied

    def strict(self) -> AbstractContextManager[object]:
        """Give a context with these digits, in which impossible operations raise."""
        traps = [DivisionByZero, InvalidOperation, Overflow]
        return localcontext(Context(prec=self.digits, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=traps))


def decimals(value: Value) -> Value:
    """Turn floats into decimals, exactly; whole numbers stay whole."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iu":
            return value
        entries = [Decimal(float(entry)) if isinstance(entry, float) else entry for entry in value.ravel()]
        return np.array(entries, dtype=object).reshape(value.shape)
    return Decimal(float(value)) if isinstance(value, float) else value


def _guarded(function: Callable[[Decimal], Decimal]) -> Callable[[Decimal], Decimal]:
    """Compute with more digits, and round."""

    def guarded(x: Decimal) -> Decimal:
        with localcontext() as context:
            context.prec += _GUARD
            result = function(x)
        return +result

    return guarded


def _sine(x: Decimal) -> Decimal:
    x = x % (2 * _PI)
    if abs(x) > _PI:
        x -= (2 * _PI).copy_sign(x)
    term, total, number = x, x, 1
    while abs(term) > Decimal(10) ** -(getcontext().prec + 5):
        number += 2
        term *= -x * x / (number * (number - 1))
        total += term
    return total


def _arctangent(x: Decimal) -> Decimal:
    halvings = 0
    while abs(x) > Decimal("0.1"):
        x /= 1 + (1 + x * x).sqrt()
        halvings += 1
    power, total, number = x, x, 1
    while abs(power) > Decimal(10) ** -(getcontext().prec + 5):
        number += 2
        power *= -x * x
        total += power / number
    return total * Decimal(2**halvings)


def _hyperbolic_sine(x: Decimal) -> Decimal:
    if abs(x) > 1:
        return (x.exp() - (-x).exp()) / 2
    term, total, number = x, x, 1
    while abs(term) > abs(x) * Decimal(10) ** -(getcontext().prec + 5):
        number += 2
        term *= x * x / (number * (number - 1))
        total += term
    return total


def _hyperbolic_tangent(x: Decimal) -> Decimal:
    return _hyperbolic_sine(x) / ((x.exp() + (-x).exp()) / 2)


def _sign(x: Decimal) -> Decimal:
    return Decimal((x > 0) - (x < 0))


_FUNCTIONS: Mapping[str, Callable[[Decimal], Decimal]] = MappingProxyType({
    "exp": Decimal.exp, "ln": Decimal.ln, "log": Decimal.ln, "lg": Decimal.log10, "sqrt": Decimal.sqrt, "sgn": _sign,
    "sign": _sign, "floor": lambda x: Decimal(math.floor(x)), "ceil": lambda x: Decimal(math.ceil(x)),
    "sin": _guarded(_sine), "cos": _guarded(lambda x: _sine(x + _PI / 2)), "sinh": _guarded(_hyperbolic_sine),
    "tan": _guarded(lambda x: _sine(x) / _sine(x + _PI / 2)), "tanh": _guarded(_hyperbolic_tangent),
    "cosh": _guarded(lambda x: (x.exp() + (-x).exp()) / 2), "arctan": _guarded(_arctangent),
    "arcsin": _guarded(lambda x: 2 * _arctangent(x / (1 + (1 - x * x).sqrt()))),
    "arccos": _guarded(lambda x: _PI / 2 - 2 * _arctangent(x / (1 + (1 - x * x).sqrt()))),
})  # fmt: skip
