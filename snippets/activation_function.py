"""The activation functions of this library side by side, and a drawing of them."""

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
    x = np.asarray(x) * 1.0  # integers become float64, other types stay
    return {name: np.asarray(function(x)) for name, function in FUNCTIONS.items()}


def plot() -> str:
    """
    Draw all activation functions from -4 to 4, each in a frame of its own.

    Computes the points of `curves`, and scales them to the frame.

    Returns
    -------
    str
        An SVG picture in the colour of the text around it.

    Notes
    -----
    What a curve is above 4 or below -2 is cut off. The format is [1]_.

    References
    ----------
    .. [1] World Wide Web Consortium, Scalable Vector Graphics (SVG) 1.1, 2nd edition, 2011, section 9.6.

    Examples
    --------
    >>> plot().count("<polyline")
    8
    """
    x = np.sort(np.append(np.arange(-16, 17) / 4, -1e-9))  # so near to 0 that a jump is upright
    frames = [_frame(name, x, y, place) for place, (name, y) in enumerate(curves(x).items())]
    return "\n".join(
        [
            '<svg viewBox="0 0 760 340" width="760" role="img" fill="none" stroke="currentColor" stroke-width="2">',
            f"<title>{' · '.join(FUNCTIONS)}</title>",
            *frames,
            "</svg>",
        ]
    )


def _frame(name: str, x: FloatArray, y: FloatArray, place: int) -> str:
    """Draw one curve with its axes: 20 units of length for 1, the origin in the middle, four frames in a row."""
    shown = (y >= -2) & (y <= 4)  # noqa: PLR2004 - the height of a frame
    points = " ".join(f"{20 * a:.4g},{0 - 20 * b:.4g}" for a, b in zip(x[shown], y[shown], strict=True))
    return (
        f'<g transform="translate({100 + 190 * (place % 4)} {120 + 170 * (place // 4)})">'
        '<path d="M-85 0H85M0 45V-85" stroke-width="1" opacity=".4"/>'
        f'<polyline points="{points}"/>'
        f'<text y="-95" fill="currentColor" stroke="none" text-anchor="middle">{name}</text></g>'
    )
