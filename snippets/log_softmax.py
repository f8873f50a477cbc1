"""The logarithm of the softmax function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def log_softmax(z: ArrayLike) -> FloatArray:
    r"""
    Give the logarithms of the shares that softmax makes of scores.

    Computes :math:`\log\mathrm{softmax}(z)_i = z_i - \log \sum_j e^{z_j}` along the last axis.

    Parameters
    ----------
    z : array_like of shape (..., n)
        One score for each of n classes; ``-inf`` rules a class out.

    Returns
    -------
    ndarray of shape (..., n)
        Logarithms of probabilities, none above 0.

    Raises
    ------
    ValueError
        With no class at all, or where the largest score of a row is infinite.

    Notes
    -----
    The largest score is subtracted first, so that no power overflows, and the sum does not underflow to 0. Its own
    power is then exactly 1, which ``log1p`` adds to the rest without rounding: the logarithm of a share near 1 keeps
    its digits. Reference [1]_ bounds the rounding error.

    References
    ----------
    .. [1] Blanchard, Higham and Higham, IMA Journal of Numerical Analysis 41(4), 2021, pages 2311-2330.

    Examples
    --------
    >>> log_softmax([0.0, np.log(3.0)]).round(6).tolist()
    [-1.386294, -0.287682]
    >>> log_softmax([[1000, 0], [40, 0], [0, -np.inf]]).tolist()
    [[0.0, -1000.0], [-4.248354255291589e-18, -40.0], [0.0, -inf]]
    """
    z = np.asarray(z) / 1  # integers become float64, other types stay
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"log_softmax needs scores of shape (..., n) with at least one class, not {z.shape}")
    winner = z.argmax(axis=-1, keepdims=True)
    largest = z.max(axis=-1, keepdims=True)
    if np.isinf(largest).any():
        raise ValueError(f"in scores of shape {z.shape}, the largest of each row must be finite")
    with np.errstate(over="ignore"):  # a difference beyond the largest float is as good as infinite
        below = z - largest
    others = np.exp(below)
    np.put_along_axis(others, winner, 0, axis=-1)
    return np.asarray(below - np.log1p(others.sum(axis=-1, keepdims=True)))
