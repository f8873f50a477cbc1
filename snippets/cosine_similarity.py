"""The cosine of the angle between two vectors."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from dot_product import dot_product
from numpy.typing import ArrayLike, NDArray
from vector import norm

FloatArray: TypeAlias = NDArray[np.floating]


def cosine_similarity(x: ArrayLike, y: ArrayLike) -> FloatArray:
    r"""
    Compare the directions of two vectors, whatever their lengths.

    Computes :math:`\cos\theta = \frac{x \cdot y}{\lVert x \rVert \, \lVert y \rVert}` along the last axis.

    Parameters
    ----------
    x, y : array_like of shape (..., n)
        Vectors other than 0; the axes before the last one are broadcast.

    Returns
    -------
    ndarray of shape (...)
        1 for one direction, 0 for a right angle, -1 for opposite directions; never outside of [-1, 1].

    Raises
    ------
    ValueError
        If a vector is 0 or not finite, or the lengths on the last axis differ.

    Notes
    -----
    Both vectors are brought to length 1 first, so that no product overflows. By the inequality of Cauchy and Schwarz
    the result is at most 1; what rounding adds to that is cut off. Its use for comparing texts is shown in [1]_.

    References
    ----------
    .. [1] Manning, Raghavan and Schütze, Introduction to Information Retrieval, Cambridge 2008, section 6.3.

    Examples
    --------
    >>> cosine_similarity([3, 4], [[4, 3], [-4, 3], [-6, -8]]).round(6).tolist()
    [0.96, 0.0, -1.0]
    >>> cosine_similarity([1e300, 1e300], [1e-320, 0]).round(6).item()
    0.707107
    """
    return np.asarray(np.clip(dot_product(_direction(x), _direction(y)), -1.0, 1.0))


def _direction(vector: ArrayLike) -> FloatArray:
    """Give the vector of length 1 that points the same way."""
    entries = np.asarray(vector) / 1  # integers become float64, other types stay
    if entries.ndim == 0:
        raise ValueError(f"a vector must have shape (..., n), not {entries.shape}")
    largest = np.abs(entries).max(axis=-1, keepdims=True, initial=0.0)
    if not ((largest > 0) & np.isfinite(largest)).all():
        raise ValueError(f"vectors of shape {entries.shape} must be finite and not 0: others have no direction")
    scaled = entries / largest
    return np.asarray(scaled / norm(scaled)[..., np.newaxis])
