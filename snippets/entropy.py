"""The entropy of a distribution."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from cross_entropy import cross_entropy
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def entropy(p: ArrayLike) -> FloatArray:
    r"""
    Give the mean surprise at what a distribution lets happen.

    Computes :math:`H = -\sum_i p_i \log p_i` along the last axis, with the natural logarithm and
    :math:`0 \log 0 = 0`.

    Parameters
    ----------
    p : array_like of shape (..., n)
        The probabilities of n outcomes; they sum to 1.

    Returns
    -------
    ndarray of shape (...)
        The entropy in nats, from 0 to :math:`\log n`; divide by ``np.log(2)`` for bits.

    Raises
    ------
    ValueError
        If there is no outcome, a probability is negative, or their sum is not 1.

    Notes
    -----
    It is the cross-entropy of a distribution with itself, and computed as such. Section 2.1 of [1]_.

    References
    ----------
    .. [1] Cover and Thomas, Elements of Information Theory, 2nd edition, Wiley 2006.

    Examples
    --------
    >>> (entropy([0.5, 0.25, 0.25]) / np.log(2)).round(6).item()
    1.5
    >>> entropy([[1, 0], [1, 1e-300]]).tolist()
    [0.0, 6.907755278982137e-298]
    """
    p = np.asarray(p)
    if p.ndim == 0 or p.shape[-1] == 0:
        raise ValueError(f"p must have shape (..., n), n >= 1, not {p.shape}")
    if (p < 0).any() or not np.allclose(p.sum(axis=-1), 1.0, rtol=0, atol=1e-3):
        raise ValueError(f"in p of shape {p.shape}, the last axis must hold probabilities: none negative, sum 1")
    return cross_entropy(p, p)
