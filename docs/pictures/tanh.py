"""The function tanh(x) and its slope."""

from __future__ import annotations

from curves import function_and_slope
from matplotlib.figure import Figure
from tanh import tanh, tanh_derivative


def draw(figure: Figure) -> None:
    """Draw both around the place where something happens."""
    function_and_slope(figure, tanh, tanh_derivative, name="tanh(x)", reach=5)
