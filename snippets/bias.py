"""The bias of a neuron: its threshold, from the other side."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from dot_product import dot_product
from numpy.typing import ArrayLike, NDArray
from unit_step import unit_step

FloatArray: TypeAlias = NDArray[np.floating]


def fires(x: ArrayLike, w: ArrayLike, threshold: ArrayLike) -> FloatArray:
    r"""
    Say whether a weighted sum reaches a threshold, by way of the bias.

    Computes :math:`H(w \cdot x + b)` with :math:`b = -\theta`, which is 1 exactly if :math:`w \cdot x \ge \theta`.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The inputs of a neuron.
    w : array_like of shape (..., n)
        One weight for each input; the axes before the last one are broadcast.
    threshold : array_like of shape (...)
        What the weighted sum has to reach, :math:`\theta`.

    Returns
    -------
    ndarray of shape (...)
        1 where it is reached, else 0.

    Raises
    ------
    ValueError
        If there are not as many weights as inputs, or the other axes cannot be broadcast.

    Notes
    -----
    The difference of two floating-point numbers is 0 only if they are equal, so that for finite numbers nothing is
    lost by this form [1]_.

    References
    ----------
    .. [1] Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 2.1.

    Examples
    --------
    Go out if it is worth 5: fine weather counts 6, company 2, a near bus stop 2.

    >>> fires([[1, 0, 0], [0, 1, 1]], [6, 2, 2], 5).tolist()
    [1.0, 0.0]
    >>> fires([[5e-324], [0.0]], [1.0], 5e-324).tolist()
    [1.0, 0.0]
    """
    return unit_step(np.subtract(dot_product(x, w), threshold))
