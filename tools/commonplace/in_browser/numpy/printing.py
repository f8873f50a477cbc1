"""Arrays as text."""

from __future__ import annotations

from typing import Any

from .array import array_of
from .operators import operations


def array2string(a: Any, *, precision: int = 8, threshold: int = 1000, separator: str = " ") -> str:
    """Write an array as text; of many entries, the first and the last ones."""
    given = array_of(a)
    if given.size > threshold and given.ndim == 1:
        ends = [*given[:3].tolist(), None, *given[-3:].tolist()]
        return f"[{separator.join('...' if each is None else _written(each, precision) for each in ends)}]"
    return _rows(given.tolist(), precision, separator)


def _rows(entries: Any, precision: int, separator: str) -> str:
    if isinstance(entries, list):
        return f"[{separator.join(_rows(each, precision, separator) for each in entries)}]"
    return _written(entries, precision)


def _written(entry: Any, precision: int) -> str:
    if not isinstance(entry, float) or entry - entry != 0:
        return str(entry)
    text = str(round(entry, precision))
    return text.removesuffix("0") if text.endswith(".0") else text


operations["array2string"] = array2string
