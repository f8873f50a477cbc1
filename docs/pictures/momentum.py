"""A descent into a long valley, with more or less momentum."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from momentum import momentum_descent
from numpy.typing import NDArray

SLIDER = ("μ", tuple(round(0.05 * step, 2) for step in range(20)), 0.5)
CURVATURES = np.array([1.0, 8.0])
START = np.array([4.0, 1.2])
RATE, STEPS = 0.05, 40


def slope(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give the gradient of half the sum of the curvatures times the squares."""
    return np.asarray(CURVATURES * x)


def draw(figure: Figure, value: float) -> None:
    """Draw the level lines, the bottom of the valley, and the path."""
    axes = figure.subplots()
    across, up = np.meshgrid(np.linspace(-5, 5, 51), np.linspace(-2, 2, 41))
    height = (CURVATURES[0] * across**2 + CURVATURES[1] * up**2) / 2
    axes.contour(across, up, height, levels=8, colors="#020202", linewidths=0.6, alpha=0.6)
    path = momentum_descent(slope, START, learning_rate=RATE, mu=value, steps=STEPS)
    axes.plot([0], [0], "+", color="#010101", markersize=9)
    axes.plot(path[:, 0], path[:, 1], "o-", color="C0", markersize=3, linewidth=1.2)
    axes.set_xlim(-5, 5)
    axes.set_ylim(-2, 2)
    axes.set_xticks([])
    axes.set_yticks([])
