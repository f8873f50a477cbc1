"""The Kullback-Leibler divergence of one distribution from another."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def kl_divergence(p: ArrayLike, q: ArrayLike) -> FloatArray:
    r"""
    Tell how much is lost if a distribution is taken for another.

    Computes :math:`D_{\mathrm{KL}}(P \,\|\, Q) = \sum_i P_i \log \frac{P_i}{Q_i}` along the last axis, with the natural
    logarithm and :math:`0 \log 0 = 0`.

    Parameters
    ----------
    p : array_like of shape (..., n)
        The distribution P that outcomes come from.
    q : array_like of shape (..., n)
        The distribution Q that is put in its place.

    Returns
    -------
    ndarray of shape (...)
        The divergence in nats; infinite if Q excludes what P allows.

    Raises
    ------
    ValueError
        If the shapes differ, there is no outcome, a probability is negative, or a sum is not 1.

    Notes
    -----
    The logarithms are subtracted, for the quotient overflows if :math:`Q_i` is tiny. Rounding may leave something like
    -1e-17 where P and Q are almost equal. Section 2.3 of [1]_.

    References
    ----------
    .. [1] Cover and Thomas, Elements of Information Theory, 2nd edition, Wiley 2006.

    Examples
    --------
    >>> kl_divergence([0.5, 0.5], [0.25, 0.75]).round(6).item()
    0.143841
    >>> kl_divergence([[1, 0], [0.5, 0.5]], [[0.5, 0.5], [1, 0]]).round(6).tolist()
    [0.693147, inf]
    """
    p, q = np.asarray(p), np.asarray(q)
    if p.ndim == 0 or p.shape != q.shape or p.shape[-1] == 0:
        raise ValueError(f"p and q must have one shape (..., n), n >= 1, not {p.shape} and {q.shape}")
    for each in (p, q):
        if (each < 0).any() or not np.allclose(each.sum(axis=-1), 1.0, rtol=0, atol=1e-3):
            raise ValueError(f"on the last axis of {p.shape}, p and q must hold probabilities: none negative, sum 1")
    with np.errstate(divide="ignore"):
        ratios = np.log(np.where(p == 0, 1.0, p)) - np.log(np.where(p == 0, 1.0, q))
    return np.asarray((p * ratios).sum(axis=-1))
