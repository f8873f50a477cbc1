"""The function f(x) and its slope."""

from __future__ import annotations

from curves import function_and_slope
from matplotlib.figure import Figure
from softsign import softsign, softsign_derivative


def draw(figure: Figure) -> None:
    """Draw both around the place where something happens."""
    function_and_slope(figure, softsign, softsign_derivative, name="f(x)", reach=8)
