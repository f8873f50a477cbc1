"""The softplus function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def softplus(x: ArrayLike) -> FloatArray:
    r"""
    Round the corner off the rectified linear unit.

    Computes :math:`\zeta(x) = \ln(1 + e^x)`.

    Parameters
    ----------
    x : array_like of any shape
        Real numbers; of a neuron, its weighted input.

    Returns
    -------
    ndarray of the shape of `x`
        Positive numbers, until they are too small to be held.

    Notes
    -----
    With :math:`\zeta(x) = \max(0, x) + \ln(1 + e^{-|x|})`, no power overflows; ``log1p`` keeps the digits of a power
    that is small beside 1 [1]_. The derivative is the sigmoid function.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, sections 3.10 and 4.1.

    Examples
    --------
    >>> softplus([0.0, np.log(3.0)]).round(6).tolist()
    [0.693147, 1.386294]
    >>> softplus([-40, 1000, -np.inf]).tolist()
    [4.248354255291589e-18, 1000.0, 0.0]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    return np.asarray(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))
