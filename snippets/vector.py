"""The length of a vector."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def norm(x: ArrayLike) -> FloatArray:
    r"""
    Measure how long a vector is.

    Computes :math:`\lVert x \rVert = \sqrt{\sum_{i=1}^{n} x_i^2}` along the last axis.

    Parameters
    ----------
    x : array_like of shape (..., n)
        Vectors, their entries on the last axis.

    Returns
    -------
    ndarray of shape (...)
        Lengths; 0 for vectors without entries.

    Raises
    ------
    ValueError
        If `x` is a single number.

    Notes
    -----
    Squares leave the range of floating-point numbers long before lengths do. So each vector is first scaled by a power
    of two that brings its largest entry near to 1, which changes no digit; chapter 27 of [1]_ treats the problem.

    References
    ----------
    .. [1] Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, chapter 27.

    Examples
    --------
    >>> norm([[3, 4], [-5, 12]]).tolist()
    [5.0, 13.0]
    >>> norm([[1e300, 0], [0, -5e-324]]).tolist()
    [1e+300, 5e-324]
    """
    x = np.abs(np.asarray(x) / 1)  # integers become float64, other types stay
    if x.ndim == 0:
        raise ValueError(f"a vector must have shape (..., n), not {x.shape}")
    _, exponent = np.frexp(x.max(axis=-1, initial=0.0))
    with np.errstate(over="ignore"):
        scaled = np.ldexp(x, -exponent[..., np.newaxis])
        return np.asarray(np.ldexp(np.sqrt((scaled**2).sum(axis=-1)), exponent))
