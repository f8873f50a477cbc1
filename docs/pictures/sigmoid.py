"""The sigmoid function and its slope."""

from __future__ import annotations

from curves import function_and_slope
from matplotlib.figure import Figure
from sigmoid import sigmoid, sigmoid_derivative


def draw(figure: Figure) -> None:
    """Draw both over the part where something happens."""
    function_and_slope(figure, sigmoid, sigmoid_derivative, name="σ(x)", reach=8)
