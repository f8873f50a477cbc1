"""The hyperbolic tangent and its derivative."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def tanh(x: ArrayLike) -> FloatArray:
    r"""
    Squash any real number into the interval from -1 to 1.

    Computes :math:`\tanh(x) = (e^x - e^{-x}) / (e^x + e^{-x})`.

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
    Expanded by :math:`e^{-|x|}`, the fraction for :math:`|x|` is :math:`-u / (2 + u)` with
    :math:`u = e^{-2|x|} - 1`. Nothing overflows in it, and ``expm1`` keeps the digits of `u` that a subtraction of
    nearly equal powers would lose near zero [1]_.

    References
    ----------
    .. [1] Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 1.14.1.

    Examples
    --------
    >>> tanh([0.0, np.log(2.0), -np.log(3.0)]).round(6).tolist()
    [0.0, 0.6, -0.8]
    >>> tanh([1e-20, 800.0, -np.inf]).tolist()
    [1e-20, 1.0, -1.0]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    with np.errstate(over="ignore"):  # twice the largest float is as good as infinite
        u = np.expm1(-2 * np.abs(x))
    return np.asarray(np.copysign(u / (2 + u), x))


def tanh_derivative(x: ArrayLike) -> FloatArray:
    r"""
    Give the slope of the hyperbolic tangent.

    Computes :math:`\tanh'(x) = 1 - \tanh^2(x)`.

    Parameters
    ----------
    x : array_like of any shape
        Where the slope is wanted: the argument of tanh, not its value.

    Returns
    -------
    ndarray of the shape of `x`
        Slopes, at most 1.

    Notes
    -----
    The difference equals :math:`4d / (1 + d)^2` with :math:`d = e^{-2|x|}`. In this form nothing is subtracted from
    1, so that the slope is right for large `x` too, where :math:`\tanh(x)` is rounded to 1 [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 6.3.2.

    Examples
    --------
    >>> tanh_derivative([0.0, np.log(2.0)]).round(6).tolist()
    [1.0, 0.64]
    >>> (tanh_derivative([-50, 50, 800]) / np.exp(-100)).round(6).tolist()
    [4.0, 4.0, 0.0]
    """
    decay = np.exp(-np.abs(np.asarray(x) / 1)) ** 2
    return np.asarray(4 * decay / (1 + decay) ** 2)
