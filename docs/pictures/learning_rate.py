"""Gradient descent on a parabola: the steps of one learning rate."""

from __future__ import annotations

import numpy as np
from gradient_descent import gradient_descent
from matplotlib.figure import Figure
from numpy.typing import NDArray

SLIDER = ("η", tuple(round(0.05 * step, 2) for step in range(1, 22)), 0.1)
START, STEPS, REACH = 1.5, 8, 3.4


def slope(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give the derivative of the square."""
    return np.asarray(2 * x)


def draw(figure: Figure, value: float) -> None:
    """Draw the parabola and the points of the descent on it."""
    axes = figure.subplots()
    x = np.linspace(-REACH, REACH, 121)
    path = gradient_descent(slope, np.array([START]), learning_rate=value, steps=STEPS)[:, 0]
    axes.plot(x, x**2, color="#020202", linewidth=1.0)
    axes.plot(path, path**2, "o-", color="C0", markersize=4.5, linewidth=1.2)
    axes.set_xlim(-REACH, REACH)
    axes.set_ylim(-0.4, REACH**2)
    axes.set_xlabel("x")
    axes.set_ylabel("x²")
