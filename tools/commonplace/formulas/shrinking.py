"""A failing input made small, so that a learner can follow it by hand: few entries, round numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from commonplace.formulas.problems import FormulaError
from commonplace.formulas.sampling import Inputs

Attempt: TypeAlias = Callable[[Inputs], FormulaError | None]
"""Puts an input to the test, and gives what it fails with."""


def smallest(
    attempt: Attempt, failing: Inputs, error: FormulaError, smaller: Iterable[Inputs]
) -> tuple[Inputs, FormulaError]:
    """
    Look for a smaller input that fails in the same stage.

    Parameters
    ----------
    attempt : callable
        The test.
    failing : mapping
        The input that failed, which is returned if no smaller one does.
    error : FormulaError
        What it failed with.
    smaller : iterable
        The inputs to try, the smallest first.
    """
    try:
        for small in smaller:
            found = attempt(small)
            if found is not None and found.stage == error.stage:
                return small, found
    except FormulaError:
        return failing, error  # a type that admits no round number: the failing input is all there is
    return failing, error
