"""Costs that large weights add to, and the step of gradient descent that follows from the first of them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def l2_cost(cost: float, w: ArrayLike, rate: float, n: int) -> float:
    r"""
    Add a penalty for the squares of the weights.

    Computes :math:`C = C_0 + \frac{\lambda}{2n} \sum_w w^2`.

    Parameters
    ----------
    cost : float
        The cost :math:`C_0` without regularization.
    w : array_like of any shape
        All weights of the network; biases are usually left out.
    rate : float
        How much a large weight costs, :math:`\lambda`, not negative.
    n : int
        How many examples there are to train with, at least 1.

    Returns
    -------
    float
        The cost :math:`C`; infinite if it is beyond the largest float.

    Raises
    ------
    ValueError
        If `rate` is negative, or there is no example.

    Notes
    -----
    Regularization of the weights only, as in [1]_. They are summed in their own precision, scaled by a power of two
    that brings the largest near to 1: their squares may leave the range of floats if the cost does not.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 3.

    Examples
    --------
    >>> l2_cost(1, [[3, -4], [0, 0]], 0.5, 5)
    2.25
    >>> l2_cost(1, [1e200], 0, 1), l2_cost(0, [2.0**600], 2.0**-1000, 1) == 2.0**199, l2_cost(1, [1e200], 1, 1)
    (1.0, True, inf)
    """
    w = _checked(w, rate, n)
    if rate == 0:
        return float(cost)
    _, exponent = np.frexp(np.abs(w).max(initial=0.0))
    squares = float((np.ldexp(w, -exponent) ** 2).sum())
    with np.errstate(over="ignore"):
        return float(cost + np.ldexp(rate / (2 * n) * squares, 2 * exponent))


def l1_cost(cost: float, w: ArrayLike, rate: float, n: int) -> float:
    r"""
    Add a penalty for the absolute values of the weights.

    Computes :math:`C = C_0 + \frac{\lambda}{n} \sum_w |w|`.

    Parameters
    ----------
    cost : float
        The cost :math:`C_0` without regularization.
    w : array_like of any shape
        All weights of the network; biases are usually left out.
    rate : float
        How much a large weight costs, :math:`\lambda`, not negative.
    n : int
        How many examples there are to train with, at least 1.

    Returns
    -------
    float
        The cost :math:`C`.

    Raises
    ------
    ValueError
        If `rate` is negative, or there is no example.

    Notes
    -----
    No factor 1/2 here, since no square brings down a 2 [1]_.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 3.

    Examples
    --------
    >>> l1_cost(1, [[3, -4], [0, 0]], 0.5, 4)
    1.875
    >>> l1_cost(0, [-1e300], 1e-300, 1)
    1.0
    """
    w = _checked(w, rate, n)
    return float(cost + rate / n * float(np.abs(w).sum()))


def decay_step(w: ArrayLike, gradient: ArrayLike, eta: float, rate: float, n: int) -> FloatArray:
    r"""
    Take one step of gradient descent down the cost with the squares of the weights.

    Computes :math:`w \leftarrow (1 - \eta\lambda/n)\,w - \eta\,\partial C_0 / \partial w`.

    Parameters
    ----------
    w : array_like of any shape
        Weights.
    gradient : array_like of the shape of `w`
        Derivatives :math:`\partial C_0 / \partial w` of the cost without regularization.
    eta : float
        Learning rate :math:`\eta`.
    rate : float
        How much a large weight costs, :math:`\lambda`, not negative.
    n : int
        How many examples there are to train with, at least 1.

    Returns
    -------
    ndarray of the shape of `w`
        The new weights.

    Raises
    ------
    ValueError
        If the shapes differ, `rate` is negative, or there is no example.

    Notes
    -----
    The first factor gives the name weight decay. For :math:`\eta\lambda/n > 1` it is negative: the rate is too
    large then [1]_.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 3.

    Examples
    --------
    >>> decay_step([4, -2], [1, 0], 0.5, 1, 2).tolist()
    [2.5, -1.5]
    >>> decay_step([1e308, -5], [0, 0], 1, 3, 3).tolist()
    [0.0, -0.0]
    """
    w, gradient = _checked(w, rate, n), np.asarray(gradient)
    if w.shape != gradient.shape:
        raise ValueError(f"w and gradient must have one shape, not {w.shape} and {gradient.shape}")
    return np.asarray((1 - eta * rate / n) * w - eta * gradient)


def _checked(w: ArrayLike, rate: float, n: int) -> FloatArray:
    if rate < 0 or n < 1:
        raise ValueError(f"the rate must not be negative ({rate}), and n must be at least 1 ({n})")
    return np.asarray(np.asarray(w) / 1)  # integers become float64, other types stay
