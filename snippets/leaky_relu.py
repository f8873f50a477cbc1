"""The leaky rectified linear unit."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def leaky_relu(x: ArrayLike, alpha: float = 0.01) -> FloatArray:
    r"""
    Let positive numbers pass, and a small part of negative ones.

    Computes :math:`f(x) = x` for :math:`x \ge 0`, and :math:`\alpha x` for :math:`x < 0`.

    Parameters
    ----------
    x : array_like of any shape
        Real numbers; of a neuron, its weighted input.
    alpha : float, default 0.01
        The slope on the left, between 0 and 1.

    Returns
    -------
    ndarray of the shape of `x`
        The numbers, those below zero made smaller.

    Raises
    ------
    ValueError
        If `alpha` does not lie between 0 and 1: with 0 it would be ReLU, with 1 a straight line.

    Notes
    -----
    The default is the slope of [1]_.

    References
    ----------
    .. [1] Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, ICML Workshop on Deep
       Learning for Audio, Speech and Language Processing, 2013.

    Examples
    --------
    >>> leaky_relu([-2, 0, 3], alpha=0.25).tolist()
    [-0.5, 0.0, 3.0]
    >>> leaky_relu([-np.inf, -1e300, np.inf], alpha=0.5).tolist()
    [-inf, -5e+299, inf]
    """
    x = np.asarray(x)
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, not {alpha}")
    return np.asarray(np.where(x < 0, alpha * x, x))
