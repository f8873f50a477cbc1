"""The regression line: the straight line of least squared error."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def regression_line(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    r"""
    Fit the line :math:`y = p x + q` to points.

    Computes :math:`p = \sum_i (x_i - \bar x)(y_i - \bar y) / \sum_i (x_i - \bar x)^2` and
    :math:`q = \bar y - p \bar x` along the last axis.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The explanatory variable of n examples.
    y : array_like of shape (..., n)
        The variable to be explained.

    Returns
    -------
    tuple of two ndarrays of shape (...)
        The slope p, in units of `y` for one unit of `x`, and the intercept q.

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than two examples, or all numbers of an `x` are the same.

    Notes
    -----
    The means are subtracted before anything is squared: :math:`\sum x_i^2 - n \bar x^2` would cancel digits. The
    mean of large numbers that differ little is rounded by as much as they differ, so their deviations are centred once
    more. They are scaled by the largest, so that no square overflows. Section 11.3 of [1]_.

    References
    ----------
    .. [1] Casella and Berger, Statistical Inference, 2nd edition, Duxbury 2002.

    Examples
    --------
    >>> [each.round(6).item() for each in regression_line([0, 1, 2, 3], [1, 3, 4, 6])]
    [1.6, 1.1]
    >>> [each.item() for each in regression_line([1e200, 3e200], [2.0, 8.0])]
    [3e-200, -1.0]
    """
    x, y = np.asarray(x), np.asarray(y)
    if x.ndim == 0 or x.shape != y.shape or x.shape[-1] < 2:  # noqa: PLR2004 (one point has no line)
        raise ValueError(f"x and y must have one shape (..., n), n >= 2, not {x.shape} and {y.shape}")
    if (x == x[..., :1]).all(axis=-1).any():
        raise ValueError(f"in x of shape {x.shape}, all numbers of a row are the same: the line would be upright")
    x_mean, y_mean = x.mean(axis=-1), y.mean(axis=-1)
    dx, dy = x - x_mean[..., np.newaxis], y - y_mean[..., np.newaxis]
    dx = dx - dx.mean(axis=-1, keepdims=True)
    scale = np.abs(dx).max(axis=-1)
    dx = dx / scale[..., np.newaxis]
    p = (dx * dy).sum(axis=-1) / (dx * dx).sum(axis=-1) / scale
    return np.asarray(p), np.asarray(y_mean - p * x_mean)
