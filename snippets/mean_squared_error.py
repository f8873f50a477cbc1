"""The mean squared error and the quadratic cost, which differ by a factor."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def mean_squared_error(y: ArrayLike, y_hat: ArrayLike) -> FloatArray:
    r"""
    Average the squares of the differences between observations and predictions.

    Computes :math:`\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2` along the last axis.

    Parameters
    ----------
    y : array_like of shape (..., n)
        The observed values, one for each of n examples.
    y_hat : array_like of shape (..., n)
        The predicted values.

    Returns
    -------
    ndarray of shape (...)
        The mean squared error, in the square of the unit of `y`.

    Raises
    ------
    ValueError
        If the shapes differ or there is no example.

    Notes
    -----
    The difference is taken before the square: expanding it would cancel digits. Equation 5.4 of [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 5.1.4.

    Examples
    --------
    >>> mean_squared_error([3, 5], [2, 8]).item()
    5.0
    >>> mean_squared_error(np.array([250], dtype=np.uint8), np.array([252], dtype=np.uint8)).item()
    4.0
    """
    y, y_hat = np.asarray(y) / 1, np.asarray(y_hat) / 1  # integers become float64, so that none wraps around
    if y.ndim == 0 or y.shape != y_hat.shape or y.shape[-1] == 0:
        raise ValueError(f"y and y_hat must have one shape (..., n), n >= 1, not {y.shape} and {y_hat.shape}")
    return np.asarray(((y - y_hat) ** 2).mean(axis=-1))


def quadratic_cost(y: ArrayLike, a: ArrayLike) -> FloatArray:
    r"""
    Give half the mean squared distance between wanted and actual outputs.

    Computes :math:`C = \frac{1}{2n} \sum_x \lVert y(x) - a(x) \rVert^2` over the last two axes.

    Parameters
    ----------
    y : array_like of shape (..., n, m)
        The wanted outputs: m numbers for each of n examples.
    a : array_like of shape (..., n, m)
        The outputs of the network.

    Returns
    -------
    ndarray of shape (...)
        The cost.

    Raises
    ------
    ValueError
        If the shapes differ or there is no example.

    Notes
    -----
    The n counts examples; the squares of the m outputs of one example are summed, not averaged. The half cancels
    the 2 that the derivative brings, and moves no minimum. Equation 6 of [1]_.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 1.

    Examples
    --------
    >>> quadratic_cost([[0, 1], [1, 0]], [[0, 1], [4, 4]]).item()
    6.25
    >>> quadratic_cost([[1e9 + 1]], [[1e9]]).item()
    0.5
    """
    y, a = np.asarray(y) / 1, np.asarray(a) / 1
    if y.ndim < 2 or y.shape != a.shape or y.shape[-2] == 0:  # noqa: PLR2004 (the two axes: examples, outputs)
        raise ValueError(f"y and a must have one shape (..., n, m), n >= 1, not {y.shape} and {a.shape}")
    return np.asarray(((y - a) ** 2).sum(axis=-1).mean(axis=-1) / 2)
