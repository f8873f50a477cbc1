"""A picture, a filter, and the map of how strongly each window answers to it."""

from __future__ import annotations

import numpy as np
from convolutional_layer import feature_map
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

PICTURE = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0],
        [0, 0, 0, 1, 0, 0],
        [0, 0, 1, 0, 0, 0],
        [0, 1, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 0],
    ]
)
FILTER = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]])


def draw(figure: Figure) -> None:
    """Draw the three beside each other, every square with its number."""
    frames = figure.subplots(1, 3, width_ratios=(6, 3, 4))
    for axes, numbers, title in zip(frames, (PICTURE, FILTER, feature_map(PICTURE, FILTER)), "xwy", strict=True):
        _squares(axes, numbers)
        axes.set_title(title, style="italic")


def _squares(axes: Axes, numbers: NDArray[np.floating] | NDArray[np.int_]) -> None:
    rows, columns = numbers.shape
    for row, column in np.ndindex(rows, columns):
        share = numbers[row, column] / numbers.max()
        axes.fill(
            [column, column + 1, column + 1, column], [row, row, row + 1, row + 1], color="C1", alpha=0.55 * share
        )
        axes.text(column + 0.5, row + 0.5, f"{numbers[row, column]:g}", ha="center", va="center")
    axes.hlines(range(rows + 1), 0, columns, color="#020202", linewidth=0.5)
    axes.vlines(range(columns + 1), 0, rows, color="#020202", linewidth=0.5)
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_aspect("equal")
    axes.set_axis_off()
