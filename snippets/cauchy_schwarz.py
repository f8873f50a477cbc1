"""Both sides of the Cauchy-Schwarz inequality."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from dot_product import dot_product
from numpy.typing import ArrayLike, NDArray
from vector import norm

FloatArray: TypeAlias = NDArray[np.floating]


def both_sides(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    r"""
    Compare the size of a dot product with the product of the lengths.

    Computes the two sides of :math:`\lvert x \cdot y \rvert \le \lVert x \rVert \, \lVert y \rVert` along the last
    axis.

    Parameters
    ----------
    x, y : array_like of shape (..., n)
        Vectors; the axes before the last one are broadcast.

    Returns
    -------
    tuple of two ndarrays of shape (...)
        The left side and the right side; equal if, and only if, one vector is a multiple of the other.

    Raises
    ------
    ValueError
        If a vector is a single number, or the lengths on the last axis differ.

    Notes
    -----
    In floating point, the left side of two parallel vectors may exceed the right side by rounding: compare with a
    tolerance. Both vectors are scaled by powers of two first, so that nothing overflows that need not. Section 6.A
    of [1]_ proves the inequality.

    References
    ----------
    .. [1] Axler, Linear Algebra Done Right, 3rd edition, Springer 2015, chapter 6.

    Examples
    --------
    >>> [side.tolist() for side in both_sides([3, 4], [[4, 3], [-6, -8], [-4, 3]])]
    [[24.0, 50.0, 0.0], [25.0, 50.0, 25.0]]
    >>> [side.round(6).item() for side in both_sides([3e300, -4e300], [4e-300, 3e-300])]
    [0.0, 25.0]
    """
    (x, x_exponent), (y, y_exponent) = _scaled(x), _scaled(y)
    exponent = x_exponent + y_exponent
    with np.errstate(over="ignore"):
        left = np.ldexp(np.abs(dot_product(x, y)), exponent)
        return np.asarray(left), np.asarray(np.ldexp(norm(x) * norm(y), exponent))


def _scaled(vector: ArrayLike) -> tuple[FloatArray, NDArray[np.int32]]:
    """Bring the largest entry near to 1, and tell by which power of two it must be multiplied afterwards."""
    entries = np.asarray(vector) / 1  # integers become float64, other types stay
    if entries.ndim == 0:
        raise ValueError(f"a vector must have shape (..., n), not {entries.shape}")
    _, exponent = np.frexp(np.abs(entries).max(axis=-1, initial=0.0))
    return np.ldexp(entries, -exponent[..., np.newaxis]), exponent
