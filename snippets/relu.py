"""The rectified linear unit and its derivative."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def relu(x: ArrayLike) -> FloatArray:
    r"""
    Let positive numbers pass, and nothing else.

    Computes :math:`\mathrm{ReLU}(x) = \max(0, x)`.

    Parameters
    ----------
    x : array_like of any shape
        Real numbers; of a neuron, its weighted input.

    Returns
    -------
    ndarray of the shape of `x`
        Numbers that are not negative.

    Notes
    -----
    No rounding, no power, no division: one comparison for each number [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 6.3.1.

    Examples
    --------
    >>> relu([-2, 0, 3]).tolist()
    [0.0, 0.0, 3.0]
    >>> relu([-np.inf, 5e-324, 1.7e308]).tolist()
    [0.0, 5e-324, 1.7e+308]
    """
    return np.asarray(np.maximum(np.asarray(x) / 1, 0))  # integers become float64, other types stay


def relu_derivative(x: ArrayLike) -> FloatArray:
    r"""
    Give the slope of the rectified linear unit.

    Computes :math:`\mathrm{ReLU}'(x) = 1` for :math:`x > 0`, and 0 for :math:`x < 0`.

    Parameters
    ----------
    x : array_like of any shape
        Where the slope is wanted.

    Returns
    -------
    ndarray of the shape of `x`
        Ones and zeros; 0 at zero, where there is no slope.

    Notes
    -----
    At zero, any number from 0 to 1 is the slope of a line that supports the graph from below: a subgradient. This
    takes 0, as libraries for machine learning do [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 6.3.

    Examples
    --------
    >>> relu_derivative([-2, 0, 3]).tolist()
    [0.0, 0.0, 1.0]
    >>> relu_derivative([-5e-324, 5e-324, np.inf]).tolist()
    [0.0, 1.0, 1.0]
    """
    return np.asarray(np.heaviside(np.asarray(x) / 1, 0))
