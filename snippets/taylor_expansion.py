"""The Taylor expansion of first order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from dot_product import dot_product
from gradient import gradient
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def linear_approximation(f: Callable[[FloatArray], ArrayLike], x: ArrayLike, step: ArrayLike) -> FloatArray:
    r"""
    Say from the value and the slopes at a point what the function is nearby.

    Computes :math:`f(x) + \nabla f(x) \cdot \Delta x`, which is near :math:`f(x + \Delta x)` for a small step.

    Parameters
    ----------
    f : callable
        Takes points of shape (..., n) and returns one number for each, of shape (...).
    x : array_like of shape (..., n)
        Points, their coordinates on the last axis.
    step : array_like of shape (..., n)
        The step :math:`\Delta x` from each point.

    Returns
    -------
    ndarray of shape (...)
        Values of the tangent plane above the points that the steps lead to.

    Raises
    ------
    ValueError
        If the shapes of `x` and `step` differ, or `f` does not return one number for each point.

    Notes
    -----
    The error is about :math:`\frac{1}{2} \Delta x^T H \Delta x` with the Hessian matrix H of f: half the step, a
    quarter of the error. The gradient itself is found by central differences. Theorem 2.1 of [1]_.

    References
    ----------
    .. [1] Nocedal and Wright, Numerical Optimization, 2nd edition, Springer 2006, section 2.1.

    Examples
    --------
    >>> linear_approximation(lambda x: x[..., 0] ** 2 * x[..., 1], [2, 3], [0.1, 0.2]).round(6).item()
    14.0
    >>> linear_approximation(lambda x: np.exp(x).sum(axis=-1), [0, -800], [0, 800]).round(6).item()
    1.0
    """
    x, step = np.asarray(x) / 1, np.asarray(step) / 1  # integers become float64, other types stay
    if x.shape != step.shape:
        raise ValueError(f"x and step must have one shape (..., n), not {x.shape} and {step.shape}")
    slopes = gradient(f, x)
    return np.asarray(np.asarray(f(x)) + dot_product(slopes, step))
