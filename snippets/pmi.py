"""Pointwise mutual information, of probabilities and of counts."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def ppmi(joint: ArrayLike, left: ArrayLike, right: ArrayLike) -> FloatArray:
    r"""
    Tell how much more often two things occur together than by chance, in bits, and 0 if not more often.

    Computes :math:`\mathrm{PPMI}(x, y) = \max(0, \log_2 (P(x, y) / (P(x) P(y))))` for all pairs.

    Parameters
    ----------
    joint : array_like of shape (..., m, n)
        :math:`P(x, y)`: how probable each x, by rows, is together with each y, by columns.
    left : array_like of shape (..., m)
        :math:`P(x)`.
    right : array_like of shape (..., n)
        :math:`P(y)`.

    Returns
    -------
    ndarray of shape (..., m, n)
        One number for each pair, not negative; 0 for a pair that never occurs.

    Raises
    ------
    ValueError
        If the shapes do not fit, a number is negative, or a pair occurs of which one part never does.

    Notes
    -----
    Logarithms are subtracted, since a product of small probabilities would underflow. Without the maximum, a pair that
    never occurs would give minus infinity [1]_.

    References
    ----------
    .. [1] Church and Hanks, Word association norms, mutual information, and lexicography, Computational Linguistics
       16(1), 1990, pages 22-29.

    Examples
    --------
    >>> ppmi([[0.5, 0.0], [0.25, 0.25]], [0.5, 0.5], [0.75, 0.25]).round(6).tolist()
    [[0.415037, 0.0], [0.0, 1.0]]
    >>> ppmi([[1e-200]], [1e-200], [1e-200]).round(6).tolist()
    [[664.385619]]
    """
    joint, left, right = (np.asarray(each) / 1 for each in (joint, left, right))  # integers become float64
    if joint.ndim < 2 or left.shape != joint.shape[:-1] or right.shape != (*joint.shape[:-2], joint.shape[-1]):  # noqa: PLR2004 - a table
        shapes = f"{joint.shape}, {left.shape} and {right.shape}"
        raise ValueError(f"joint, left and right must have shapes (..., m, n), (..., m) and (..., n), not {shapes}")
    left, right = left[..., :, np.newaxis], right[..., np.newaxis, :]
    occurs = joint > 0
    if not all((each >= 0).all() for each in (joint, left, right)) or (occurs & ((left == 0) | (right == 0))).any():
        raise ValueError(
            f"of joint, in shape {joint.shape}, a number is negative, or positive where left or right is 0"
        )
    joint, left, right = (np.log2(np.where(occurs, each, 1)) for each in (joint, left, right))
    return np.asarray(np.maximum(joint - left - right, 0))


def ppmi_of_counts(counts: ArrayLike) -> FloatArray:
    r"""
    Give the positive pointwise mutual information of all pairs in a table of counts.

    Computes :math:`\max(0, \log_2 (N C_{ij} / (R_i S_j)))` with the sums of the rows :math:`R_i = \sum_k C_{ik}`, of
    the columns :math:`S_j = \sum_k C_{kj}`, and of all, :math:`N`.

    Parameters
    ----------
    counts : array_like of shape (..., m, n)
        How often each word, by rows, was seen with each context, by columns.

    Returns
    -------
    ndarray of shape (..., m, n)
        One number for each pair, not negative; 0 for a pair that was never seen.

    Raises
    ------
    ValueError
        If this is no table, a count is negative, or all are 0.

    Notes
    -----
    The formula is the one for probabilities, with the relative frequencies :math:`C_{ij} / N` in their place. In the
    logarithms, each count is set against its row and the total against the column: with a single row or column that
    cancels exactly. Rare pairs are overestimated; a power below 1 of the column sums is a remedy [1]_.

    References
    ----------
    .. [1] Levy, Goldberg and Dagan, Improving distributional similarity with lessons learned from word embeddings,
       Transactions of the Association for Computational Linguistics 3, 2015, pages 211-225.

    Examples
    --------
    >>> ppmi_of_counts([[2, 0], [1, 1]]).round(6).tolist()
    [[0.415037, 0.0], [0.0, 1.0]]
    >>> ppmi_of_counts([[0, 0], [0, 7]]).tolist()
    [[0.0, 0.0], [0.0, 0.0]]
    """
    counts = np.asarray(counts) / 1  # integers become float64, other types stay
    if counts.ndim < 2 or not (counts >= 0).all() or (counts.sum(axis=(-2, -1)) == 0).any():  # noqa: PLR2004 - a table
        raise ValueError(f"counts must be tables of shape (..., m, n), not negative and not all 0, not {counts.shape}")
    rows, columns = counts.sum(axis=-1, keepdims=True), counts.sum(axis=-2, keepdims=True)
    total = columns.sum(axis=-1, keepdims=True)
    c, n, r, s = (np.log2(np.where(counts > 0, each, 1)) for each in (counts, total, rows, columns))
    return np.asarray(np.maximum((c - r) + (n - s), 0))
