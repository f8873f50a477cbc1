"""The fully connected layer."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def affine(a: ArrayLike, w: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Give the weighted inputs of a layer whose neurons all see the whole layer before.

    Computes :math:`z^l = W^l a^{l-1} + b^l`.

    Parameters
    ----------
    a : array_like of shape (..., n)
        Activations :math:`a^{l-1}` of the layer before, n neurons on the last axis.
    w : array_like of shape (m, n)
        Weights; row j, column k leads from neuron k to neuron j.
    b : array_like of shape (m,)
        One bias for each neuron of the layer.

    Returns
    -------
    ndarray of shape (..., m)
        Weighted inputs :math:`z^l`, before any activation function.

    Raises
    ------
    ValueError
        If the three shapes do not fit together.

    Notes
    -----
    Examples lie in rows here, and so the product is :math:`a W^T`: the same numbers as :math:`W a` for each of them.
    Cost: mn products for an example. Section 6.5.4 of [1]_ writes a network for one example, a column.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 6.5.4.

    Examples
    --------
    >>> affine([1, 2], [[1, 0], [0, 1], [3, -1]], [0, 10, 0]).tolist()
    [1.0, 12.0, 1.0]
    >>> affine(np.empty((2, 0)), np.empty((1, 0)), [7]).tolist()
    [[7.0], [7.0]]
    """
    a, w, b = (np.asarray(each) / 1 for each in (a, w, b))  # integers become float64, other types stay
    if a.ndim == 0 or w.ndim != 2 or a.shape[-1] != w.shape[1] or b.shape != w.shape[:1]:  # noqa: PLR2004 - a matrix
        wanted = "a, w and b must have the shapes (..., n), (m, n) and (m,)"
        raise ValueError(f"{wanted}, not {a.shape}, {w.shape} and {b.shape}")
    return np.asarray(a @ w.T + b)
