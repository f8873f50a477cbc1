"""The unit step function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def unit_step(x: ArrayLike) -> FloatArray:
    r"""
    Switch from 0 to 1 at zero.

    Computes :math:`H(x) = 1` for :math:`x \ge 0`, else 0.

    Parameters
    ----------
    x : array_like of any shape
        Real numbers; of a neuron, its weighted input.

    Returns
    -------
    ndarray of the shape of `x`
        Ones and zeros; 1 at zero itself.

    Notes
    -----
    The value at zero is a convention: other books take 0 or 1/2 [1]_. The two zeros of floating-point numbers are
    equal, so that ``-0.0`` gives 1 too.

    References
    ----------
    .. [1] Olver et al. (editors), NIST Digital Library of Mathematical Functions, section 1.16(iv).

    Examples
    --------
    >>> unit_step([-1.5, 0, 2]).tolist()
    [0.0, 1.0, 1.0]
    >>> unit_step([-5e-324, -0.0, np.inf]).tolist()
    [0.0, 1.0, 1.0]
    """
    return np.asarray(np.heaviside(np.asarray(x) / 1, 1))  # integers become float64, other types stay
