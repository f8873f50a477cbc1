"""Leaky ReLU with a large leak, so that it can be seen, and its slope."""

from __future__ import annotations

import numpy as np
from curves import function_and_slope
from leaky_relu import leaky_relu
from matplotlib.figure import Figure
from numpy.typing import NDArray

LEAK = 0.1


def function(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give the function with the leak of this picture."""
    return leaky_relu(x, alpha=LEAK)


def slope(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give its slope: a straight piece has the slope of its chord."""
    return np.asarray(function(x + np.sign(x)) - function(x)) * np.sign(x)


def draw(figure: Figure) -> None:
    """Draw both around the place where something happens."""
    function_and_slope(figure, function, slope, name="f(x)")
