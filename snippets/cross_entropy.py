"""The cross-entropy of a prediction, relative to the truth."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def cross_entropy(t: ArrayLike, y: ArrayLike) -> FloatArray:
    r"""
    Measure how badly predicted probabilities fit the true distribution.

    Computes :math:`L = -\sum_k t_k \log y_k` along the last axis, with the natural logarithm and
    :math:`0 \log 0 = 0`.

    Parameters
    ----------
    t : array_like of shape (..., n)
        The true distribution over n classes; often 1 for one class and 0 for the others.
    y : array_like of shape (..., n)
        The predicted probabilities, not scores: what softmax returns.

    Returns
    -------
    ndarray of shape (...)
        The error of each example in nats; infinite if a class that occurs was given probability 0.

    Raises
    ------
    ValueError
        If the shapes differ, there is no class, a number is negative, or one of `y` is above 1 by more than rounding.

    Notes
    -----
    Nothing is clipped: a model that excludes what happens is infinitely wrong, and should be seen to be.
    Equation 4.108 of [1]_ sums this over all examples.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 4.3.4.

    Examples
    --------
    >>> cross_entropy([0, 1, 0], [0.2, 0.5, 0.3]).round(6).item()
    0.693147
    >>> cross_entropy([[1, 0], [1, 0]], [[1, 0], [0, 1]]).tolist()
    [0.0, inf]
    """
    t, y = np.asarray(t) / 1, np.asarray(y) / 1  # integers become float64, other types stay
    if t.ndim == 0 or t.shape != y.shape or t.shape[-1] == 0:
        raise ValueError(f"t and y must have one shape (..., n), n >= 1, not {t.shape} and {y.shape}")
    if (t < 0).any() or (y < 0).any() or (y > 1 + 1e-3).any():
        raise ValueError(
            f"t and y of shape {t.shape} must not be negative, nor y above 1; make scores into probabilities first"
        )
    counted = np.where((t == 0) & ~np.isnan(y), 1.0, y)  # a class that does not occur costs nothing: log 1 = 0
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - (t * np.log(counted)).sum(axis=-1))  # 0.0 - 0.0 has no minus sign
