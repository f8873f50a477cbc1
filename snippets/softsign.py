"""The softsign function and its derivative."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def softsign(x: ArrayLike) -> FloatArray:
    r"""
    Squash any real number into the interval from -1 to 1, and slowly.

    Computes :math:`f(x) = x / (1 + |x|)`.

    Parameters
    ----------
    x : array_like of any shape
        Real numbers; of a neuron, its weighted input.

    Returns
    -------
    ndarray of the shape of `x`
        Values between -1 and 1.

    Notes
    -----
    Infinite numbers give the limits, -1 and 1, where the fraction alone has no value. The function was made an
    activation function in [1]_.

    References
    ----------
    .. [1] Bergstra, Desjardins, Lamblin and Bengio, Quadratic polynomials learn better image features, Technical report
       1337, Département d'informatique et de recherche opérationnelle, Université de Montréal 2009.

    Examples
    --------
    >>> softsign([-3, 0, 1]).tolist()
    [-0.75, 0.0, 0.5]
    >>> softsign([1e-300, 1e300, -np.inf]).tolist()
    [1e-300, 1.0, -1.0]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(x), np.sign(x), x / (1 + np.abs(x)))


def softsign_derivative(x: ArrayLike) -> FloatArray:
    r"""
    Give the slope of the softsign function.

    Computes :math:`f'(x) = 1 / (1 + |x|)^2`.

    Parameters
    ----------
    x : array_like of any shape
        Where the slope is wanted.

    Returns
    -------
    ndarray of the shape of `x`
        Slopes, at most 1.

    Notes
    -----
    The square is taken last, so that it cannot overflow. The slope falls as a power of `x`, that of tanh as an
    exponential [1]_.

    References
    ----------
    .. [1] Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010,
       section 2.

    Examples
    --------
    >>> softsign_derivative([-3, 0, 1]).tolist()
    [0.0625, 1.0, 0.25]
    >>> softsign_derivative([2.0**60, -1e200, np.inf]).tolist() == [2.0**-120, 0.0, 0.0]
    True
    """
    return np.asarray((1 / (1 + np.abs(np.asarray(x) / 1))) ** 2)
