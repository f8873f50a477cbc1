"""A partial derivative of a function of several variables, by a central difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def partial_derivative(f: Callable[[FloatArray], ArrayLike], x: ArrayLike, i: int) -> FloatArray:
    r"""
    Approximate the slope of a function along one coordinate, the others held fixed.

    Approaches :math:`\frac{\partial f}{\partial x_i} = \lim_{h \to 0} \frac{f(x + h e_i) - f(x)}{h}` by the symmetric
    quotient :math:`\frac{f(x + h e_i) - f(x - h e_i)}{2h}`.

    Parameters
    ----------
    f : callable
        Takes points of shape (..., n) and returns one number for each, of shape (...).
    x : array_like of shape (..., n)
        Points, their coordinates on the last axis.
    i : int
        Which coordinate moves, counted from 0.

    Returns
    -------
    ndarray of shape (...)
        One slope for each point.

    Raises
    ------
    ValueError
        If there is no coordinate `i`, or `f` does not return one number for each point.

    Notes
    -----
    As for one variable, h is the cube root of the machine epsilon times :math:`\max(1, |x_i|)`. Cost: two calls of `f`.
    Section 8.1 of [1]_ weighs the two errors.

    References
    ----------
    .. [1] Nocedal and Wright, Numerical Optimization, 2nd edition, Springer 2006, section 8.1.

    Examples
    --------
    >>> partial_derivative(lambda x: x[..., 0] ** 2 * x[..., 1], [3, 5], 0).round(6).item()
    30.0
    >>> partial_derivative(lambda x: x[..., 0] * x[..., 1], [1e-9, 1e12], 1).round(12).item()
    1e-09
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if x.ndim == 0 or not 0 <= i < x.shape[-1]:
        raise ValueError(f"there is no coordinate {i} in points of shape {x.shape}")
    h = np.cbrt(np.finfo(x.dtype).eps) * np.maximum(np.abs(x[..., i]), 1)
    right, left = x.copy(), x.copy()
    right[..., i] += h
    left[..., i] -= h
    rise = np.asarray(f(right)) - np.asarray(f(left))
    if rise.shape != x.shape[:-1]:
        raise ValueError(f"f must return shape {x.shape[:-1]} for points of shape {x.shape}, but returned {rise.shape}")
    return np.asarray(rise / (right - left)[..., i])  # the distance after rounding, not 2 h
