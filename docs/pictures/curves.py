"""What the pictures of activation functions share: a function and its slope, one below the other in the legend."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

Curve = Callable[[NDArray[np.float64]], NDArray[np.floating]]


def function_and_slope(figure: Figure, function: Curve, slope: Curve, *, name: str, reach: float = 5.0) -> None:
    """Draw `function` and its `slope` from -`reach` to `reach`, with a gap where either of them jumps."""
    x = np.linspace(-reach, reach, 401)
    axes = figure.subplots()
    axes.plot(x, _with_gaps(function(x)), label=name)
    axes.plot(x, _with_gaps(slope(x)), "--", label=f"{name.partition('(')[0]}′(x)")
    axes.set_xlabel("x")
    axes.grid(visible=True)
    axes.legend()


def _with_gaps(values: NDArray[np.floating]) -> NDArray[np.floating]:
    shown = np.array(values, dtype=np.float64)
    jumps = np.flatnonzero(np.abs(np.diff(shown)) > 0.3)  # noqa: PLR2004  # Far more than any slope here over a step.
    shown[jumps] = np.nan
    return shown
