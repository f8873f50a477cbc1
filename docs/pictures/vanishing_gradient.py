"""How the gradient of the first bias shrinks with the depth of a chain of sigmoid neurons, for three weights."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from vanishing_gradient import first_bias_gradient

DEPTHS = np.arange(1, 31)
WEIGHTS = (1.0, 4.0, 6.0)


def draw(figure: Figure) -> None:
    """Draw the gradient against the depth, on a scale of powers of ten; every neuron is where its slope is largest."""
    axes = figure.subplots()
    for weight in WEIGHTS:
        sizes = [first_bias_gradient(np.full(depth, weight), np.zeros(depth), 1.0) for depth in DEPTHS]
        axes.semilogy(DEPTHS, np.array(sizes), "o-", markersize=3, label=f"w = {weight:g}")
    axes.set_xlabel("L")
    axes.set_ylabel("∂C / ∂b₁")
    axes.grid(visible=True)
    axes.legend()
