"""Random smooth functions with known derivatives: what a page means by "let f be a differentiable function"."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SmoothFunction:
    """A polynomial and some waves of one variable; works on each entry of an array.

    Attributes
    ----------
    coefficients : tuple of float
        Of 1, x, x², …
    waves : tuple of (float, float, float)
        Amplitude a, frequency w and phase p of each ``a sin(w x + p)``.
    """

    coefficients: tuple[float, ...]
    waves: tuple[tuple[float, float, float], ...]

    def __call__(self, x: ArrayLike) -> FloatArray:
        """Give the value at `x`."""
        at = np.asarray(x, dtype=np.float64)
        polynomial = sum((c * at**k for k, c in enumerate(self.coefficients)), np.zeros_like(at))
        return np.asarray(sum((a * np.sin(w * at + p) for a, w, p in self.waves), polynomial))[()]

    def derivative(self, order: int = 1) -> SmoothFunction:
        """Give the derivative, which is exact."""
        if order == 0:
            return self
        coefficients = tuple(k * c for k, c in enumerate(self.coefficients))[1:]
        waves = tuple((a * w, w, p + math.pi / 2) for a, w, p in self.waves)
        return SmoothFunction(coefficients, waves).derivative(order - 1)

    def __str__(self) -> str:
        polynomial = [_times(c, f"x^{k}" if k > 1 else "x" * k) for k, c in enumerate(self.coefficients)]
        return _sum([*polynomial, *(_wave(a, _times(w, "x"), p) for a, w, p in self.waves)])


@dataclass(frozen=True, slots=True, eq=False)
class SmoothField:
    """A quadratic polynomial and some waves of n variables, which stand on the last axis of its argument.

    Attributes
    ----------
    linear, square : ndarray of shape (n,)
        Coefficients of each x_i and of each x_i².
    amplitudes, phases : ndarray of shape (k,)
        Of the waves.
    frequencies : ndarray of shape (k, n)
        Of each wave in each direction.
    """

    linear: FloatArray
    square: FloatArray
    amplitudes: FloatArray
    frequencies: FloatArray
    phases: FloatArray

    def __call__(self, *x: ArrayLike) -> FloatArray:
        """Give the value at a point, which may come as one array or as its coordinates."""
        at = self._point(x)
        waves = self.amplitudes * np.sin(at @ self.frequencies.T + self.phases)
        return np.asarray(at @ self.linear + at**2 @ self.square + waves.sum(axis=-1))[()]

    def gradient(self, *x: ArrayLike) -> FloatArray:
        """Give the gradient, which is exact."""
        at = self._point(x)
        waves = self.amplitudes * np.cos(at @ self.frequencies.T + self.phases)
        return np.asarray(self.linear + 2 * self.square * at + waves @ self.frequencies)

    def _point(self, x: tuple[ArrayLike, ...]) -> FloatArray:
        at = np.asarray(x[0] if len(x) == 1 and np.ndim(x[0]) else x, dtype=np.float64)
        if at.shape[-1:] != self.linear.shape:
            raise ValueError(f"a point needs {len(self.linear)} coordinates on its last axis, not shape {at.shape}")
        return at

    def __str__(self) -> str:
        places = range(1, len(self.linear) + 1)
        terms = [_times(c, f"x_{i}") for i, c in zip(places, self.linear, strict=True)]
        terms += [_times(c, f"x_{i}^2") for i, c in zip(places, self.square, strict=True)]
        for amplitude, frequency, phase in zip(self.amplitudes, self.frequencies, self.phases, strict=True):
            inner = _sum([_times(c, f"x_{i}") for i, c in zip(places, frequency, strict=True)])
            terms.append(_wave(amplitude, inner, phase))
        return _sum(terms)


def _wave(amplitude: float, inner: str, phase: float) -> str:
    return _times(amplitude, f"sin({_sum([inner, _times(phase, '')])})")


def _times(coefficient: float, what: str) -> str:
    """Show a product; an empty text if it is 0."""
    if coefficient == 0:
        return ""
    return what if what and coefficient == 1 else f"{coefficient:.3g} {what}".strip()


def _sum(terms: list[str]) -> str:
    return " + ".join(term for term in terms if term).replace("+ -", "- ") or "0"
