"""A picture with a slider: one drawing for each value of a parameter, in one SVG that holds all of them.

The drawings may differ in where their lines and marks are, and in nothing else. Such an element keeps where it is for
every value beside where it is at first (``data-d``, ``data-x``, ``data-y``), so the picture needs no other file, is
whole without a script, and what moves was drawn by matplotlib from the snippet, value by value.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from commonplace.errors import LibraryError

_PLACE = re.compile(r'(?<=\s)([dxy])="([^"]*)"')
_SPACE = re.compile(r"\s+")


class Slider(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader moves.

    Attributes
    ----------
    symbol : str
        What it stands for, as in the formula: ``η``.
    values : tuple of float
        The values that it takes, in order.
    shown : float
        The one of them that is shown at first, and where there is no script.
    """

    symbol: str
    values: tuple[float, ...]
    shown: float

    @property
    def start(self) -> int:
        """The place of the value that is shown at first."""
        return self.values.index(self.shown)


def slider_of(told: Any, path: str) -> Slider | None:  # noqa: ANN401 - whatever stands in the file
    """The slider that a picture's file declares as symbol, values and the value shown at first; None if it has none."""
    if told is None:
        return None
    with contextlib.suppress(TypeError, ValueError):
        symbol, values, shown = told
        slider = Slider(symbol=str(symbol), values=tuple(map(float, values)), shown=float(shown))
        if slider.shown in slider.values and all(a < b for a, b in pairwise(slider.values)):
            return slider
    raise LibraryError(
        "SLIDER is not a symbol, rising values, and one of these",
        hint='As in SLIDER = ("η", (0.1, 0.2), 0.1).',
        path=path,
    )


def moving(drawings: Sequence[str], slider: Slider, path: str) -> str:
    """
    Put the drawings of all values into the one that is shown at first.

    Parameters
    ----------
    drawings : sequence of str
        SVG for each value of the slider.
    slider : Slider
        Their parameter.
    path : str
        The file that drew them, for an error.

    Raises
    ------
    LibraryError
        If they differ in more than places.
    """
    parts = [_PLACE.split(drawing) for drawing in drawings]
    if len({tuple(_still(part)) for part in parts}) > 1:
        raise LibraryError(
            "more than lines and marks changes with the slider",
            hint="Set the limits of the axes, keep what is drawn within them, and write no value into the picture.",
            path=path,
        )
    shown = parts[slider.start]
    written = [shown[0]]
    for place in range(1, len(shown), 3):
        name, value, after = shown[place : place + 3]
        found = [_SPACE.sub(" ", part[place + 1]).strip() for part in parts]
        others = f' data-{name}="{"|".join(found)}"' if len(set(found)) > 1 else ""
        written.append(f'{name}="{value}"{others}{after}')
    values = " ".join(f"{value:g}" for value in slider.values)
    symbol = html.escape(slider.symbol)
    about = f'<svg data-symbol="{symbol}" data-values="{values}" data-start="{slider.start}" '
    return "".join(written).replace("<svg ", about, 1)


def _still(parts: Sequence[str]) -> list[str]:
    """What of a drawing may not move: all but the values of places."""
    return [part for number, part in enumerate(parts) if number % 3 != 2]  # noqa: PLR2004  # Text, name, value, text …
