"""The transpose of a matrix."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def transpose(a: ArrayLike) -> FloatArray:
    r"""
    Turn the rows of a matrix into columns.

    Computes :math:`(A^T)_{ij} = A_{ji}` for the matrices on the last two axes.

    Parameters
    ----------
    a : array_like of shape (..., m, n)
        Matrices.

    Returns
    -------
    ndarray of shape (..., n, m)
        Transposes, in memory of their own.

    Raises
    ------
    ValueError
        If `a` has fewer than two axes: write a row as shape (1, n), a column as (n, 1).

    Notes
    -----
    ``a.T`` of numpy does nothing to an array with one axis, and reverses all axes of a batch. Here only the last two
    change places. Section 2.7 of [1]_.

    References
    ----------
    .. [1] Strang, Introduction to Linear Algebra, 5th edition, Wellesley-Cambridge Press 2016, section 2.7.

    Examples
    --------
    >>> transpose([[1, 2, 3], [4, 5, 6]]).tolist()
    [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]
    >>> transpose(np.zeros((5, 2, 3))).shape
    (5, 3, 2)
    """
    a = np.asarray(a) / 1  # integers become float64, other types stay
    if a.ndim < 2:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"a matrix must have shape (..., m, n), not {a.shape}")
    return np.swapaxes(a, -1, -2)
