"""The activation functions of this library side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from leaky_relu import leaky_relu
from numpy.typing import ArrayLike, NDArray
from relu import relu
from sigmoid import sigmoid
from softplus import softplus
from softsign import softsign
from tanh import tanh
from unit_step import unit_step

FloatArray: TypeAlias = NDArray[np.floating]

FUNCTIONS: Mapping[str, Callable[[FloatArray], FloatArray]] = {
    "identity": np.positive,
    "unit step": unit_step,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "softsign": softsign,
    "ReLU": relu,
    "leaky ReLU, α = 0.1": lambda x: leaky_relu(x, alpha=0.1),
    "softplus": softplus,
}


def curves(x: ArrayLike) -> dict[str, FloatArray]:
    """
    Give the values of all activation functions at the same places.

    Computes f(x) for each function f of one number that has a page in this library, and for the identity.

    Parameters
    ----------
    x : array_like of any shape
        Where the values are wanted.

    Returns
    -------
    dict of str to ndarray of the shape of `x`
        The values by the name of the function.

    Notes
    -----
    Softmax and hardmax are missing: they take a whole vector. More functions are compared in [1]_.

    References
    ----------
    .. [1] Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, section 6.3.

    Examples
    --------
    >>> {name: values.round(2).tolist() for name, values in curves([-1, 2]).items() if "ReLU" in name}
    {'ReLU': [0.0, 2.0], 'leaky ReLU, α = 0.1': [-0.1, 2.0]}
    >>> [name for name, value in curves(1e6).items() if value <= 1]
    ['unit step', 'sigmoid', 'tanh', 'softsign']
    """
    x = np.asarray(x) / 1  # integers become float64, other types stay
    return {name: np.asarray(function(x)) for name, function in FUNCTIONS.items()}
