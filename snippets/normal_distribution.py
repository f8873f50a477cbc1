"""The density of the normal distribution."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def normal_density(x: ArrayLike, mean: ArrayLike = 0.0, deviation: ArrayLike = 1.0) -> FloatArray:
    r"""
    Give the height of the bell curve.

    Computes :math:`p(x) = \frac{1}{\sigma \sqrt{2\pi}} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)`.

    Parameters
    ----------
    x : array_like of any shape
        Where the density is wanted.
    mean : array_like, default 0
        The mean :math:`\mu`, broadcast against `x`.
    deviation : array_like, default 1
        The standard deviation :math:`\sigma > 0`, not the variance; broadcast against `x`.

    Returns
    -------
    ndarray of the common shape
        Densities: probability for each unit of `x`. They may exceed 1.

    Raises
    ------
    ValueError
        If a deviation is not positive, or the shapes cannot be broadcast.

    Notes
    -----
    The distance is divided by :math:`\sigma` before it is squared, so that neither square overflows or vanishes too
    early. Far out the density is rounded to 0; take the logarithm of the formula where that matters. Equation 1.46
    of [1]_.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 1.2.4.

    Examples
    --------
    >>> normal_density([0, 1, -1]).round(6).tolist()
    [0.398942, 0.241971, 0.241971]
    >>> normal_density([0, 1e200, -np.inf], 0, 0.25).round(6).tolist()
    [1.595769, 0.0, 0.0]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if not (np.asarray(deviation) > 0).all():
        raise ValueError(f"deviation of shape {np.shape(deviation)} must be positive everywhere")
    with np.errstate(over="ignore"):
        distance = np.divide(np.subtract(x, mean), deviation)
        return np.asarray(np.divide(np.exp(-0.5 * distance**2) / math.sqrt(2 * math.pi), deviation))
