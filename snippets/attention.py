"""Scaled dot-product attention."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from softmax import softmax

FloatArray: TypeAlias = NDArray[np.floating]


def attention(q: ArrayLike, k: ArrayLike, v: ArrayLike, *, mask: ArrayLike = True) -> FloatArray:
    r"""
    Look values up by how well their keys match queries.

    Computes :math:`\mathrm{softmax}(Q K^T / \sqrt{d_k})\, V`, the softmax over the keys.

    Parameters
    ----------
    q : array_like of shape (..., m, d_k)
        Queries, one in each row.
    k : array_like of shape (..., n, d_k)
        Keys, one in each row.
    v : array_like of shape (..., n, d_v)
        Values: row j belongs to key j.
    mask : array_like of bool, broadcast to shape (..., m, n), optional
        Where a query may see a key; everywhere if not given.

    Returns
    -------
    ndarray of shape (..., m, d_v)
        For each query a weighted mean of the values.

    Raises
    ------
    ValueError
        If the shapes do not fit, `mask` holds no truth values, a query may see no key, or scores are infinite.

    Notes
    -----
    Cost: 2mn(d_k + d_v) operations, and memory for m n weights. The queries are divided by the root before they meet
    the keys, which is the same, and overflows later [1]_. A hidden value has the weight 0, and so must be finite: 0
    times infinity is no number.

    References
    ----------
    .. [1] Vaswani et al., Attention is all you need, Advances in Neural Information Processing Systems 30, 2017,
       section 3.2.1.

    Examples
    --------
    >>> attention([[0.0, 0.0]], [[1.0, 2.0], [3.0, -4.0]], [[10.0], [20.0]]).tolist()
    [[15.0]]
    >>> attention([[1e4], [1e4]], [[1.0], [2.0]], [[10.0], [20.0]], mask=[[True, False], [True, True]]).tolist()
    [[10.0], [20.0]]
    """
    q, k, v = (np.asarray(each) / 1 for each in (q, k, v))  # integers become float64, other types stay
    if min(q.ndim, k.ndim, v.ndim) < 2 or not 0 < q.shape[-1] == k.shape[-1] or k.shape[-2] != v.shape[-2]:  # noqa: PLR2004 - rows
        shapes = f"{q.shape}, {k.shape} and {v.shape}"
        raise ValueError(f"q, k and v must have shapes (..., m, d_k), (..., n, d_k) and (..., n, d_v), not {shapes}")
    if np.asarray(mask).dtype != bool:
        raise ValueError(f"mask must hold True where a query may see a key, and False, not {np.asarray(mask).dtype}")
    with np.errstate(over="ignore", invalid="ignore"):  # scores that are not finite are an error of softmax
        scores = q / math.sqrt(k.shape[-1]) @ np.swapaxes(k, -1, -2)
    return np.asarray(softmax(np.where(mask, scores, -np.inf)) @ v)
