r"""Whether numbers may have been drawn from a distribution: what ``W \\sim U[a, b]`` states of a snippet's result."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonplace.formulas.problems import FormulaError, Span

_CHANCE = 1e-9
"""How seldom a sample that is drawn as stated may be called wrong."""

_FEWEST = 100


def check_sample(
    sample: NDArray[np.float64], family: Literal["uniform", "normal"], first: float, second: float, span: Span
) -> None:
    """
    Compare a sample with a distribution, by its bounds and by the test of Kolmogorov and Smirnov.

    Raises
    ------
    FormulaError
        If it is too small to tell, or was not drawn so.
    """
    if sample.size < _FEWEST:
        hint = "Declare larger dimensions, as in dim >= 20."
        raise FormulaError("evaluate", f"{sample.size} numbers are too few to see how they are drawn", span, hint=hint)
    outside = (sample < first) | (sample > second)
    if family == "uniform" and outside.any():
        wrong = sample[outside][0]
        raise FormulaError("compare", f"the snippet drew {wrong:.4g}, outside of [{first:.4g}, {second:.4g}]", span)
    steps = np.sort(_heights(sample, family, first, second))
    count = len(steps)
    ranks = np.arange(count + 1) / count
    distance = float(max(np.max(ranks[1:] - steps), np.max(steps - ranks[:-1])))
    allowed = math.sqrt(math.log(2 / _CHANCE) / (2 * count))
    if distance > allowed:
        problem = f"the snippet's {count} numbers are spread otherwise: their distribution is {distance:.2g} away"
        raise FormulaError("compare", problem, span, hint=f"By chance it would be under {allowed:.2g}.")


def _heights(sample: NDArray[np.float64], family: str, first: float, second: float) -> NDArray[np.float64]:
    """Give the value of the distribution function at each number."""
    if family == "uniform":
        return (sample - first) / (second - first)
    scale = math.sqrt(2 * second)
    return np.array([(1 + math.erf((number - first) / scale)) / 2 for number in sample])
