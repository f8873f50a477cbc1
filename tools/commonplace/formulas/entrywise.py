"""Arrays that a page declares as ``entrywise``: products, quotients and powers go entry by entry, as in Adam."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from commonplace.formulas.arithmetic import Value


class Entrywise(np.ndarray):
    """An array whose entries are calculated each by itself."""


def entrywise(value: Value) -> Value:
    """Mark an array."""
    return value.view(Entrywise) if isinstance(value, np.ndarray) else value


def calculates(left: Value, right: Value) -> bool:
    """Whether two values are combined entry by entry: both are marked, or one is and the other is a number."""
    marked = [isinstance(value, Entrywise) for value in (left, right)]
    numbers = [np.isscalar(value) or np.ndim(value) == 0 for value in (left, right) if not callable(value)]
    return any(marked) and len(numbers) == 2 and all(m or n for m, n in zip(marked, numbers, strict=True))  # noqa: PLR2004 - both sides


def fits(left: Value, right: Value) -> bool:
    """Whether one array may be added to each row of the other: one of them is marked, and the shapes admit it."""
    arrays = isinstance(left, np.ndarray) and isinstance(right, np.ndarray)
    if not arrays or not (isinstance(left, Entrywise) or isinstance(right, Entrywise)):
        return False
    try:
        np.broadcast_shapes(left.shape, right.shape)
    except ValueError:
        return False
    return True


def alike(result: Value, like: Value) -> Value:
    """Mark a result as its argument was."""
    return entrywise(np.asarray(result)) if isinstance(like, Entrywise) else result


def each(function: Callable[[Value], Value], value: Value) -> Value:
    """Apply a function of one number to each entry."""
    entries = np.array([function(entry) for entry in np.ravel(value)], dtype=value.dtype)
    return entrywise(entries.reshape(value.shape))
