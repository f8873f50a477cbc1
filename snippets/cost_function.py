"""The cost of all examples, from the cost of each."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def total_cost(costs: ArrayLike) -> FloatArray:
    r"""
    Add the costs of the examples.

    Computes :math:`C_T = \sum_{k=1}^{n} C_k` along the last axis.

    Parameters
    ----------
    costs : array_like of shape (..., n)
        The cost of each of n examples, whatever function measures it.

    Returns
    -------
    ndarray of shape (...)
        The total cost; 0 if there is no example.

    Raises
    ------
    ValueError
        If `costs` has no axis for the examples.

    Notes
    -----
    A sum is differentiated term by term, so the gradient of the total is the sum of the gradients of the examples [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 5.9.

    Examples
    --------
    >>> total_cost([0.5, 2.0, 0.25]).item()
    2.75
    >>> total_cost([[0.0, 0.0], [1.0, np.inf]]).tolist()
    [0.0, inf]
    """
    costs = _by_example(costs)
    return np.asarray(costs.sum(axis=-1))


def mean_cost(costs: ArrayLike) -> FloatArray:
    r"""
    Average the costs of the examples.

    Computes :math:`C = \frac{1}{n} \sum_{k=1}^{n} C_k` along the last axis.

    Parameters
    ----------
    costs : array_like of shape (..., n)
        The cost of each of n examples, whatever function measures it.

    Returns
    -------
    ndarray of shape (...)
        The mean cost, which can be compared between data sets of different sizes.

    Raises
    ------
    ValueError
        If `costs` has no axis for the examples, or there is no example.

    Notes
    -----
    It has its minimum where the total has, but gradients that are n times smaller; equation 8.3 of [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 8.1.1.

    Examples
    --------
    >>> mean_cost([0.5, 2.0, 0.5]).item()
    1.0
    >>> mean_cost(np.full(10**6, 0.1, dtype=np.float32)).round(6).item()
    0.10000000149011612
    """
    costs = _by_example(costs)
    if costs.shape[-1] == 0:
        raise ValueError(f"costs must have shape (..., n), n >= 1, to have a mean, not {costs.shape}")
    return np.asarray(costs.mean(axis=-1))


def _by_example(costs: ArrayLike) -> FloatArray:
    costs = np.asarray(costs) / 1  # integers become float64, other types stay
    if costs.ndim == 0:
        raise ValueError(f"costs must have shape (..., n), one for each of n examples, not {costs.shape}")
    return np.asarray(costs)
