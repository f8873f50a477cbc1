"""The unit step; its slope is 0 wherever there is one."""

from __future__ import annotations

import numpy as np
from curves import function_and_slope
from matplotlib.figure import Figure
from unit_step import unit_step


def draw(figure: Figure) -> None:
    """Draw both, with a gap where the function jumps and has no slope."""
    function_and_slope(figure, unit_step, np.zeros_like, name="H(x)")
