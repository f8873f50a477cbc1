"""The linear function of school: a straight line."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def linear_function(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Follow a straight line.

    Computes :math:`f(x) = a x + b`.

    Parameters
    ----------
    x : array_like of any shape
        Where the value is wanted.
    a : array_like, broadcast against `x`
        Slope: how much the value grows for each unit of `x`.
    b : array_like, broadcast against `x`
        Intercept: the value at 0.

    Returns
    -------
    ndarray of the common shape
        Points of the line.

    Raises
    ------
    ValueError
        If the shapes cannot be broadcast.

    Notes
    -----
    A neuron with one input computes this before its activation function. Two roundings; where :math:`a x` and b nearly
    cancel, few digits are left. With :math:`b \ne 0` this is affine, not linear in the sense of [1]_.

    References
    ----------
    .. [1] Axler, Linear Algebra Done Right, 3rd edition, Springer 2015, chapter 3.

    Examples
    --------
    >>> linear_function([0, 1, 2], 3, -1).tolist()
    [-1.0, 2.0, 5.0]
    >>> linear_function(np.array([0, 255], dtype=np.uint8), 2, 1).tolist()
    [1.0, 511.0]
    """
    x = np.asarray(x) / 1  # integers become float64, so that no product wraps around
    return np.asarray(np.add(np.multiply(a, x), b))
