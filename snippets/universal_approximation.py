"""One hidden layer of step neurons that follows a given function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def step_network(f: Callable[[FloatArray], ArrayLike], x: ArrayLike, width: int) -> FloatArray:
    r"""
    Approximate a function on the interval from 0 to 1 by a network with one hidden layer.

    Computes :math:`c + \sum_{i=1}^{N} v_i H(x - s_i)` with the unit step :math:`H`: hidden neuron i switches on at
    :math:`s_i = i / (N + 1)` and lifts the output from one sample of `f` to the next.

    Parameters
    ----------
    f : callable
        The function to follow; works on each entry of an array by itself.
    x : array_like of any shape
        Inputs between 0 and 1.
    width : int
        How many hidden neurons, N; with 0 the network is a constant.

    Returns
    -------
    ndarray of the shape of `x`
        The outputs of the network: a staircase of N + 1 steps.

    Raises
    ------
    ValueError
        If `width` is negative, an input lies outside the interval, or `f` changes the shape.

    Notes
    -----
    The samples are taken in the middle of the stairs, so that for a function with Lipschitz constant L the error is at
    most :math:`L / (2 (N + 1))`. The weights are written down, not learned. The general theorem is in [1]_.

    References
    ----------
    .. [1] Cybenko, Mathematics of Control, Signals and Systems 2, 1989, pages 303-314.

    Examples
    --------
    >>> step_network(np.square, [0.0, 0.4, 1.0], 1).tolist()
    [0.0625, 0.0625, 0.5625]
    >>> step_network(np.square, [0.0, 0.5, 1.0], 9999).round(4).tolist()
    [0.0, 0.2501, 0.9999]
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    if width < 0 or not ((x >= 0) & (x <= 1)).all():
        raise ValueError(f"width must not be negative ({width}), and x of shape {x.shape} must lie between 0 and 1")
    stairs = np.arange(width + 1, dtype=x.dtype)
    heights = np.asarray(f((stairs + 0.5) / (width + 1)))
    if heights.shape != stairs.shape:
        raise ValueError(f"f must keep the shape {stairs.shape}, but returned {heights.shape}")
    hidden = np.heaviside(x[..., np.newaxis] - stairs[1:] / (width + 1), 1)
    return np.asarray(heights[0] + hidden @ np.diff(heights))
