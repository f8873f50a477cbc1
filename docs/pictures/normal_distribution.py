"""The bell curve of one standard deviation beside that of deviation one."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from normal_distribution import normal_density

SLIDER = ("σ", tuple(round(0.4 + 0.1 * step, 1) for step in range(22)), 0.5)


def draw(figure: Figure, value: float) -> None:
    """Draw the density, and where one deviation to either side ends."""
    axes = figure.subplots()
    x = np.linspace(-5, 5, 161)
    axes.plot(x, normal_density(x), "--", color="#020202", linewidth=1.0, label="σ = 1")
    axes.plot(x, normal_density(x, deviation=value), color="C0", label="p(x)")
    ends = np.array([-value, value])
    axes.vlines(ends, 0, normal_density(ends, deviation=value), colors="C1", linewidth=1.2)
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("x")
    axes.legend()
