"""Three descents into one valley, with a step that is too small, one that is right, and one that is too large."""

from __future__ import annotations

import numpy as np
from gradient_descent import gradient_descent
from matplotlib.figure import Figure
from numpy.typing import NDArray

CURVATURES = np.array([1.0, 8.0])
START = np.array([4.0, 1.2])
RATES = (0.03, 0.15, 0.248)
STEPS = 24


def slope(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give the gradient of half the sum of the curvatures times the squares."""
    return np.asarray(CURVATURES * x)


def draw(figure: Figure) -> None:
    """Draw the level lines and the three paths side by side."""
    across, up = np.meshgrid(np.linspace(-4.6, 4.6, 47), np.linspace(-1.8, 1.8, 37))
    height = (CURVATURES[0] * across**2 + CURVATURES[1] * up**2) / 2
    for place, (axes, rate) in enumerate(zip(figure.subplots(1, 3, sharey=True), RATES, strict=True)):
        path = gradient_descent(slope, START, learning_rate=rate, steps=STEPS)
        axes.contour(across, up, height, levels=8, colors="#020202", linewidths=0.6, alpha=0.6)
        axes.plot(path[:, 0], path[:, 1], "o-", color=f"C{place}", markersize=2.5, linewidth=1.2)
        axes.set_title(f"η = {rate:g}")
        axes.set_xticks([])
        axes.set_yticks([])
