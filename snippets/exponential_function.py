"""The exponential function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
"""Their sum is ln 2 with more digits than one number can hold; the first ends in zeros, so that multiples are exact."""

_TERMS = 14
"""Enough for a power of at most half of ln 2: what follows is less than 1e-18."""

_LOWEST, _HIGHEST = -746.0, 710.0
"""Outside of these, a power of e is 0, or infinite, in double precision."""


def exponential(x: ArrayLike) -> FloatArray:
    r"""
    Give a power of e, from its series.

    Computes :math:`e^x = \sum_{k=0}^{\infty} \frac{x^k}{k!}`.

    Parameters
    ----------
    x : array_like of any shape
        Exponents.

    Returns
    -------
    ndarray of the shape of `x`
        Powers of e; ``inf`` above the largest number of the type.

    Notes
    -----
    Summed as it stands, the series loses all digits for large negative x, where huge terms of both signs cancel. So x
    is first split into :math:`m \ln 2 + r` with a whole m and a small r: :math:`e^x = 2^m e^r`, and for r a few terms
    are enough [1]_. Use `numpy.exp` at work; this shows how such a function is made.

    References
    ----------
    .. [1] Muller, Elementary Functions: Algorithms and Implementation, 3rd edition, Birkhäuser 2016, on range
           reduction.

    Examples
    --------
    >>> exponential([0, 1, -1]).round(6).tolist()
    [1.0, 2.718282, 0.367879]
    >>> exponential([-1000, 1000]).tolist()
    [0.0, inf]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        bounded = np.clip(x.astype(np.float64), _LOWEST, _HIGHEST)
        power = np.rint(bounded / (_LN2_HIGH + _LN2_LOW))
        rest = bounded - power * _LN2_HIGH - power * _LN2_LOW
        series = np.ones_like(rest)
        for k in range(_TERMS, 0, -1):
            series = 1.0 + rest / k * series
        return np.asarray(np.ldexp(series, power.astype(np.int64)).astype(x.dtype))
