"""The derivative of a function of one variable, by a central difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def derivative(f: Callable[[FloatArray], ArrayLike], x: ArrayLike, *, step: float | None = None) -> FloatArray:
    r"""
    Approximate the slope of a function at a point.

    Approaches :math:`f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}` by the symmetric quotient
    :math:`\frac{f(x + h) - f(x - h)}{2h}`.

    Parameters
    ----------
    f : callable
        Works on each entry of an array by itself.
    x : array_like of any shape
        Where the slope is wanted.
    step : float, optional
        The distance h, in units of :math:`\max(1, |x|)`. By default the cube root of the machine epsilon.

    Returns
    -------
    ndarray of the shape of `x`
        Slopes: for a smooth `f`, about two thirds of the digits are right.

    Raises
    ------
    ValueError
        If `step` is not positive, or `f` changes the shape.

    Notes
    -----
    The quotient is wrong by about :math:`h^2` since h is not 0, and by about :math:`\epsilon / h` since `f` is
    rounded. A smaller h makes the second error larger; the default balances both [1]_. A corner goes unnoticed: of
    the absolute value at 0, where there is no derivative, the result is 0.

    References
    ----------
    .. [1] Press, Teukolsky, Vetterling and Flannery, Numerical Recipes, 3rd edition, Cambridge 2007, section 5.7.

    Examples
    --------
    >>> derivative(np.sin, [0.0, np.pi]).round(6).tolist()
    [1.0, -1.0]
    >>> derivative(np.square, 1e12).round(-3).item()
    2000000000000.0
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if step is not None and not step > 0:
        raise ValueError(f"step must be positive, not {step}")
    h = (step or np.cbrt(np.finfo(x.dtype).eps)) * np.maximum(np.abs(x), 1)
    right, left = x + h, x - h
    rise = np.asarray(f(right)) - np.asarray(f(left))
    if rise.shape != x.shape:
        raise ValueError(f"f must keep the shape {x.shape}, but returned {rise.shape}")
    return np.asarray(rise / (right - left))  # the distance after rounding, not 2 h
