"""The perceptron."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from neuron import neuron
from numpy.typing import ArrayLike, NDArray
from unit_step import unit_step

FloatArray: TypeAlias = NDArray[np.floating]


def perceptron(x: ArrayLike, w: ArrayLike, b: ArrayLike = 0.0) -> FloatArray:
    r"""
    Decide between 0 and 1 by a weighted sum.

    Computes :math:`y = H(w \cdot x + b)` along the last axis, with the unit step :math:`H`.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The inputs.
    w : array_like of shape (..., n)
        One weight for each input; the axes before the last one are broadcast.
    b : array_like of shape (...), default 0
        The bias: minus the threshold that the weighted sum has to reach.

    Returns
    -------
    ndarray of shape (...)
        1 for each example on the side to which `w` points, or on the border itself, else 0.

    Raises
    ------
    ValueError
        If there are not as many weights as inputs, or the other axes cannot be broadcast.

    Notes
    -----
    The border :math:`w \cdot x + b = 0` is a hyperplane. An example very near to it may be put on the wrong side by
    rounding [1]_.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, sections 4.1.1 and 4.1.7.

    Examples
    --------
    NAND, from which every logical function can be built:

    >>> perceptron([[0, 0], [0, 1], [1, 0], [1, 1]], [-2, -2], 3).tolist()
    [1.0, 1.0, 1.0, 0.0]
    >>> perceptron([[1e300, -1e300], [0, -5e-324]], [1, 1]).tolist()
    [1.0, 0.0]
    """
    return neuron(x, w, b, activation=unit_step)
