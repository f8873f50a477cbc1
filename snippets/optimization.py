"""The smallest optimisation problem: one unknown, and nothing but values of the function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]

SHRINKING = (5.0**0.5 - 1.0) / 2.0
"""The golden ratio's inverse: if an interval is cut by it on either side, a cut stays one when the interval shrinks."""


def golden_section(
    f: Callable[[FloatArray], ArrayLike], low: ArrayLike, high: ArrayLike, *, steps: int = 40
) -> FloatArray:
    r"""
    Find where a function that first falls and then rises is smallest.

    Approaches :math:`\arg\min_{a \le x \le b} f(x)` by golden-section search: of two points inside the interval,
    the one with the larger value becomes its new end.

    Parameters
    ----------
    f : callable
        The function to minimise; works on each entry of an array by itself.
    low, high : array_like of one shape
        The ends a and b of the interval, or of many that are searched side by side.
    steps : int, default 40
        How often the interval shrinks to 0.618 of its length; 40 times make it 4e-9 of what it was.

    Returns
    -------
    ndarray of the shape of `low`
        The middle of what is left of the interval.

    Raises
    ------
    ValueError
        If the shapes differ, an interval is empty or not finite, `steps` is negative, or `f` changes the shape.

    Notes
    -----
    Each step costs one value of `f`, for the other is kept from the step before. If `f` has several minima in the
    interval, one of them is found, and not always the smallest. Near a minimum, values differ by the square of the
    distance: the place is found to about half of the digits, whatever `steps` is. The search is that of [1]_.

    References
    ----------
    .. [1] Kiefer, Proceedings of the American Mathematical Society 4, 1953, pages 502-506.

    Examples
    --------
    >>> golden_section(lambda x: (x - 2.0) ** 2, 0.0, 5.0).round(6).item()
    2.0
    >>> golden_section(lambda x: x, [0.0, -1e6], [1.0, 1e6]).round(2).tolist()  # smallest at an end
    [0.0, -1000000.0]
    """
    a, b = np.asarray(low) / 1, np.asarray(high) / 1  # integers become float64, other types stay
    if a.shape != b.shape or not (np.isfinite(a) & np.isfinite(b) & (a < b)).all():
        raise ValueError(f"low and high must have one shape, low < high, both finite; not {a.shape} and {b.shape}")
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    left, right = b - SHRINKING * (b - a), a + SHRINKING * (b - a)
    f_left, f_right = _values(f, left), _values(f, right)
    for _ in range(steps):
        falls = f_left > f_right  # then the minimum lies to the right of left
        a, b = np.where(falls, left, a), np.where(falls, b, right)
        new = np.where(falls, a + SHRINKING * (b - a), b - SHRINKING * (b - a))
        f_new = _values(f, new)
        left, right = np.where(falls, right, new), np.where(falls, new, left)
        f_left, f_right = np.where(falls, f_right, f_new), np.where(falls, f_new, f_left)
    return np.asarray(a + (b - a) / 2)


def _values(f: Callable[[FloatArray], ArrayLike], x: FloatArray) -> FloatArray:
    values = np.asarray(f(x))
    if values.shape != x.shape:
        raise ValueError(f"f must keep the shape {x.shape}, but returned {values.shape}")
    return values
