"""The derivative of a composite function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]
Function: TypeAlias = Callable[[FloatArray], ArrayLike]


def chain_rule(f_prime: Function, g: Function, g_prime: Function, x: ArrayLike) -> FloatArray:
    r"""
    Differentiate a function of a function.

    Computes :math:`(f \circ g)'(x) = f'(g(x)) \, g'(x)`.

    Parameters
    ----------
    f_prime : callable
        The derivative of the outer function; works on each entry of an array by itself.
    g, g_prime : callable
        The inner function and its derivative.
    x : array_like of any shape
        Where the derivative is wanted.

    Returns
    -------
    ndarray of the shape of `x`
        Slopes of the composite function.

    Raises
    ------
    ValueError
        If a function changes the shape.

    Notes
    -----
    The outer derivative is taken at :math:`g(x)`, not at `x`. Nothing is approximated: the result is as exact as the
    three functions are. Theorem 5.5 of [1]_.

    References
    ----------
    .. [1] Rudin, Principles of Mathematical Analysis, 3rd edition, McGraw-Hill 1976, chapter 5.

    Examples
    --------
    >>> chain_rule(np.cos, np.square, lambda x: 2 * x, np.sqrt(np.pi)).round(6).item()
    -3.544908
    >>> chain_rule(np.exp, np.negative, lambda x: -np.ones_like(x), [0, 800]).tolist()
    [-1.0, -0.0]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    inner = np.asarray(g(x))
    outer_slope, inner_slope = np.asarray(f_prime(inner)), np.asarray(g_prime(x))
    if not x.shape == inner.shape == outer_slope.shape == inner_slope.shape:
        shapes = f"g {inner.shape}, f_prime {outer_slope.shape}, g_prime {inner_slope.shape}"
        raise ValueError(f"the functions must keep the shape {x.shape}, but returned: {shapes}")
    return np.asarray(outer_slope * inner_slope)
