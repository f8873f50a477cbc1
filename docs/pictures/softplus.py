"""Softplus and its slope, which is the sigmoid function."""

from __future__ import annotations

from curves import function_and_slope
from matplotlib.figure import Figure
from sigmoid import sigmoid
from softplus import softplus


def draw(figure: Figure) -> None:
    """Draw both around the place where something happens."""
    function_and_slope(figure, softplus, sigmoid, name="ζ(x)", reach=6)
