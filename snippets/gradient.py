"""The gradient of a function of several variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from partial_derivative import partial_derivative

FloatArray: TypeAlias = NDArray[np.floating]


def gradient(f: Callable[[FloatArray], ArrayLike], x: ArrayLike) -> FloatArray:
    r"""
    Collect the partial derivatives of a function into a vector.

    Computes :math:`\nabla f = (\partial f / \partial x_1, \ldots, \partial f / \partial x_n)` at the points `x`.

    Parameters
    ----------
    f : callable
        Takes points of shape (..., n) and returns one number for each, of shape (...).
    x : array_like of shape (..., n)
        Points, their coordinates on the last axis.

    Returns
    -------
    ndarray of shape (..., n)
        Vectors that point where `f` grows fastest; their length is the slope in that direction.

    Raises
    ------
    ValueError
        If the points have no coordinate, or `f` does not return one number for each point.

    Notes
    -----
    Cost: 2n calls of `f`. Backpropagation gets the same vector for the price of a few; this is how it is tested [1]_.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 5.3.3.

    Examples
    --------
    >>> gradient(lambda x: x[..., 0] ** 2 + 3 * x[..., 1], [[2, 0], [-1, 7]]).round(6).tolist()
    [[4.0, 3.0], [-2.0, 3.0]]
    >>> gradient(lambda x: np.log(x).sum(axis=-1), [1.0, 1e9]).round(10).tolist()
    [1.0, 1e-09]
    """
    x = np.asarray(x)
    if x.ndim == 0 or x.shape[-1] == 0:
        raise ValueError(f"points must have shape (..., n), n >= 1, not {x.shape}")
    return np.stack([partial_derivative(f, x, i) for i in range(x.shape[-1])], axis=-1)
