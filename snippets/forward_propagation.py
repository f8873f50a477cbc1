"""Forward propagation through a network of fully connected sigmoid layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from fully_connected_layer import affine
from numpy.typing import ArrayLike, NDArray
from sigmoid import sigmoid

FloatArray: TypeAlias = NDArray[np.floating]


def layer_activation(a: ArrayLike, w: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Go forward by one layer.

    Computes :math:`a^l = \sigma(W^l a^{l-1} + b^l)` with the sigmoid function for :math:`\sigma`.

    Parameters
    ----------
    a : array_like of shape (..., n)
        Activations :math:`a^{l-1}` of the layer before; of the first layer, the input.
    w : array_like of shape (m, n)
        Weights; row j, column k leads from neuron k to neuron j.
    b : array_like of shape (m,)
        One bias for each neuron of the layer.

    Returns
    -------
    ndarray of shape (..., m)
        Activations :math:`a^l`.

    Raises
    ------
    ValueError
        If the three shapes do not fit together.

    Notes
    -----
    Equation 25 of [1]_. The sigmoid does not overflow, however large the weighted inputs are.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 2.

    Examples
    --------
    >>> layer_activation([1, 2], [[1, -0.5], [0, np.log(2)]], [0, 0]).round(6).tolist()
    [0.5, 0.8]
    >>> layer_activation([1000], [[1000], [-1000]], [0, 0]).tolist()
    [1.0, 0.0]
    """
    return sigmoid(affine(a, w, b))


def forward_propagation(x: ArrayLike, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]) -> list[FloatArray]:
    r"""
    Go forward through all layers, and keep what each of them puts out.

    Computes :math:`a^l = \sigma(W^l a^{l-1} + b^l)` for :math:`l = 1, \ldots, L`, with :math:`a^0 = x`.

    Parameters
    ----------
    x : array_like of shape (..., n)
        Inputs of the network.
    weights : sequence of array_like of shape (m, n)
        One matrix for each layer: from n neurons to m.
    biases : sequence of array_like of shape (m,)
        One vector for each layer.

    Returns
    -------
    list of ndarray
        The activations :math:`a^0, \ldots, a^L`: first the input, last the output of the network.

    Raises
    ------
    ValueError
        If there are not as many biases as weights, or the shapes of a layer do not fit.

    Notes
    -----
    All activations are kept, since backpropagation needs them [1]_; to predict only, the last one would do.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 2.

    Examples
    --------
    >>> a = forward_propagation([np.log(3)], [[[1], [-1]], [[4, -4]]], [[0, 0], [-2]])
    >>> [each.round(6).tolist() for each in a]
    [[1.098612], [0.75, 0.25], [0.5]]
    >>> forward_propagation([1e308, 5], [], [])[-1].tolist()
    [1e+308, 5.0]
    """
    if len(weights) != len(biases):
        raise ValueError(f"weights of {len(weights)} layers do not fit biases of {len(biases)}")
    activations: list[FloatArray] = [np.asarray(np.asarray(x) / 1)]  # integers become float64, other types stay
    for w, b in zip(weights, biases, strict=True):
        activations.append(layer_activation(activations[-1], w, b))
    return activations
