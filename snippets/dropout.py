"""Dropout, with the survivors scaled up."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def dropout(a: ArrayLike, m: ArrayLike, p: float) -> FloatArray:
    r"""
    Silence the neurons that a mask leaves out, and scale up the others.

    Computes :math:`\tilde a = m \odot a / (1 - p)`.

    Parameters
    ----------
    a : array_like of any shape
        Activations.
    m : array_like of the shape of `a`
        The mask: 1 for a neuron that stays, 0 for one that is dropped.
    p : float
        With which probability a neuron was dropped, from 0 up to but not including 1.

    Returns
    -------
    ndarray of the shape of `a`
        Activations whose mean over all masks is `a`.

    Raises
    ------
    ValueError
        If the shapes differ, the mask holds anything but 0 and 1, or `p` is out of range.

    Notes
    -----
    With the division while training, the network needs no correction when it is used ("inverted" dropout). In [1]_ it
    is the other way round: nothing is scaled in training, and weights are multiplied by :math:`1 - p` afterwards.

    References
    ----------
    .. [1] Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks
       from overfitting, Journal of Machine Learning Research 15, 2014, pages 1929-1958.

    Examples
    --------
    >>> dropout([1, 2, 3], [1, 0, 1], 0.5).tolist()
    [2.0, 0.0, 6.0]
    >>> dropout([np.inf, 1e300], [0, 1], 0).tolist()
    [0.0, 1e+300]
    """
    a, m = np.asarray(a), np.asarray(m)
    if a.shape != m.shape or not 0 <= p < 1 or not np.isin(m, (0, 1)).all():
        raise ValueError(f"a {a.shape} and m {m.shape} must have one shape, m be 0 or 1, and 0 <= p < 1, not {p}")
    return np.asarray(np.where(m == 1, a, 0) / (1 - p))


def dropout_mask(shape: tuple[int, ...], p: float, random: Generator) -> NDArray[np.int64]:
    r"""
    Draw which neurons stay.

    Draws each :math:`m_i` independently: 0 with probability `p`, else 1.

    Parameters
    ----------
    shape : tuple of int
        The shape of the activations.
    p : float
        With which probability a neuron is dropped, from 0 up to but not including 1.
    random : numpy.random.Generator
        Where chance comes from: the same seed, the same mask.

    Returns
    -------
    ndarray of shape `shape`
        The mask, of 0 and 1.

    Raises
    ------
    ValueError
        If `p` is out of range.

    Notes
    -----
    Draw anew for each example and each step of training [1]_.

    References
    ----------
    .. [1] Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks
       from overfitting, Journal of Machine Learning Research 15, 2014, pages 1929-1958.

    Examples
    --------
    >>> dropout_mask((8,), 0.5, np.random.default_rng(0)).tolist()
    [1, 0, 0, 0, 1, 1, 1, 1]
    >>> dropout_mask((3,), 0, np.random.default_rng(0)).tolist()
    [1, 1, 1]
    """
    if not 0 <= p < 1:
        raise ValueError(f"a neuron is dropped with a probability 0 <= p < 1, not {p}")
    return np.asarray(random.random(shape) >= p, dtype=np.int64)
