"""Backpropagation: the gradient of a network's cost, layer by layer from the back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sigmoid import sigmoid, sigmoid_derivative

FloatArray: TypeAlias = NDArray[np.floating]


def weight_gradient(a: ArrayLike, delta: ArrayLike) -> FloatArray:
    r"""
    Differentiate the cost with respect to the weights between two layers.

    Computes :math:`\partial C / \partial w^l_{jk} = a^{l-1}_k \delta^l_j`.

    Parameters
    ----------
    a : array_like of shape (..., n)
        The activations :math:`a^{l-1}` of the layer that the weights come from.
    delta : array_like of shape (..., m)
        The errors :math:`\delta^l = \partial C / \partial z^l` of the layer that they lead to.

    Returns
    -------
    ndarray of shape (..., m, n)
        In the shape of the weights: row j, column k belongs to the weight from neuron k to neuron j.

    Raises
    ------
    ValueError
        If `a` or `delta` is no vector, or their batches cannot be broadcast.

    Notes
    -----
    Equation BP4 of [1]_. A neuron at rest, :math:`a_k = 0`, teaches its outgoing weights nothing.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 2.

    Examples
    --------
    >>> weight_gradient([1, 0, 2], [3, -1]).tolist()
    [[3.0, 0.0, 6.0], [-1.0, -0.0, -2.0]]
    >>> weight_gradient([[1e200], [1e-200]], [[1e-200], [1e-200]]).tolist()
    [[[1.0]], [[0.0]]]
    """
    a, delta = np.asarray(a) / 1, np.asarray(delta) / 1  # integers become float64, other types stay
    if a.ndim == 0 or delta.ndim == 0:
        raise ValueError(f"a and delta must be vectors on the last axis, not of shapes {a.shape} and {delta.shape}")
    return np.asarray(delta[..., :, np.newaxis] * a[..., np.newaxis, :])


def backpropagate(
    weights: Sequence[FloatArray], biases: Sequence[FloatArray], x: ArrayLike, y: ArrayLike
) -> tuple[list[FloatArray], list[FloatArray]]:
    r"""
    Give the gradient of the quadratic cost of a sigmoid network, for one example or the mean of a batch.

    Goes forward by :math:`z^l = W^l a^{l-1} + b^l`, :math:`a^l = \sigma(z^l)`, and back by
    :math:`\delta^L = (a^L - y) \odot \sigma'(z^L)`, :math:`\delta^{l-1} = (W^l)^T \delta^l \odot \sigma'(z^{l-1})`.

    Parameters
    ----------
    weights : sequence of ndarray of shape (m, n)
        One matrix for each layer: from n neurons to m.
    biases : sequence of ndarray of shape (m,)
        One vector for each layer.
    x : array_like of shape (..., n)
        Inputs of the first layer.
    y : array_like of shape (..., m)
        Wanted outputs of the last layer.

    Returns
    -------
    tuple of list of ndarray
        The derivatives with respect to the weights and to the biases, each in the shape of what it belongs to.

    Raises
    ------
    ValueError
        If a layer does not fit the one before, or `y` the last one, or there is no example.

    Notes
    -----
    All derivatives together take a few times as long as the cost alone, however many weights there are. They are only
    computed here; using them is the business of gradient descent [1]_.

    References
    ----------
    .. [1] Rumelhart, Hinton and Williams, Nature 323, 1986, pages 533-536.

    Examples
    --------
    >>> backpropagate([np.array([[0.0]])], [np.array([0.0])], [2], [0])
    ([array([[0.25]])], [array([0.125])])
    >>> backpropagate([np.array([[1e6]])], [np.array([0.0])], [1], [0])  # wrong, but too sure of it to learn
    ([array([[0.]])], [array([0.])])
    """
    activations, weighted = _forward(weights, biases, np.asarray(x) / 1)
    if np.shape(y) != activations[-1].shape or np.size(y) == 0:
        raise ValueError(f"y must have the shape of the outputs {activations[-1].shape}, not {np.shape(y)}")
    deltas = [(activations[-1] - np.asarray(y)) * sigmoid_derivative(weighted[-1])]
    for w, z in zip(weights[:0:-1], weighted[-2::-1], strict=True):
        deltas.append((deltas[-1] @ w) * sigmoid_derivative(z))
    deltas.reverse()
    of_weights = [weight_gradient(a, delta) for a, delta in zip(activations[:-1], deltas, strict=True)]
    return (
        [each.reshape(-1, *each.shape[-2:]).mean(axis=0) for each in of_weights],
        [each.reshape(-1, each.shape[-1]).mean(axis=0) for each in deltas],
    )


def _forward(
    weights: Sequence[FloatArray], biases: Sequence[FloatArray], a: FloatArray
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Return the activations of all layers, the inputs first, and the weighted inputs that made them."""
    if len(weights) == 0:
        raise ValueError("a network needs at least one layer of weights")
    activations: list[FloatArray] = [a]
    weighted: list[FloatArray] = []
    for w, b in zip(weights, biases, strict=True):
        a = activations[-1]
        if w.shape != (*b.shape, *a.shape[-1:]):
            raise ValueError(f"weights {w.shape} and biases {b.shape} do not fit inputs of shape {a.shape}")
        weighted.append(a @ w.T + b)
        activations.append(sigmoid(weighted[-1]))
    return activations, weighted
