"""A failing input made small, so that a learner can follow it by hand: few entries, round numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from commonplace.formulas.arithmetic import Value
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.sampling import Inputs
from commonplace.formulas.symbols import Kind, SymbolTable

Attempt: TypeAlias = Callable[[Inputs], FormulaError | None]
"""Puts an input to the test, and gives what it fails with."""

_SIMPLE = (0.0, 1.0, 2.0, -1.0, 3.0, 0.5, -2.0)
"""Numbers that are easy to follow, the easiest first."""

_PLAIN = frozenset({"real", "vector", "matrix", "int"})
"""Types whose entries may each take any value in their interval."""

_MOST_ATTEMPTS = 200


def smallest(
    attempt: Attempt, failing: Inputs, error: FormulaError, smaller: Iterable[Inputs], table: SymbolTable
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
    table : SymbolTable
        The types, which what is returned has too.
    """
    try:
        for small in smaller:
            found = attempt(small)
            if found is not None and found.stage == error.stage:
                return _simplified(attempt, small, found, table)
    except FormulaError:
        return failing, error  # a type that admits no round number: the failing input is all there is
    return failing, error


def _simplified(
    attempt: Attempt, failing: Inputs, error: FormulaError, table: SymbolTable
) -> tuple[Inputs, FormulaError]:
    """Make one entry after the other simpler, as long as it still fails."""
    attempts = 0
    for name, place in _entries(failing, table):
        for simpler in _simpler(table.kinds[name], failing[name], place):
            attempts += 1
            if attempts > _MOST_ATTEMPTS:
                return failing, error
            changed = {**failing, name: simpler}
            found = attempt(changed)
            if found is not None and found.stage == error.stage:
                failing, error = changed, found
                break
    return failing, error


def _entries(inputs: Inputs, table: SymbolTable) -> Iterator[tuple[str, int]]:
    for name, value in inputs.items():
        kind = table.kinds.get(name)
        if kind is not None and kind.head in _PLAIN and not kind.flags and not isinstance(value, tuple):
            yield from ((name, place) for place in range(np.size(value)))


def _simpler(kind: Kind, value: Value, place: int) -> Iterator[Value]:
    """Give the same value with a simpler number at one place, the simplest first."""
    entry = float(np.ravel(value)[place])
    whole = kind.head == "int"
    for number in (n for n in _until(_SIMPLE, entry) if n in kind.interval and not (whole and n % 1)):
        if not isinstance(value, np.ndarray):
            yield int(number) if whole else number
        else:
            changed = value.copy()
            changed.flat[place] = number
            yield changed


def _until(numbers: Sequence[float], end: float) -> Sequence[float]:
    return numbers[: numbers.index(end)] if end in numbers else numbers
