"""The quadratic function and its vertex."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def quadratic_function(x: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> FloatArray:
    r"""
    Follow a parabola.

    Computes :math:`f(x) = a x^2 + b x + c`.

    Parameters
    ----------
    x : array_like of any shape
        Where the value is wanted.
    a, b, c : array_like, broadcast against `x`
        Coefficients of the square, of `x` and of 1.

    Returns
    -------
    ndarray of the common shape
        Points of the parabola; of a line, where `a` is 0.

    Raises
    ------
    ValueError
        If the shapes cannot be broadcast.

    Notes
    -----
    Computed as :math:`(a x + b) x + c`, by Horner's rule: two products instead of three, and a smaller bound of the
    error [1]_.

    References
    ----------
    .. [1] Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 5.1.

    Examples
    --------
    >>> quadratic_function([0, 1, 2, 3], 1, -4, 3).tolist()
    [3.0, 0.0, -1.0, 0.0]
    >>> quadratic_function(1e200, 1e-200, -1, 1).item()
    1.0
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    return np.asarray(np.add(np.add(np.multiply(a, x), b) * x, c))


def vertex(a: ArrayLike, b: ArrayLike, c: ArrayLike) -> tuple[FloatArray, FloatArray]:
    r"""
    Find the lowest or highest point of a parabola.

    Computes :math:`x_0 = -\frac{b}{2a}` and :math:`y_0 = c - \frac{b^2}{4a}`.

    Parameters
    ----------
    a : array_like
        Coefficient of the square, not 0; the vertex is the lowest point if it is positive, else the highest.
    b, c : array_like, broadcast against `a`
        The other coefficients.

    Returns
    -------
    tuple of two ndarrays of the common shape
        Where the vertex is, and the value there.

    Raises
    ------
    ValueError
        If an `a` is 0: a line has no vertex.

    Notes
    -----
    Both follow from completing the square. No square of b is computed, which might overflow where :math:`y_0` does
    not: it is :math:`c + \frac{b}{2} x_0`.

    Examples
    --------
    >>> [each.tolist() for each in vertex(1, [-4, 0], [3, 7])]
    [[2.0, 0.0], [-1.0, 7.0]]
    >>> [each.item() for each in vertex(1e200, 2e200, 0)]
    [-1.0, -1e+200]
    """
    a, half = np.asarray(a) / 1, np.asarray(b) * 0.5
    if (a == 0).any():
        raise ValueError(f"a of shape {a.shape} must not be 0 anywhere: a line has no vertex")
    place = 0.0 - half / a  # 0.0 - 0.0 has no minus sign
    value = np.add(c, half * place)
    return np.broadcast_to(place, value.shape).copy(), np.asarray(value)
