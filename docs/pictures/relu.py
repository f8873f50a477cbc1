"""The function ReLU(x) and its slope."""

from __future__ import annotations

from curves import function_and_slope
from matplotlib.figure import Figure
from relu import relu, relu_derivative


def draw(figure: Figure) -> None:
    """Draw both around the place where something happens."""
    function_and_slope(figure, relu, relu_derivative, name="ReLU(x)", reach=5)
