"""Random weights to begin with."""

from __future__ import annotations

from math import sqrt
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def xavier_bound(a: int, b: int) -> float:
    r"""
    Give the largest weight, in absolute value, that Xavier initialization may draw.

    Computes :math:`r = \sqrt{6 / (a + b)}`.

    Parameters
    ----------
    a, b : int
        Neurons before and behind the weights, each at least 1.

    Returns
    -------
    float
        The bound :math:`r`; the variance of a uniform number between :math:`-r` and :math:`r` is :math:`r^2 / 3`.

    Raises
    ------
    ValueError
        If a layer has no neuron.

    Notes
    -----
    Equation 16 of [1]_. The variance :math:`2 / (a + b)` lies between :math:`1/a`, which keeps the size of signals on
    their way forward, and :math:`1/b`, which keeps the size of gradients on their way back.

    References
    ----------
    .. [1] Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010.

    Examples
    --------
    >>> xavier_bound(2, 4)
    1.0
    >>> xavier_bound(10**300, 1) > 0
    True
    """
    if a < 1 or b < 1:
        raise ValueError(f"weights lie between layers with at least one neuron, not {a} and {b}")
    return sqrt(6 / (a + b))


def xavier_uniform(a: int, b: int, random: Generator) -> FloatArray:
    r"""
    Draw weights for sigmoid or tanh neurons.

    Draws :math:`W_{jk} \sim U[-r, r]` with :math:`r = \sqrt{6 / (a + b)}`, independently.

    Parameters
    ----------
    a, b : int
        Neurons before and behind the weights.
    random : numpy.random.Generator
        Where chance comes from: the same seed, the same weights.

    Returns
    -------
    ndarray of shape (b, a)
        Row j, column k leads from neuron k to neuron j.

    Raises
    ------
    ValueError
        If a layer has no neuron.

    Notes
    -----
    Equation 16 of [1]_.

    References
    ----------
    .. [1] Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010.

    Examples
    --------
    >>> xavier_uniform(2, 4, np.random.default_rng(0)).round(2).tolist()
    [[0.27, -0.46], [-0.92, -0.97], [0.63, 0.83], [0.21, 0.46]]
    >>> xavier_uniform(1, 1, np.random.default_rng(0)).shape
    (1, 1)
    """
    bound = xavier_bound(a, b)
    return random.uniform(-bound, bound, size=(b, a))


def he_normal(a: int, b: int, random: Generator) -> FloatArray:
    r"""
    Draw weights for ReLU neurons.

    Draws :math:`W_{jk} \sim N(0, 2/a)`, independently; :math:`2/a` is the variance.

    Parameters
    ----------
    a, b : int
        Neurons before and behind the weights.
    random : numpy.random.Generator
        Where chance comes from: the same seed, the same weights.

    Returns
    -------
    ndarray of shape (b, a)
        Row j, column k leads from neuron k to neuron j.

    Raises
    ------
    ValueError
        If a layer has no neuron.

    Notes
    -----
    ReLU halves the mean square of inputs that lie evenly around 0; the factor 2 makes up for it [1]_.

    References
    ----------
    .. [1] He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, section 2.2.

    Examples
    --------
    >>> he_normal(2, 2, np.random.default_rng(0)).round(2).tolist()
    [[0.13, -0.13], [0.64, 0.1]]
    >>> bool(abs(he_normal(10**6, 1, np.random.default_rng(0))).max() < 0.01)
    True
    """
    if a < 1 or b < 1:
        raise ValueError(f"weights lie between layers with at least one neuron, not {a} and {b}")
    return random.normal(0.0, sqrt(2 / a), size=(b, a))
