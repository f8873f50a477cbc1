"""The gradient at the front of a chain of neurons, one in each layer."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def first_bias_gradient(w: ArrayLike, z: ArrayLike, gradient: ArrayLike) -> FloatArray:
    r"""
    Differentiate the cost of a chain of sigmoid neurons with respect to the first bias.

    Computes :math:`\partial C / \partial b_1 = \sigma'(z_1) \prod_{l=2}^{L} w_l \sigma'(z_l) \cdot g`, where :math:`g`
    is :math:`\partial C / \partial a_L`.

    Parameters
    ----------
    w : array_like of shape (..., L)
        Weights, from the first layer to the last. The first one, which leads in from the input, does not matter.
    z : array_like of shape (..., L)
        Weighted inputs of the neurons.
    gradient : array_like of shape (...)
        Derivative :math:`\partial C / \partial a_L` of the cost with respect to the output.

    Returns
    -------
    ndarray of shape (...)
        The derivative :math:`\partial C / \partial b_1`.

    Raises
    ------
    ValueError
        If there is no neuron, or the shapes do not fit together.

    Notes
    -----
    Every factor :math:`\sigma'` is at most 1/4 [1]_. The product is taken by logarithms, so that a part of it may leave
    the range of floats if the whole does not; a whole that leaves it is 0 or infinite, which is what the page is about.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 5.

    Examples
    --------
    >>> first_bias_gradient([1, 1, 1], [0, 0, 0], 1).round(8).item()
    0.015625
    >>> first_bias_gradient([[1] * 600, [100] * 600], np.zeros((2, 600)), [1, 1]).tolist()
    [0.0, inf]
    """
    w, z, gradient = (np.asarray(each) / 1 for each in (w, z, gradient))  # integers become float64, other types stay
    if z.ndim == 0 or z.shape[-1] == 0 or w.shape != z.shape or gradient.shape != z.shape[:-1]:
        wanted = "w and z must have one shape (..., L), L >= 1, and gradient the shape (...)"
        raise ValueError(f"{wanted}, not {w.shape}, {z.shape} and {gradient.shape}")
    w, distance = w[..., 1:], np.abs(z)
    signs = np.sign(w).prod(axis=-1) * np.sign(gradient)
    slopes = -distance - 2 * np.log1p(np.exp(-distance))  # log σ'(z) = log (e^-|z| / (1 + e^-|z|)²)
    with np.errstate(divide="ignore", over="ignore"):
        size = np.log(np.abs(w)).sum(axis=-1) + slopes.sum(axis=-1) + np.log(np.abs(gradient))
        return np.asarray(signs * np.exp(size))
