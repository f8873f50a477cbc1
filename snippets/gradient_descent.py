"""Gradient descent: one step, and the path of many."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def descent_step(gradient: Callable[[FloatArray], ArrayLike], x: ArrayLike, learning_rate: float) -> FloatArray:
    r"""
    Go one step against the gradient.

    Computes :math:`x \leftarrow x - \eta \nabla f(x)`.

    Parameters
    ----------
    gradient : callable
        Takes a point and returns the gradient of f there, in the same shape.
    x : array_like of shape (..., n)
        The point, or a batch of points that descend side by side.
    learning_rate : float
        The factor :math:`\eta > 0`.

    Returns
    -------
    ndarray of shape (..., n)
        The next point; `x` itself is left as it is.

    Raises
    ------
    ValueError
        If `learning_rate` is not positive, or `gradient` changes the shape.

    Notes
    -----
    If the gradient is Lipschitz with constant L, each step with :math:`0 < \eta < 2/L` lowers f unless the gradient
    is 0; section 1.2.3 of [1]_.

    References
    ----------
    .. [1] Nesterov, Introductory Lectures on Convex Optimization, Springer 2004.

    Examples
    --------
    >>> descent_step(lambda x: 2 * x, [3, -4], 0.25).tolist()
    [1.5, -2.0]
    >>> descent_step(lambda x: 2 * x, [3, -4], 1.0).tolist()
    [-3.0, 4.0]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if not learning_rate > 0:
        raise ValueError(f"learning_rate must be positive, not {learning_rate}")
    slope = np.asarray(gradient(x))
    if slope.shape != x.shape:
        raise ValueError(f"gradient must keep the shape {x.shape}, but returned {slope.shape}")
    return np.asarray(x - learning_rate * slope)


def gradient_descent(
    gradient: Callable[[FloatArray], ArrayLike], start: ArrayLike, *, learning_rate: float, steps: int
) -> FloatArray:
    """
    Descend for a number of steps, and keep the whole path.

    Repeats `descent_step` with one learning rate. There is no test for convergence: look at the path.

    Parameters
    ----------
    gradient : callable
        Takes a point and returns the gradient there, in the same shape.
    start : array_like of shape (..., n)
        Where to begin.
    learning_rate : float
        Positive; the same for all steps.
    steps : int
        How many; with 0, the path is the start.

    Returns
    -------
    ndarray of shape (steps + 1, ..., n)
        The points in the order of the descent.

    Raises
    ------
    ValueError
        If `steps` is negative, `learning_rate` is not positive, or `gradient` changes the shape.

    Examples
    --------
    >>> gradient_descent(lambda x: 2 * x, [8.0], learning_rate=0.25, steps=3).tolist()
    [[8.0], [4.0], [2.0], [1.0]]
    >>> gradient_descent(lambda x: 2 * x, [8.0], learning_rate=1.5, steps=3).tolist()
    [[8.0], [-16.0], [32.0], [-64.0]]
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    path: list[FloatArray] = [np.asarray(start) / 1]
    for _ in range(steps):
        path.append(descent_step(gradient, path[-1], learning_rate))
    return np.stack(path)
