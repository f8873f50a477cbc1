"""The binary cross-entropy, of probabilities and of the scores behind them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def binary_cross_entropy(y: ArrayLike, a: ArrayLike) -> FloatArray:
    r"""
    Measure how badly probabilities of "yes" fit the answers.

    Computes :math:`C = -\frac{1}{n} \sum_{i=1}^{n} [y_i \ln a_i + (1 - y_i) \ln(1 - a_i)]` along the last axis, with
    :math:`0 \ln 0 = 0`.

    Parameters
    ----------
    y : array_like of shape (..., n)
        The truth of each of n answers: 1 for yes, 0 for no, or a probability.
    a : array_like of shape (..., n)
        The predicted probability of yes: what the sigmoid returns.

    Returns
    -------
    ndarray of shape (...)
        The mean error in nats; infinite if what happened was given probability 0.

    Raises
    ------
    ValueError
        If the shapes differ, there is no answer, or a number lies outside the interval from 0 to 1.

    Notes
    -----
    :math:`\ln(1 - a)` is computed by ``log1p``, which keeps the digits of a small `a`. Nothing is clipped. If `a` comes
    from a score, take `binary_cross_entropy_of_scores`: close to 1, `a` has lost the digits that count. Summed over
    the examples this is equation 4.90 of [1]_.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 4.3.2.

    Examples
    --------
    >>> binary_cross_entropy([1, 0], [0.5, 0.75]).round(6).item()
    1.039721
    >>> binary_cross_entropy([[1, 0], [1, 0]], [[1, 0], [1, 1]]).tolist()
    [0.0, inf]
    """
    y, a = _fitting(y, a, "a")
    if not ((a >= 0) & (a <= 1)).all():
        raise ValueError(f"a of shape {a.shape} must lie between 0 and 1; make scores into probabilities first")
    with np.errstate(divide="ignore"):
        yes = y * np.log(np.where(y == 0, 1.0, a))  # an answer that does not occur costs nothing: ln 1 = 0
        no = (1.0 - y) * np.log1p(-np.where(y == 1, 0.0, a))
    return np.asarray(0.0 - (yes + no).mean(axis=-1))  # 0.0 - 0.0 has no minus sign


def binary_cross_entropy_of_scores(y: ArrayLike, z: ArrayLike) -> FloatArray:
    r"""
    Measure the same error from the scores, before the sigmoid.

    Computes :math:`C = \frac{1}{n} \sum_{i=1}^{n} [\ln(1 + e^{z_i}) - y_i z_i]`, which is what
    `binary_cross_entropy` gives for :math:`a_i = \sigma(z_i)`.

    Parameters
    ----------
    y : array_like of shape (..., n)
        The truth of each of n answers: 1 for yes, 0 for no, or a probability.
    z : array_like of shape (..., n)
        Finite scores, the log-odds of yes.

    Returns
    -------
    ndarray of shape (...)
        The mean error in nats; finite, even where the probability rounds to 0 or 1.

    Raises
    ------
    ValueError
        If the shapes differ, there is no answer, a number of `y` lies outside the interval from 0 to 1, or a score is
        not finite.

    Notes
    -----
    :math:`\ln(1 + e^{z}) - y z` is rewritten as :math:`\max(z, 0) - y z + \ln(1 + e^{-|z|})`, in which nothing
    overflows; the difference is :math:`(1 - y) z` for a positive z, in which nothing cancels.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 4.3.2.

    Examples
    --------
    >>> binary_cross_entropy_of_scores([1, 0], [0.0, np.log(3.0)]).round(6).item()
    1.039721
    >>> binary_cross_entropy_of_scores([[1], [0]], [[1000], [1000]]).tolist()
    [0.0, 1000.0]
    """
    y, z = _fitting(y, z, "z")
    if not np.isfinite(z).all():
        raise ValueError(f"scores z of shape {z.shape} must be finite")
    difference = np.where(z > 0, 1.0 - y, -y) * z
    return np.asarray((difference + np.log1p(np.exp(-np.abs(z)))).mean(axis=-1))


def _fitting(y: ArrayLike, other: ArrayLike, name: str) -> tuple[FloatArray, FloatArray]:
    y, other = np.asarray(y) / 1, np.asarray(other) / 1  # integers become float64, other types stay
    if y.ndim == 0 or y.shape != other.shape or y.shape[-1] == 0:
        raise ValueError(f"y and {name} must have one shape (..., n), n >= 1, not {y.shape} and {other.shape}")
    if not ((y >= 0) & (y <= 1)).all():
        raise ValueError(f"y of shape {y.shape} must lie between 0 and 1")
    return np.asarray(y), np.asarray(other)
