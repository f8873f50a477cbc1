"""The product of two matrices."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def matrix_product(a: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Multiply two matrices: rows of the first with columns of the second.

    Computes :math:`c_{ij} = \sum_{k=1}^{n} a_{ik} b_{kj}` for the matrices on the last two axes.

    Parameters
    ----------
    a : array_like of shape (..., m, n)
        The matrix on the left.
    b : array_like of shape (..., n, p)
        The matrix on the right; the axes before the last two are broadcast.

    Returns
    -------
    ndarray of shape (..., m, p)
        Products; full of 0 for n = 0.

    Raises
    ------
    ValueError
        If one of them is no matrix, or `a` has not as many columns as `b` has rows.

    Notes
    -----
    Cost: mnp products. Use ``a @ b`` at work, which has the same value up to rounding and is much faster; here the
    indices can be read. Section 2.4 of [1]_ shows four ways of looking at the same product.

    References
    ----------
    .. [1] Strang, Introduction to Linear Algebra, 5th edition, Wellesley-Cambridge Press 2016, section 2.4.

    Examples
    --------
    >>> matrix_product([[1, 2], [3, 4]], [[0, 1], [1, 0]]).tolist()
    [[2.0, 1.0], [4.0, 3.0]]
    >>> matrix_product(np.ones((2, 0)), np.ones((0, 3))).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    a, b = np.asarray(a) / 1, np.asarray(b) / 1  # integers become float64, so that no product wraps around
    if min(a.ndim, b.ndim) < 2 or a.shape[-1] != b.shape[-2]:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"a and b must have shapes (..., m, n) and (..., n, p), not {a.shape} and {b.shape}")
    return np.asarray(np.einsum("...ik,...kj->...ij", a, b))
