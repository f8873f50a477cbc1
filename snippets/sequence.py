"""Terms and sums of arithmetic and geometric sequences."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def arithmetic_term(first: ArrayLike, difference: ArrayLike, n: ArrayLike) -> FloatArray:
    r"""
    Give a term of an arithmetic sequence.

    Computes :math:`a_n = a_1 + (n - 1) d`.

    Parameters
    ----------
    first, difference : array_like
        The first term and what is added from term to term.
    n : array_like of int
        Numbers of the terms wanted, counted from 1; all three are broadcast.

    Returns
    -------
    ndarray of the common shape
        The terms.

    Raises
    ------
    ValueError
        If an `n` is no whole number from 1.

    Notes
    -----
    Nothing is added up, so that the rounding error does not grow with n; section 2.3 of [1]_ sums such sequences.

    References
    ----------
    .. [1] Graham, Knuth and Patashnik, Concrete Mathematics, 2nd edition, Addison-Wesley 1994, chapter 2.

    Examples
    --------
    >>> arithmetic_term(2, 3, [1, 2, 3, 4]).tolist()
    [2.0, 5.0, 8.0, 11.0]
    >>> arithmetic_term(0, 0.1, 1_000_001).item()
    100000.0
    """
    first, difference = np.asarray(first) / 1, np.asarray(difference) / 1
    kept = np.result_type(first, difference)
    return np.asarray(first + (_whole(n, 1) - 1) * difference).astype(kept)


def geometric_term(first: ArrayLike, ratio: ArrayLike, n: ArrayLike) -> FloatArray:
    r"""
    Give a term of a geometric sequence.

    Computes :math:`a_n = a_1 r^{n-1}`.

    Parameters
    ----------
    first, ratio : array_like
        The first term and the factor from term to term.
    n : array_like of int
        Numbers of the terms wanted, counted from 1; all three are broadcast.

    Returns
    -------
    ndarray of the common shape
        The terms; infinite beyond the largest number of the type.

    Raises
    ------
    ValueError
        If an `n` is no whole number from 1.

    Notes
    -----
    The first term is never multiplied, whatever the ratio: :math:`r^0 = 1`, for 0 too [1]_. The power is taken in two
    halves, so that it may leave the range of floats if the term does not.

    References
    ----------
    .. [1] Graham, Knuth and Patashnik, Concrete Mathematics, 2nd edition, Addison-Wesley 1994, chapter 2.

    Examples
    --------
    >>> geometric_term(3, 2, [1, 2, 3, 4]).tolist()
    [3.0, 6.0, 12.0, 24.0]
    >>> geometric_term([5, -1], [0, 10], [[1], [2000]]).tolist()
    [[5.0, -1.0], [0.0, -inf]]
    """
    first, ratio = np.asarray(first) / 1, np.asarray(ratio) / 1
    kept = np.result_type(first, ratio)
    steps = _whole(n, 1) - 1
    with np.errstate(over="ignore"):
        halves = (np.where(first == 0, 1.0, ratio**half) for half in (steps // 2, steps - steps // 2))  # 0 stays 0
        return np.asarray(first * next(halves) * next(halves)).astype(kept)


def geometric_sum(ratio: ArrayLike, n: ArrayLike) -> FloatArray:
    r"""
    Sum the powers of a ratio, from 0 to n.

    Computes :math:`\sum_{k=0}^{n} r^k = \frac{1 - r^{n+1}}{1 - r}`, and :math:`n + 1` for :math:`r = 1`.

    Parameters
    ----------
    ratio : array_like
        The ratio r.
    n : array_like of int
        The largest exponent, not the number of terms, which is n + 1; broadcast against `ratio`.

    Returns
    -------
    ndarray of the common shape
        The sums; infinite beyond the largest number of the type.

    Raises
    ------
    ValueError
        If an `n` is no whole number from 0.

    Notes
    -----
    Where the power is near 1, the difference in the numerator cancels. There it is computed as
    :math:`e^{(n+1) \ln |r|} - 1` by functions that are exact near 0. Both parts of the fraction are divided by a power
    of two near to r, since the power may overflow where the sum does not. Section 2.3 of [1]_ derives the formula.

    References
    ----------
    .. [1] Graham, Knuth and Patashnik, Concrete Mathematics, 2nd edition, Addison-Wesley 1994, chapter 2.

    Examples
    --------
    >>> geometric_sum([2, 0.5, 1, -1], 3).tolist()
    [15.0, 1.875, 4.0, 0.0]
    >>> (geometric_sum(1 + 2**-50, 10) - 11).round(15).item()  # the plain quotient gives 0.0 here
    4.8e-14
    """
    ratio = np.asarray(ratio) / 1
    n = _whole(n, 0)
    exact = ratio.astype(np.float64)
    _, shift = np.frexp(np.maximum(np.abs(exact), 1.0))
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # each formula only counts where it holds
        power, exponent = exact**n, (n + 1) * np.log(np.abs(exact))
        total = (power * np.ldexp(exact, -shift) - np.ldexp(1.0, -shift)) / np.ldexp(exact - 1.0, -shift)
        near = np.expm1(exponent) / (exact - 1.0)
        total = np.where((power * exact > 0) & (np.abs(exponent) < 1), near, total)
        total = np.where(exact == 1, n + 1, total) + 0.0  # -0.0 + 0.0 has no minus sign
        return np.asarray(total.astype(ratio.dtype))


def _whole(n: ArrayLike, least: int) -> NDArray[np.int64]:
    n = np.asarray(n)
    if not np.issubdtype(n.dtype, np.integer) or (n < least).any():
        raise ValueError(f"n of shape {n.shape} must hold whole numbers from {least}")
    return n.astype(np.int64)
