"""Stochastic gradient descent: one step on a mini-batch, and epochs of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from gradient_descent import descent_step
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]
Indices: TypeAlias = NDArray[np.intp]


def sgd_step(w: ArrayLike, gradients: ArrayLike, learning_rate: float) -> FloatArray:
    r"""
    Go one step against the mean gradient of a mini-batch.

    Computes :math:`w \leftarrow w - \frac{\eta}{m} \sum_{i=1}^{m} \nabla C_i(w)`.

    Parameters
    ----------
    w : array_like of shape (...)
        The parameters, in any shape.
    gradients : array_like of shape (m, ...)
        For each of m examples, the gradient of its cost at `w`.
    learning_rate : float
        The factor :math:`\eta > 0`.

    Returns
    -------
    ndarray of shape (...)
        The next parameters; `w` itself is left as it is.

    Raises
    ------
    ValueError
        If there is no example, the shapes do not fit, or `learning_rate` is not positive.

    Notes
    -----
    The mean, not the sum: so the length of a step does not depend on the size of the mini-batch. Equation 20 of [1]_.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 1.

    Examples
    --------
    >>> sgd_step([1.0, 2.0], [[4.0, 0.0], [0.0, 8.0]], 0.25).tolist()
    [0.5, 1.0]
    >>> sgd_step([1.0], [[1e6], [-1e6]], 0.25).tolist()
    [1.0]
    """
    w, gradients = np.asarray(w), np.asarray(gradients)
    if gradients.shape[1:] != w.shape or gradients.ndim == 0 or len(gradients) == 0:
        raise ValueError(f"w and gradients must have shapes (...) and (m, ...), not {w.shape} and {gradients.shape}")
    return descent_step(lambda _: gradients.mean(axis=0), w, learning_rate)


def stochastic_gradient_descent(  # noqa: PLR0913 (each is a choice that training leaves open)
    gradient: Callable[[FloatArray, Indices], ArrayLike],
    start: ArrayLike,
    *,
    examples: int,
    batch_size: int,
    learning_rate: float,
    epochs: int,
    seed: int,
) -> FloatArray:
    """
    Go through all examples in mini-batches, in a new order each time, with a step after each batch.

    Parameters
    ----------
    gradient : callable
        Takes the parameters and the numbers of some examples, counted from 0, and returns the mean of the gradients of
        their costs, in the shape of the parameters.
    start : array_like of any shape
        The parameters to begin with.
    examples : int
        How many examples there are.
    batch_size : int
        How many of them make a mini-batch; the last one of an epoch may be smaller.
    learning_rate : float
        Positive; the same for all steps.
    epochs : int
        How often to go through all examples; with 0, the path is the start.
    seed : int
        Which random orders: the same seed gives the same path.

    Returns
    -------
    ndarray of shape (epochs + 1, ...)
        The parameters at the start and after each epoch.

    Raises
    ------
    ValueError
        If there is no example, `batch_size` is less than 1 or more than `examples`, `epochs` is negative,
        `learning_rate` is not positive, or `gradient` changes the shape.

    Notes
    -----
    Each epoch visits each example once, as training usually does; the theory of [1]_ draws them with replacement.
    With ``batch_size=examples`` it is gradient descent.

    References
    ----------
    .. [1] Bottou, Curtis and Nocedal, SIAM Review 60(2), 2018, pages 223-311.

    Examples
    --------
    The mean of four numbers, as the point of least squared distance:

    >>> data = np.array([1.0, 2.0, 4.0, 5.0])
    >>> def gradient(w, batch):
    ...     return w - data[batch].mean()
    >>> settings = {"examples": 4, "learning_rate": 0.5, "epochs": 3, "seed": 0}
    >>> stochastic_gradient_descent(gradient, 11.0, batch_size=4, **settings).tolist()
    [11.0, 7.0, 5.0, 4.0]
    >>> path = stochastic_gradient_descent(gradient, 11.0, batch_size=1, **settings)
    >>> bool(abs(path[-1] - 3) > 0.1)  # with this rate, single examples pull it to and fro
    True
    """
    if not 1 <= batch_size <= examples:
        raise ValueError(f"batch_size must be from 1 to the number of examples, {examples}, not {batch_size}")
    if epochs < 0:
        raise ValueError(f"epochs must not be negative, not {epochs}")
    random = np.random.default_rng(seed)
    path: list[FloatArray] = [np.asarray(start) / 1]
    for _ in range(epochs):
        w, order = path[-1], random.permutation(examples)
        for first in range(0, examples, batch_size):
            w = _step(gradient, w, order[first : first + batch_size], learning_rate)
        path.append(w)
    return np.stack(path)


def _step(
    gradient: Callable[[FloatArray, Indices], ArrayLike], w: FloatArray, batch: Indices, learning_rate: float
) -> FloatArray:
    return descent_step(lambda point: gradient(point, batch), w, learning_rate)
