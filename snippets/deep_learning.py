"""A deep network of few neurons whose graph has very many teeth."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def sawtooth(x: ArrayLike, depth: int) -> FloatArray:
    r"""
    Fold the interval from 0 to 1 once for each hidden layer.

    Computes :math:`f_k(x) = g(f_{k-1}(x))` with :math:`f_0(x) = x` and
    :math:`g(x) = 2\,\mathrm{ReLU}(x) - 4\,\mathrm{ReLU}(x - \frac12)`.

    Parameters
    ----------
    x : array_like of any shape
        Numbers between 0 and 1.
    depth : int
        How many hidden layers, k, each of two neurons.

    Returns
    -------
    ndarray of the shape of `x`
        The k-fold tent: between 0 and 1, in :math:`2^k` straight pieces.

    Raises
    ------
    ValueError
        If `depth` is negative, or a number lies outside of the interval.

    Notes
    -----
    2k neurons make :math:`2^k` pieces; with one hidden layer, each neuron adds at most one [1]_. No step is
    rounded; but a number between 1/2 and 1 has 53 binary digits, each layer uses one up, and the 54th gives 0.

    References
    ----------
    .. [1] Telgarsky, Benefits of depth in neural networks, COLT 2016.

    Examples
    --------
    >>> sawtooth([0, 0.125, 0.25, 0.375, 0.5], 2).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    >>> sawtooth([0.3, 2.0**-1000], 0).tolist(), sawtooth(2.0**-1000, 1000).item()
    ([0.3, 9.332636185032189e-302], 1.0)
    """
    y = np.asarray(x) / 1  # integers become float64, other types stay
    if depth < 0 or not ((y >= 0) & (y <= 1)).all():
        raise ValueError(f"depth must not be negative ({depth}), and x of shape {y.shape} must lie between 0 and 1")
    for _ in range(depth):
        y = 2 * np.maximum(y, 0) - 4 * np.maximum(y - 0.5, 0)
    return np.asarray(y)
