"""The hardmax function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def hardmax(z: ArrayLike) -> FloatArray:
    r"""
    Give all to the largest score.

    Computes :math:`\mathrm{hardmax}(z)_i = \mathbb{1}[i = \arg\max_j z_j]` along the last axis.

    Parameters
    ----------
    z : array_like of shape (..., n)
        One score for each of n classes.

    Returns
    -------
    ndarray of shape (..., n)
        1 for the largest score of each row, the first one if several are equal, and 0 for all others.

    Raises
    ------
    ValueError
        If there is no class.

    Notes
    -----
    A row with a score that is not a number has no largest score; all of it becomes not a number. The choice of the
    first among equals is the one of the ONNX standard [1]_.

    References
    ----------
    .. [1] ONNX, Operator schemas, Hardmax, version 13.

    Examples
    --------
    >>> hardmax([1.5, 4.0, -2.0]).tolist()
    [0.0, 1.0, 0.0]
    >>> hardmax([[2, 2], [-np.inf, -np.inf], [0, np.inf]]).tolist()
    [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    z = np.asarray(z)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"hardmax needs scores of shape (..., n) with at least one class, not {z.shape}")
    shares = np.zeros_like(z)
    np.put_along_axis(shares, z.argmax(axis=-1, keepdims=True), 1, axis=-1)
    return np.where(np.isnan(z).any(axis=-1, keepdims=True), np.nan, shares)
