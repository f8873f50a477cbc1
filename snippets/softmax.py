"""The softmax function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def softmax(z: ArrayLike) -> FloatArray:
    r"""
    Make positive numbers that sum to 1 of any scores.

    Computes :math:`\mathrm{softmax}(z)_i = e^{z_i} / \sum_j e^{z_j}` along the last axis.

    Parameters
    ----------
    z : array_like of shape (..., n)
        One score for each of n classes; ``-inf`` rules a class out.

    Returns
    -------
    ndarray of shape (..., n)
        For each score its share of the whole.

    Raises
    ------
    ValueError
        With no class at all, or where the largest score of a row is infinite.

    Notes
    -----
    A constant added to all scores cancels in the fraction. With the largest score subtracted, the largest power is
    :math:`e^0` and nothing overflows; reference [1]_ bounds the rounding error.

    References
    ----------
    .. [1] Blanchard, Higham and Higham, IMA Journal of Numerical Analysis 41(4), 2021, pages 2311-2330.

    Examples
    --------
    >>> softmax(np.log([1.0, 2.0, 5.0])).round(6).tolist()
    [0.125, 0.25, 0.625]
    >>> softmax([[1000, 1000], [-1000, -np.inf]]).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    z = np.asarray(z) / 1  # integers become float64, other types stay
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"softmax needs scores of shape (..., n) with at least one class, not {z.shape}")
    largest = z.max(axis=-1, keepdims=True)
    if np.isinf(largest).any():
        raise ValueError(f"in scores of shape {z.shape}, the largest of each row must be finite")
    with np.errstate(over="ignore"):  # a difference beyond the largest float is as good as infinite
        powers = np.exp(z - largest)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
