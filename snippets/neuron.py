"""One neuron: its weighted input, and its output."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from dot_product import dot_product
from numpy.typing import ArrayLike, NDArray
from sigmoid import sigmoid

FloatArray: TypeAlias = NDArray[np.floating]


def weighted_input(x: ArrayLike, w: ArrayLike, b: ArrayLike = 0.0) -> FloatArray:
    r"""
    Weight the inputs of a neuron, sum, and add its bias.

    Computes :math:`z = \sum_{i=1}^{n} w_i x_i + b` along the last axis.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The inputs.
    w : array_like of shape (..., n)
        One weight for each input; the axes before the last one are broadcast, so that one neuron meets a whole batch.
    b : array_like of shape (...), default 0
        The bias.

    Returns
    -------
    ndarray of shape (...)
        One number for each example; the bias alone for a neuron without inputs.

    Raises
    ------
    ValueError
        If there are not as many weights as inputs, or the other axes cannot be broadcast.

    Notes
    -----
    The rounding error is that of a dot product [1]_.

    References
    ----------
    .. [1] Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 3.1.

    Examples
    --------
    >>> weighted_input([[1, 2], [0, 0]], [3, -1], 0.5).tolist()
    [1.5, 0.5]
    >>> weighted_input(np.array([200, 100], dtype=np.uint8), np.array([200, 1], dtype=np.uint8), -1).item()
    40099.0
    """
    return np.asarray(np.add(dot_product(x, w), b))


def neuron(
    x: ArrayLike, w: ArrayLike, b: ArrayLike = 0.0, activation: Callable[[FloatArray], FloatArray] = sigmoid
) -> FloatArray:
    r"""
    Give the output of a neuron.

    Computes :math:`a = \sigma(\sum_{i=1}^{n} w_i x_i + b)` along the last axis.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The inputs.
    w : array_like of shape (..., n)
        One weight for each input.
    b : array_like of shape (...), default 0
        The bias.
    activation : callable, default sigmoid
        Makes the output of the weighted input.

    Returns
    -------
    ndarray of shape (...)
        One output for each example.

    Raises
    ------
    ValueError
        If there are not as many weights as inputs, or the other axes cannot be broadcast.

    Notes
    -----
    With the unit step for `activation` this is a perceptron [1]_.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 1.

    Examples
    --------
    >>> neuron([[1, 1], [2, 0]], [1, -1]).round(6).tolist()
    [0.5, 0.880797]
    >>> neuron([1e6, 1e6], [-1, -1], activation=np.tanh).item()
    -1.0
    """
    return np.asarray(activation(weighted_input(x, w, b)))
