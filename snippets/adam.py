"""Adam: gradient descent whose steps are scaled entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def adam_step(  # noqa: PLR0913 (the update has as many symbols)
    w: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    gradient: ArrayLike,
    t: int,
    *,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    r"""
    Go one step, in units of the learning rate, by running means of the gradient and of its square.

    Computes, entry by entry, :math:`m \leftarrow \beta_1 m + (1 - \beta_1) g`,
    :math:`v \leftarrow \beta_2 v + (1 - \beta_2) g^2`, :math:`\hat m = m / (1 - \beta_1^t)`,
    :math:`\hat v = v / (1 - \beta_2^t)` and :math:`w \leftarrow w - \eta \hat m / (\sqrt{\hat v} + \epsilon)`.

    Parameters
    ----------
    w : array_like of any shape
        The parameters.
    m, v : array_like of the shape of `w`
        The running means of the gradient and of its square: both 0 before the first step. `v` is never negative.
    gradient : array_like of the shape of `w`
        The gradient g of the cost at `w`.
    t : int
        The number of this step, from 1.
    learning_rate : float, default 0.001
        The factor :math:`\eta > 0`: about the length of a step in each entry.
    beta1, beta2 : float, default 0.9 and 0.999
        The share of the running means that is kept, from 0 to less than 1.
    epsilon : float, default 1e-8
        Positive; keeps the quotient finite where the gradient has always been 0.

    Returns
    -------
    tuple of three ndarrays of the shape of `w`
        The next `m`, `v` and `w`; the arguments are left as they are.

    Raises
    ------
    ValueError
        If the shapes differ, `v` is negative somewhere, `t` is less than 1, or a factor lies outside its interval.

    Notes
    -----
    Both means start at 0, and so are too small at first; the division by :math:`1 - \beta^t` corrects it exactly where
    the gradient does not change. Algorithm 1 of [1]_.

    References
    ----------
    .. [1] Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015.

    Examples
    --------
    >>> m, v, w = adam_step([1.0, 1.0], [0.0, 0.0], [0.0, 0.0], [100.0, -0.01], 1, learning_rate=0.25)
    >>> w.round(6).tolist()
    [0.75, 1.25]
    >>> [each.tolist() for each in adam_step(1.0, 0.0, 0.0, 0.0, 1)]
    [0.0, 0.0, 1.0]
    """
    w, gradient = np.asarray(w) / 1, np.asarray(gradient) / 1  # integers become float64, other types stay
    m, v = np.asarray(m), np.asarray(v)
    if not w.shape == m.shape == v.shape == gradient.shape:
        shapes = f"{w.shape}, {m.shape}, {v.shape} and {gradient.shape}"
        raise ValueError(f"w, m, v and gradient must have one shape, not {shapes}")
    if t < 1 or (v < 0).any():
        raise ValueError(f"steps count from 1 and v of shape {v.shape} must not be negative; t is {t}")
    if not (learning_rate > 0 and epsilon > 0 and 0 <= beta1 < 1 and 0 <= beta2 < 1):
        told = f"{learning_rate}, {epsilon}, {beta1} and {beta2}"
        raise ValueError(f"learning_rate and epsilon must be positive, beta1 and beta2 in [0, 1), not {told}")
    mean = np.asarray(beta1 * m + (1 - beta1) * gradient)
    square = np.asarray(beta2 * v + (1 - beta2) * gradient**2)
    corrected, scale = mean / (1 - beta1**t), np.sqrt(square / (1 - beta2**t))
    return mean, square, np.asarray(w - learning_rate * corrected / (scale + epsilon))


def adam(  # noqa: PLR0913 (the update has as many symbols)
    gradient: Callable[[FloatArray], ArrayLike],
    start: ArrayLike,
    *,
    steps: int,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
) -> FloatArray:
    """
    Take a number of steps, and keep the whole path.

    Repeats `adam_step`, with both running means 0 at the start.

    Parameters
    ----------
    gradient : callable
        Takes a point and returns the gradient there, in the same shape.
    start : array_like of any shape
        Where to begin.
    steps : int
        How many; with 0, the path is the start.
    learning_rate : float, default 0.001
        Positive; the same for all steps.
    beta1, beta2 : float, default 0.9 and 0.999
        The share of the running means that is kept, from 0 to less than 1.

    Returns
    -------
    ndarray of shape (steps + 1, ...)
        The points in the order of the descent.

    Raises
    ------
    ValueError
        If `steps` is negative, a factor lies outside its interval, or `gradient` changes the shape.

    Examples
    --------
    >>> adam(lambda x: 2 * x, [8.0], steps=3, learning_rate=0.5).round(3).tolist()
    [[8.0], [7.5], [7.001], [6.504]]
    >>> adam(lambda x: 2e6 * x, [8.0], steps=3, learning_rate=0.5).round(3).tolist()
    [[8.0], [7.5], [7.001], [6.504]]
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps}")
    path: list[FloatArray] = [np.asarray(start) / 1]
    m, v = np.zeros_like(path[0]), np.zeros_like(path[0])
    for t in range(1, steps + 1):
        slope = gradient(path[-1])
        m, v, w = adam_step(path[-1], m, v, slope, t, learning_rate=learning_rate, beta1=beta1, beta2=beta2)
        path.append(w)
    return np.stack(path)
