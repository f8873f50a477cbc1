"""What the weights of a neuron do to its inputs."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def contributions(x: ArrayLike, w: ArrayLike) -> FloatArray:
    r"""
    Split a weighted sum into what each input adds to it.

    Computes :math:`w_i x_i`, the parts of :math:`w \cdot x = \sum_i w_i x_i`.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The inputs of a neuron.
    w : array_like of shape (..., n)
        One weight for each input; the axes before the last one are broadcast.

    Returns
    -------
    ndarray of shape (..., n)
        The part of each input; together they are the weighted sum.

    Raises
    ------
    ValueError
        If there are not as many weights as inputs, or the other axes cannot be broadcast.

    Notes
    -----
    Measure an input in other units, and its weight must change the other way: the part of the input stays, which
    makes it a better measure of what counts than the weight alone [1]_.

    References
    ----------
    .. [1] Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, Springer 2009,
       section 3.4.1.

    Examples
    --------
    A height in metres and a mass in kilograms, then the height in millimetres:

    >>> contributions([1.75, 70.0], [10.0, 0.5]).tolist()
    [17.5, 35.0]
    >>> contributions([1750.0, 70.0], [0.01, 0.5]).tolist()
    [17.5, 35.0]

    A product too large for small integers does not wrap around:

    >>> contributions(np.array([200], dtype=np.uint8), np.array([200], dtype=np.uint8)).tolist()
    [40000.0]
    """
    x, w = np.asarray(x) / 1, np.asarray(w) / 1  # integers become float64, other types stay
    if x.ndim == 0 or x.shape[-1:] != w.shape[-1:]:
        raise ValueError(f"x and w must have one length on the last axis, not the shapes {x.shape} and {w.shape}")
    return np.asarray(w * x)
