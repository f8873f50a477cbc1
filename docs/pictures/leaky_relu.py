"""Leaky ReLU, and its slope, for leaks that can be seen."""

from __future__ import annotations

from functools import partial

import numpy as np
from curves import function_and_slope
from leaky_relu import leaky_relu
from matplotlib.figure import Figure
from numpy.typing import NDArray

SLIDER = ("α", (0.01, *(round(0.05 * step, 2) for step in range(1, 20)), 0.99), 0.1)


def slope(x: NDArray[np.floating], alpha: float) -> NDArray[np.floating]:
    """Give its slope: a straight piece has the slope of its chord."""
    rise = leaky_relu(x + np.sign(x), alpha=alpha) - leaky_relu(x, alpha=alpha)
    return np.asarray(rise * np.sign(x))


def draw(figure: Figure, value: float) -> None:
    """Draw both around the place where something happens."""
    function_and_slope(figure, partial(leaky_relu, alpha=value), partial(slope, alpha=value), name="f(x)")
    figure.axes[0].set_ylim(-5.2, 5.2)
