"""The errors of neurons: from the output layer back, one layer at a time."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sigmoid import sigmoid_derivative

FloatArray: TypeAlias = NDArray[np.floating]


def output_error(gradient: ArrayLike, z: ArrayLike) -> FloatArray:
    r"""
    Give the errors of a sigmoid output layer.

    Computes :math:`\delta^L = \nabla_a C \odot \sigma'(z^L)`.

    Parameters
    ----------
    gradient : array_like of shape (..., n)
        Derivatives :math:`\nabla_a C` of the cost with respect to the outputs.
    z : array_like of shape (..., n)
        Weighted inputs :math:`z^L` of the output layer.

    Returns
    -------
    ndarray of shape (..., n)
        Errors: derivatives of the cost with respect to the weighted inputs.

    Raises
    ------
    ValueError
        If the shapes differ, or there is no last axis.

    Notes
    -----
    Equation BP1a of [1]_. A saturated neuron has an error near 0, however wrong its output is.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 2.

    Examples
    --------
    >>> output_error([1, -2], [0, np.log(3)]).round(6).tolist()
    [0.25, -0.375]
    >>> output_error([1, 1], [800, -800]).tolist()
    [0.0, 0.0]
    """
    gradient, z = np.asarray(gradient) / 1, np.asarray(z) / 1  # integers become float64, other types stay
    if z.ndim == 0 or gradient.shape != z.shape:
        raise ValueError(f"gradient and z must have one shape (..., n), not {gradient.shape} and {z.shape}")
    return np.asarray(gradient * sigmoid_derivative(z))


def hidden_error(w: ArrayLike, delta: ArrayLike, z: ArrayLike) -> FloatArray:
    r"""
    Give the errors of a hidden sigmoid layer by those of the layer behind it.

    Computes :math:`\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)`.

    Parameters
    ----------
    w : array_like of shape (m, n)
        Weights :math:`w^{l+1}`; row j, column k leads from neuron k of layer l to neuron j of layer l + 1.
    delta : array_like of shape (..., m)
        Errors :math:`\delta^{l+1}`.
    z : array_like of shape (..., n)
        Weighted inputs :math:`z^l`.

    Returns
    -------
    ndarray of shape (..., n)
        Errors :math:`\delta^l`.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    Equation BP2 of [1]_. Examples lie in rows, so that the product with the transpose is written ``delta @ w``.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 2.

    Examples
    --------
    >>> hidden_error([[1, 2], [3, 4], [5, 6]], [1, 0, -1], [0, 0]).tolist()
    [-1.0, -1.0]
    >>> hidden_error([[1e200, 1]], [1], [-800, 0]).tolist()
    [0.0, 0.25]
    """
    w, delta, z = (np.asarray(each) / 1 for each in (w, delta, z))  # integers become float64, other types stay
    fits = w.ndim == 2 and delta.ndim > 0 and z.ndim > 0  # noqa: PLR2004 - a matrix
    if not fits or delta.shape[:-1] != z.shape[:-1] or w.shape != (delta.shape[-1], z.shape[-1]):
        wanted = "w, delta and z must have the shapes (m, n), (..., m) and (..., n)"
        raise ValueError(f"{wanted}, not {w.shape}, {delta.shape} and {z.shape}")
    return np.asarray((delta @ w) * sigmoid_derivative(z))
