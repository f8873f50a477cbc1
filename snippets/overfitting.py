"""Polynomials of growing degree: ever closer to the data, and in the end further from what the data come from."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def fit_errors(
    training: tuple[ArrayLike, ArrayLike], test: tuple[ArrayLike, ArrayLike], degree: int
) -> tuple[float, float]:
    r"""
    Fit a polynomial to the training data, and measure it on them and on data that it has not seen.

    Computes the polynomial :math:`f` of the given degree with the least :math:`\frac1n \sum_i (y_i - f(x_i))^2` on the
    training data, and this mean squared error on both sets.

    Parameters
    ----------
    training, test : pair of array_like of shape (n,)
        Places :math:`x_i` and values :math:`y_i`; the two sets may differ in size.
    degree : int
        Degree of the polynomial, not negative; `degree` + 1 coefficients are learned.

    Returns
    -------
    tuple of float
        The mean squared error on the training data, and the one on the test data.

    Raises
    ------
    ValueError
        If a set is empty or its shapes do not fit, or the training data have fewer different places than there are
        coefficients.

    Notes
    -----
    The places are mapped to the interval from -1 to 1 before the fit, so that high powers of large numbers do no harm.
    Section 1.1 of [1]_ shows the same experiment.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 1.1.

    Examples
    --------
    >>> x, y = [0, 1, 2, 3], [0, 1, 1, 2]
    >>> [round(error, 6) for error in fit_errors((x, y), ([1.5], [1]), 1)]
    [0.05, 0.0]
    >>> [round(error, 6) for error in fit_errors((x, y), ([6], [4]), 3)]
    [0.0, 729.0]
    """
    (x, y), (new_x, new_y) = _pair(training), _pair(test)
    if not 0 <= degree < len(np.unique(x)):
        raise ValueError(f"a polynomial of degree {degree} needs more different places than the training data have")
    fitted = Polynomial.fit(x, y, degree)
    return float(np.mean((y - fitted(x)) ** 2)), float(np.mean((new_y - fitted(new_x)) ** 2))


def _pair(data: tuple[ArrayLike, ArrayLike]) -> tuple[FloatArray, FloatArray]:
    x, y = (np.asarray(each) for each in data)
    if x.ndim != 1 or x.size == 0 or x.shape != y.shape:
        raise ValueError(f"places and values must have one shape (n,), n >= 1, not {x.shape} and {y.shape}")
    return x, y
