"""The convolution of a convolutional layer: a small window of weights that slides over a picture."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def feature_map(x: ArrayLike, w: ArrayLike) -> FloatArray:
    r"""
    Weigh every window of a picture by the same filter.

    Computes :math:`y_{ij} = \sum_m \sum_n w_{mn} x_{i+m, j+n}`, indices from 0, wherever the filter lies inside.

    Parameters
    ----------
    x : array_like of shape (..., h, b)
        Pictures of h rows and b columns.
    w : array_like of shape (k, l)
        The filter, shared by all places; usually square, not larger than the picture.

    Returns
    -------
    ndarray of shape (..., h - k + 1, b - l + 1)
        How strongly each window answers to the filter, before bias and activation function.

    Raises
    ------
    ValueError
        If the filter is no matrix, is empty, or does not fit into the picture.

    Notes
    -----
    The filter is not turned around: what networks call convolution is cross-correlation, equation 9.6 of [1]_.
    No border is added and the stride is 1. Cost: kl products for each place.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 9.1.

    Examples
    --------
    >>> feature_map([[0, 0, 1, 1], [0, 0, 1, 1]], [[-1, 1]]).tolist()
    [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]
    >>> feature_map([[3, 1], [4, 1]], [[1, 10], [100, 1000]]).tolist()
    [[1413.0]]
    """
    x, w = np.asarray(x) / 1, np.asarray(w) / 1  # integers become float64, other types stay
    if x.ndim < 2 or w.ndim != 2 or 0 in w.shape or w.shape[0] > x.shape[-2] or w.shape[1] > x.shape[-1]:  # noqa: PLR2004 - matrices
        raise ValueError(f"a filter (k, l) must fit into pictures (..., h, b); these are {w.shape} and {x.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape, axis=(-2, -1))
    return np.asarray(np.einsum("...mn,mn->...", windows, w))
