"""A linear recurrence relation of first order."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def next_term(previous: ArrayLike, p: float, q: float) -> FloatArray:
    r"""
    Go one term further in a sequence.

    Computes :math:`a_n = p a_{n-1} + q`.

    Parameters
    ----------
    previous : array_like of any shape
        The term :math:`a_{n-1}`, or those of many sequences side by side.
    p, q : float
        What the term is multiplied by, and what is added then.

    Returns
    -------
    ndarray of the shape of `previous`
        The terms :math:`a_n`.

    Notes
    -----
    Chapter 1 of [1]_ begins with the case :math:`p = 2`, :math:`q = 1`: the moves that the tower of Hanoi takes.

    References
    ----------
    .. [1] Graham, Knuth and Patashnik, Concrete Mathematics, 2nd edition, Addison-Wesley 1994, chapter 1.

    Examples
    --------
    >>> next_term([1, 7], 2, 1).tolist()
    [3.0, 15.0]
    >>> next_term(-1, 2, 1).tolist()
    -1.0
    """
    return np.asarray(p * (np.asarray(previous) / 1) + q)


def nth_term(start: ArrayLike, p: float, q: float, n: int) -> FloatArray:
    r"""
    Find a term by going through all terms before it.

    Applies :math:`a_k = p a_{k-1} + q` for :math:`k = 1, \ldots, n`, from :math:`a_0` on. The closed form
    :math:`a_n = p^n a_0 + q \sum_{k=0}^{n-1} p^k` gives the same number at once.

    Parameters
    ----------
    start : array_like of any shape
        The term :math:`a_0`, or those of many sequences side by side.
    p, q : float
        What each term is multiplied by, and what is added then.
    n : int
        How many steps; with 0, the result is `start`.

    Returns
    -------
    ndarray of the shape of `start`
        The terms :math:`a_n`; infinite beyond the largest number of the type.

    Raises
    ------
    ValueError
        If `n` is negative.

    Notes
    -----
    Each step multiplies the errors so far by p: for :math:`|p| < 1` they are forgotten, else they grow with the
    terms. Cost: n steps.

    Examples
    --------
    >>> nth_term(0, 2, 1, 10).item()
    1023.0
    >>> nth_term([1, -1], 2, 1, 2000).tolist()
    [inf, -1.0]
    """
    if n < 0:
        raise ValueError(f"n must not be negative, not {n}")
    term: FloatArray = np.asarray(np.asarray(start) / 1)
    with np.errstate(over="ignore"):
        for _ in range(n):
            term = next_term(term, p, q)
    return term
