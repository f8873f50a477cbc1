"""Polynomials that are fitted to data."""

from __future__ import annotations

from typing import Any

from .array import array_of
from .linalg import qr, solve
from .making import stack


class Polynomial:
    """A polynomial of places that are first brought to [-1, 1], where powers differ most."""

    def __init__(self, coefficients: list[float], low: float, high: float) -> None:
        self._coefficients, self._middle = coefficients, (low + high) / 2
        self._half = (high - low) / 2 or 1.0

    @classmethod
    def fit(cls, x: Any, y: Any, degree: int) -> Polynomial:
        """Give the polynomial with the least sum of squared distances."""
        places, values = array_of(x, float), array_of(y, float)
        empty = cls([], places.min(), places.max())
        near = empty.mapped(places)
        q, r = qr(stack([near * 0.0 + 1.0, *(near**power for power in range(1, degree + 1))], axis=-1))
        return cls(solve(r, q.T @ values).tolist(), places.min(), places.max())

    def mapped(self, x: Any) -> Any:
        """Bring places to [-1, 1]."""
        return (array_of(x) - self._middle) / self._half

    def __call__(self, x: Any) -> Any:
        """Give the values at places."""
        near = self.mapped(x)
        result = near * 0.0
        for coefficient in reversed(self._coefficients):
            result = result * near + coefficient
        return result
