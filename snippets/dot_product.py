"""The dot product of two vectors."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def dot_product(a: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Multiply two vectors entry by entry, and sum.

    Computes :math:`a \cdot b = \sum_{i=1}^{n} a_i b_i` along the last axis.

    Parameters
    ----------
    a, b : array_like of shape (..., n)
        Vectors; the axes before the last one are broadcast, so that one vector meets a whole batch.

    Returns
    -------
    ndarray of shape (...)
        One number for each pair of vectors; 0 for vectors without entries.

    Raises
    ------
    ValueError
        If the vectors differ in length, or the other axes cannot be broadcast.

    Notes
    -----
    Terms of opposite sign cancel: the error is bounded by :math:`n u \sum_i |a_i b_i|` with u the unit roundoff, which
    may be far more than the result [1]_.

    References
    ----------
    .. [1] Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 3.1.

    Examples
    --------
    >>> dot_product([1, 2, 3], [[4, 5, 6], [3, 0, -1]]).tolist()
    [32.0, 0.0]
    >>> dot_product(np.array([200, 100], dtype=np.uint8), np.array([200, 100], dtype=np.uint8)).item()
    50000.0
    """
    a, b = np.asarray(a) / 1, np.asarray(b) / 1  # integers become float64, so that no product wraps around
    if a.shape[-1:] != b.shape[-1:] or a.ndim == 0:
        raise ValueError(f"a and b must be vectors of one length on the last axis, not of shapes {a.shape}, {b.shape}")
    return np.asarray((a * b).sum(axis=-1))
