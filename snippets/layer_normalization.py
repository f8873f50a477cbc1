"""Layer normalization."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def layer_normalization(
    x: ArrayLike, gamma: ArrayLike = 1.0, beta: ArrayLike = 0.0, epsilon: float = 1e-5
) -> FloatArray:
    r"""
    Give the entries of each example mean 0 and variance 1, then a scale and a shift that are learned.

    Computes :math:`\mathrm{LN}(x)_i = \gamma_i (x_i - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta_i` along the last
    axis, with the mean :math:`\mu` and the variance :math:`\sigma^2` of the n entries.

    Parameters
    ----------
    x : array_like of shape (..., n)
        Examples, or words of a sentence: each is normalized for itself.
    gamma : array_like of shape (n,), default 1
        The scale of each entry.
    beta : array_like of shape (n,), default 0
        The shift of each entry.
    epsilon : float, default 1e-5
        Keeps the root away from 0.

    Returns
    -------
    ndarray of shape (..., n)
        The normalized examples.

    Raises
    ------
    ValueError
        If there is no entry, the shapes do not fit, or `epsilon` is not positive.

    Notes
    -----
    The variance is divided by n, not by n - 1 [1]_. The first entry is subtracted before the mean is taken, so that
    equal entries become exactly 0, however large they are. The deviations are divided by the largest before they are
    squared, so that no square overflows.

    References
    ----------
    .. [1] Ba, Kiros and Hinton, Layer normalization, arXiv:1607.06450, 2016, section 3.

    Examples
    --------
    >>> layer_normalization([[1.0, 3.0], [5.0, 5.0]], beta=[0.0, 2.0]).round(3).tolist()
    [[-1.0, 3.0], [0.0, 2.0]]
    >>> layer_normalization([[1e200, -1e200], [1e8 + 1, 1e8 - 1]]).round(3).tolist()
    [[1.0, -1.0], [1.0, -1.0]]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if x.shape[-1:] in ((), (0,)) or not {np.shape(gamma), np.shape(beta)} <= {(), x.shape[-1:]}:
        shapes = f"{x.shape}, {np.shape(gamma)} and {np.shape(beta)}"
        raise ValueError(f"x, gamma and beta must have shapes (..., n), (n,) and (n,), n >= 1, not {shapes}")
    if not epsilon > 0:
        raise ValueError(f"epsilon must be positive, not {epsilon}")
    shifted = x - x[..., :1]
    deviation = shifted - shifted.mean(axis=-1, keepdims=True)
    largest = np.abs(deviation).max(axis=-1, keepdims=True)
    scale = np.where(largest == 0, 1.0, largest)
    spread = scale * np.sqrt(np.square(deviation / scale).mean(axis=-1, keepdims=True))
    normalized = deviation / np.hypot(spread, math.sqrt(epsilon))
    return np.asarray(np.add(np.multiply(normalized, gamma), beta))
