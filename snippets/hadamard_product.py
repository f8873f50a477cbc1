"""The Hadamard product of two matrices."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def hadamard_product(a: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Multiply two arrays of one shape, entry by entry.

    Computes :math:`(A \odot B)_{ij} = A_{ij} B_{ij}`; so too for vectors, and for whole batches.

    Parameters
    ----------
    a, b : array_like of one shape
        Matrices, vectors, or batches of them.

    Returns
    -------
    ndarray of the same shape
        The products of the entries.

    Raises
    ------
    ValueError
        If the shapes differ: nothing is broadcast.

    Notes
    -----
    The ``*`` of numpy also multiplies a row by a column, and makes a full matrix of them without a word. A shape that
    is wrong in this way is an error here. Section 5.0 of [1]_.

    References
    ----------
    .. [1] Horn and Johnson, Topics in Matrix Analysis, Cambridge University Press 1991, chapter 5.

    Examples
    --------
    >>> hadamard_product([[1, 2], [3, 4]], [[5, 6], [7, 0]]).tolist()
    [[5.0, 12.0], [21.0, 0.0]]
    >>> hadamard_product(np.array([200], dtype=np.uint8), np.array([200], dtype=np.uint8)).tolist()
    [40000.0]
    """
    a, b = np.asarray(a) / 1, np.asarray(b) / 1  # integers become float64, so that no product wraps around
    if a.shape != b.shape:
        raise ValueError(f"a and b must have one shape, not {a.shape} and {b.shape}")
    return np.asarray(a * b)
