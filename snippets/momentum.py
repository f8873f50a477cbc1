"""Gradient descent with momentum: one step, and the path of many."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def momentum_step(
    w: ArrayLike, v: ArrayLike, gradient: ArrayLike, learning_rate: float, mu: float
) -> tuple[FloatArray, FloatArray]:
    r"""
    Let the gradient change the velocity, and the velocity the parameters.

    Computes :math:`v \leftarrow \mu v - \eta \nabla C`, and with this new velocity :math:`w \leftarrow w + v`.

    Parameters
    ----------
    w : array_like of any shape
        The parameters.
    v : array_like of the shape of `w`
        The velocity: 0 before the first step.
    gradient : array_like of the shape of `w`
        The gradient of the cost at `w`.
    learning_rate : float
        The factor :math:`\eta > 0`.
    mu : float
        The share of the velocity that is kept, :math:`0 \le \mu < 1`; with 0 this is gradient descent.

    Returns
    -------
    tuple of two ndarrays of the shape of `w`
        The next velocity, then the next parameters; the arguments are left as they are.

    Raises
    ------
    ValueError
        If the shapes differ, `learning_rate` is not positive, or `mu` lies outside its interval.

    Notes
    -----
    Equations 1 and 2 of [1]_. PyTorch writes :math:`v \leftarrow \mu v + \nabla C`, :math:`w \leftarrow w - \eta v`:
    its velocity is :math:`-1/\eta` times this one, and while the learning rate stays the same so does the path.

    References
    ----------
    .. [1] Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning, ICML
       2013.

    Examples
    --------
    >>> [each.tolist() for each in momentum_step([1.0, 2.0], [0.5, 0.0], [2.0, -4.0], 0.25, 0.5)]
    [[-0.25, 1.0], [0.75, 3.0]]
    >>> [each.tolist() for each in momentum_step(0.0, 1.0, 0.0, 0.25, 0.5)]  # on level ground it goes on
    [0.5, 0.5]
    """
    w, v, gradient = np.asarray(w) / 1, np.asarray(v) / 1, np.asarray(gradient) / 1  # integers become float64
    if not w.shape == v.shape == gradient.shape:
        raise ValueError(f"w, v and gradient must have one shape, not {w.shape}, {v.shape} and {gradient.shape}")
    if not (learning_rate > 0 and 0 <= mu < 1):
        raise ValueError(f"learning_rate must be positive and mu from 0 to less than 1, not {learning_rate} and {mu}")
    faster = mu * v - learning_rate * gradient
    return np.asarray(faster), np.asarray(w + faster)


def momentum_descent(
    gradient: Callable[[FloatArray], ArrayLike], start: ArrayLike, *, learning_rate: float, mu: float, steps: int
) -> FloatArray:
    """
    Descend with momentum for a number of steps, and keep the whole path.

    Repeats `momentum_step`, with the velocity 0 at the start.

    Parameters
    ----------
    gradient : callable
        Takes a point and returns the gradient there, in the same shape.
    start : array_like of any shape
        Where to begin.
    learning_rate : float
        Positive; the same for all steps.
    mu : float
        The share of the velocity that is kept, from 0 to less than 1.
    steps : int
        How many; with 0, the path is the start.

    Returns
    -------
    ndarray of shape (steps + 1, ...)
        The points in the order of the descent.

    Raises
    ------
    ValueError
        If `steps` is negative, `learning_rate` or `mu` lies outside its interval, or `gradient` changes the shape.

    Examples
    --------
    >>> momentum_descent(lambda x: 2 * x, [8.0], learning_rate=0.25, mu=0.5, steps=3).tolist()
    [[8.0], [4.0], [0.0], [-2.0]]
    >>> momentum_descent(np.ones_like, [0.0], learning_rate=0.25, mu=0.5, steps=2000)[-2:].round(6).tolist()
    [[-999.0], [-999.5]]
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    path: list[FloatArray] = [np.asarray(start) / 1]
    v: FloatArray = np.zeros_like(path[0])
    for _ in range(steps):
        v, w = momentum_step(path[-1], v, gradient(path[-1]), learning_rate, mu)
        path.append(w)
    return np.stack(path)
