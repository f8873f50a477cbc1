"""Maximum pooling."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def max_pool(x: ArrayLike, s: int) -> FloatArray:
    r"""
    Keep the largest entry of each square of a picture.

    Computes :math:`y_{ij} = \max_{0 \le m, n < s} x_{si+m, sj+n}`, indices from 0.

    Parameters
    ----------
    x : array_like of shape (..., s * p, s * q)
        Pictures, or maps of features.
    s : int
        Side of the squares, which do not overlap; at least 1.

    Returns
    -------
    ndarray of shape (..., p, q)
        The largest entry of each square.

    Raises
    ------
    ValueError
        If the squares do not cover the picture exactly.

    Notes
    -----
    Nothing is learned here: there are no weights. A border that fills no square is an error rather than dropped;
    add to the picture, or cut it, before. Pooling is the third stage of the layer in [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 9.3.

    Examples
    --------
    >>> max_pool([[1, 2, 0, 0], [3, 4, 0, 9]], 2).tolist()
    [[4.0, 9.0]]
    >>> max_pool([[-np.inf, -5], [-7, -6]], 2).tolist()
    [[-5.0]]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if x.ndim < 2 or s < 1 or x.shape[-2] % s or x.shape[-1] % s:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"squares of side {s} do not cover pictures of shape {x.shape}, (..., h, b), exactly")
    rows, columns = x.shape[-2] // s, x.shape[-1] // s
    return np.asarray(x.reshape(*x.shape[:-2], rows, s, columns, s).max(axis=(-3, -1)))
