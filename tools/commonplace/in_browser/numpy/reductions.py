"""Functions of all entries, or of those along some axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from . import types
from .array import array_of, ndarray, scalar
from .elementwise import computed
from .indexing import axis_number, axis_numbers, rows
from .operators import operations

Kind = Callable[[types.dtype], types.dtype]


def total(entries: Sequence[Any]) -> Any:
    """Add: floats without loss where they are finite."""
    try:
        return math.fsum(entries) if entries and isinstance(entries[0], float) else sum(entries)
    except (OverflowError, ValueError):  # beyond the range, or of both infinities
        result = 0.0
        for entry in entries:
            result += entry
        return result


def _largest(entries: Sequence[Any]) -> Any:
    return next((entry for entry in entries if entry != entry), None) or max(entries)


def _smallest(entries: Sequence[Any]) -> Any:
    return next((entry for entry in entries if entry != entry), None) or min(entries)


def _place_of(best: Callable[[Sequence[Any]], Any]) -> Callable[[Sequence[Any]], int]:
    def place(entries: Sequence[Any]) -> int:
        wanted = best(entries)
        return next(at for at, entry in enumerate(entries) if entry == wanted or (wanted != wanted and entry != entry))

    return place


def _same(kind: types.dtype) -> types.dtype:
    return kind


def _counted(kind: types.dtype) -> types.dtype:
    return types.INT64 if kind.kind in "bui" else kind


def _needs_one(name: str) -> Any:
    raise ValueError(f"zero-size array to reduction operation {name} which has no identity")


def _reduction(name: str, combine: Callable[[Sequence[Any]], Any], kind_of: Kind, *, empty: Any = None) -> None:
    def reduction(a: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, dtype: Any = None) -> Any:
        array = array_of(a, dtype)
        axes = axis_numbers(axis, array.ndim)
        kind = kind_of(array.dtype)
        given = [] if initial is None else [array.dtype.convert(initial)]
        found = []
        for places in rows(array.shape, axes):
            entries = given + [array.flat_entries[place] for place in places]
            found.append(combine(entries) if entries else empty if empty is not None else _needs_one(name))
        return shaped([kind.convert(entry) for entry in found], array.shape, axes, kind, keepdims=keepdims)

    operations[name] = reduction


def shaped(
    entries: list[Any], shape: tuple[int, ...], axes: tuple[int, ...], kind: types.dtype, *, keepdims: bool
) -> Any:
    """Give what is left of an array whose axes were reduced."""
    kept = tuple(1 if axis in axes else n for axis, n in enumerate(shape) if keepdims or axis not in axes)
    return ndarray(entries, kept, kind) if kept else scalar(entries[0], kind)


_reduction("sum", total, _counted, empty=0)
_reduction("prod", math.prod, _counted, empty=1)
_reduction("max", _largest, _same)
_reduction("min", _smallest, _same)
_reduction("any", any, lambda _: types.BOOL, empty=False)
_reduction("all", all, lambda _: types.BOOL, empty=True)
_reduction("argmax", _place_of(_largest), lambda _: types.INT64)
_reduction("argmin", _place_of(_smallest), lambda _: types.INT64)


def mean(a: Any, axis: Any = None, *, keepdims: bool = False, dtype: Any = None) -> Any:
    """Give the average."""
    array = array_of(a, dtype)
    count = math.prod(array.shape[axis] for axis in axis_numbers(axis, array.ndim))
    exact = array if array.dtype.kind == "O" else array.astype(types.FLOAT64)
    average = operations["divide"](operations["sum"](exact, axis, keepdims=keepdims), count)
    return average.astype(types.floating_of(array.dtype))


def var(a: Any, axis: Any = None, *, ddof: int = 0, keepdims: bool = False) -> Any:
    """Give the mean square of the distance from the average."""
    array = array_of(a)
    count = math.prod(array.shape[axis] for axis in axis_numbers(axis, array.ndim)) - ddof
    squares = operations["square"](array - mean(array, axis, keepdims=True))
    return operations["sum"](squares, axis, keepdims=keepdims) / count


def std(a: Any, axis: Any = None, *, ddof: int = 0, keepdims: bool = False) -> Any:
    """Give the standard deviation."""
    return operations["sqrt"](var(a, axis, ddof=ddof, keepdims=keepdims))


def along_axis(a: Any, axis: int | None, change: Callable[[list[Any]], list[Any]], kind: types.dtype | None) -> ndarray:
    """Change the entries along an axis, row by row."""
    array = array_of(a).reshape(-1) if axis is None else array_of(a)
    axis = axis_number(-1 if axis is None else axis, array.ndim)
    entries = list(array.flat_entries)
    for places in rows(array.shape, (axis,)):
        changed = change([array.flat_entries[place] for place in places])
        for place, entry in zip(places, changed, strict=True):
            entries[place] = entry
    return ndarray(entries, array.shape, kind or array.dtype)


def _order(entries: Sequence[Any]) -> list[int]:
    return sorted(range(len(entries)), key=lambda place: (entries[place] != entries[place], entries[place]))


def sort(a: Any, axis: int | None = -1) -> ndarray:
    """Give a sorted copy."""
    return along_axis(a, axis, lambda row: [row[place] for place in _order(row)], None)


def argsort(a: Any, axis: int | None = -1, **_: Any) -> ndarray:
    """Give the places of the entries in order."""
    return along_axis(a, axis, _order, types.INT64)


def cumsum(a: Any, axis: int | None = None) -> ndarray:
    """Give running sums."""

    def running(row: list[Any]) -> list[Any]:
        return [total(row[: place + 1]) for place in range(len(row))]

    return along_axis(a, axis, running, _counted(array_of(a).dtype))


def rounded(a: Any, decimals: int = 0) -> Any:
    """Round to decimal places, half to even."""
    if array_of(a).dtype.kind in "ui" and decimals >= 0:
        return array_of(a)[()]
    return computed("round", lambda x: x if x - x != 0 else _half_even(x, decimals), (a,), types.floating_of)


def _half_even(x: float, decimals: int) -> float:
    scale = 10.0**decimals
    scaled = x * scale
    return round(x, decimals) if scaled - scaled != 0 else math.copysign(round(scaled) / scale, x)


def clip(a: Any, low: Any = None, high: Any = None) -> Any:
    """Bring entries between two bounds."""
    low, high = (-math.inf if low is None else low), (math.inf if high is None else high)
    return operations["minimum"](operations["maximum"](a, low), high)


def trace(a: Any) -> Any:
    """Add the entries of the diagonal."""
    array = array_of(a)
    return operations["sum"]([array[place, place] for place in range(min(array.shape))])


for _function in (mean, var, std, sort, argsort, cumsum, clip, trace):
    operations[_function.__name__] = _function
operations["round"] = rounded
