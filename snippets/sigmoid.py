"""The sigmoid function and its derivative."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def sigmoid(z: ArrayLike) -> FloatArray:
    r"""
    Squash any real number into the interval from 0 to 1.

    Computes :math:`\sigma(z) = 1 / (1 + e^{-z})`.

    Parameters
    ----------
    z : array_like of any shape
        Real numbers; of a neuron, its weighted input.

    Returns
    -------
    ndarray of the shape of `z`
        Values between 0 and 1.

    Notes
    -----
    Only :math:`e^{-|z|}` is computed, which cannot overflow; for negative `z` the fraction is the same one, expanded
    by :math:`e^{z}`. So tiny values keep all their digits. The function is called logistic in [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 3.10.

    Examples
    --------
    >>> sigmoid(np.array([0.0, np.log(4.0)])).round(6).tolist()
    [0.5, 0.8]
    >>> sigmoid(np.array([-800, -40, 800])).tolist()
    [0.0, 4.248354255291589e-18, 1.0]
    """
    z = np.asarray(z) / 1  # integers become float64, other types stay
    decay = np.exp(-np.abs(z))
    return np.asarray(np.where(z < 0, decay, 1.0) / (1.0 + decay))


def sigmoid_derivative(z: ArrayLike) -> FloatArray:
    r"""
    Give the slope of the sigmoid function.

    Computes :math:`\sigma'(z) = \sigma(z)\,(1 - \sigma(z))`.

    Parameters
    ----------
    z : array_like of any shape
        Where the slope is wanted: the argument of the sigmoid, not its value.

    Returns
    -------
    ndarray of the shape of `z`
        Slopes, at most 1/4.

    Notes
    -----
    The product equals :math:`e^{-|z|} / (1 + e^{-|z|})^2`. In this form nothing is subtracted from 1, so that the
    slope is right for large `z` too, where :math:`\sigma(z)` is rounded to 1 [1]_.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, equation 4.88.

    Examples
    --------
    >>> sigmoid_derivative(np.array([0.0, np.log(4.0)])).round(6).tolist()
    [0.25, 0.16]
    >>> sigmoid_derivative(np.array([-40, 40, 800])).tolist()
    [4.248354255291589e-18, 4.248354255291589e-18, 0.0]
    """
    decay = np.exp(-np.abs(np.asarray(z) / 1))
    return np.asarray(decay / (1.0 + decay) ** 2)
