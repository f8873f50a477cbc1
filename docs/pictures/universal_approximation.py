"""A function, and step networks of two widths that follow it."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from universal_approximation import step_network

WIDTHS = (8, 40)


def target(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give a function with a hill, a hollow and a slope."""
    return np.asarray(np.sin(2 * np.pi * x) + x)


def draw(figure: Figure) -> None:
    """Draw the function and its approximations, the wider network on the right."""
    x = np.linspace(0, 1, 601)
    for axes, width in zip(figure.subplots(1, 2, sharey=True), WIDTHS, strict=True):
        axes.plot(x, target(x), color="#020202", linewidth=1.2)
        axes.plot(x, step_network(target, x, width), linewidth=1.4)
        axes.set_title(f"N = {width}")
        axes.set_xlabel("x")
