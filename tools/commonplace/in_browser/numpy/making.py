"""Arrays from nothing, from numbers, and from other arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from . import types
from .array import array_of, ndarray, scalar, transposed
from .indexing import axis_number, broadcast_shapes, selected, stretched
from .operators import operations


def array(value: Any, dtype: Any = None, **_: Any) -> ndarray:
    """Give a new array."""
    return array_of(value, dtype).copy()


def asarray(value: Any, dtype: Any = None) -> ndarray:
    """Give an array, the same one where it is one."""
    return array_of(value, dtype)


def _shape(shape: Any) -> tuple[int, ...]:
    return tuple(int(n) for n in shape) if isinstance(shape, tuple | list) else (int(shape),)


def full(shape: Any, value: Any, dtype: Any = None) -> ndarray:
    """Give an array of one number."""
    return array(broadcast_to(array_of(value, dtype), _shape(shape)))


def zeros(shape: Any, dtype: Any = float) -> ndarray:
    """Give an array of zeros."""
    return full(shape, 0, dtype)


empty = zeros


def ones(shape: Any, dtype: Any = float) -> ndarray:
    """Give an array of ones."""
    return full(shape, 1, dtype)


def full_like(a: Any, value: Any, dtype: Any = None) -> ndarray:
    """Give an array of one number, of the shape and type of another one."""
    return full(array_of(a).shape, value, dtype or array_of(a).dtype)


def zeros_like(a: Any, dtype: Any = None) -> ndarray:
    """Give zeros, of the shape and type of another array."""
    return full_like(a, 0, dtype)


def ones_like(a: Any, dtype: Any = None) -> ndarray:
    """Give ones, of the shape and type of another array."""
    return full_like(a, 1, dtype)


def eye(size: int, columns: int | None = None, dtype: Any = float) -> ndarray:
    """Give the unit matrix."""
    return array([[int(i == j) for j in range(columns or size)] for i in range(size)], dtype)


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> ndarray:
    """Give numbers with one distance."""
    low, high = (0, start) if stop is None else (start, stop)
    count = max(0, math.ceil((high - low) / step))
    return array([low + step * place for place in range(count)] or array_of([], dtype or int), dtype)


def linspace(start: float, stop: float, num: int = 50) -> ndarray:
    """Give numbers from one to another."""
    step = (stop - start) / (num - 1) if num > 1 else 0.0
    return array([start + step * place for place in range(num - 1)] + [stop][:num], float)


def broadcast_to(a: Any, shape: Any) -> ndarray:
    """Stretch an array to a shape."""
    given = array_of(a)
    order = stretched(given.shape, _shape(shape))
    entries = given.flat_entries if order is None else [given.flat_entries[place] for place in order]
    return ndarray(entries, _shape(shape), given.dtype)


def broadcast_arrays(*arrays: Any) -> tuple[ndarray, ...]:
    """Stretch arrays to one shape."""
    shape = broadcast_shapes(*(array_of(each).shape for each in arrays))
    return tuple(broadcast_to(each, shape) for each in arrays)


def swapaxes(a: Any, one: int, other: int) -> ndarray:
    """Exchange two axes."""
    given = array_of(a)
    order = list(range(given.ndim))
    i, j = axis_number(one, given.ndim), axis_number(other, given.ndim)
    order[i], order[j] = order[j], order[i]
    return transposed(given, tuple(order))


def transpose(a: Any, axes: Any = None) -> ndarray:
    """Put the axes in another order, backwards unless told."""
    given = array_of(a)
    return transposed(given, tuple(axes) if axes is not None else tuple(range(given.ndim))[::-1])


def moveaxis(a: Any, source: Any, destination: Any) -> ndarray:
    """Move axes to other places."""
    given = array_of(a)
    start = [axis_number(x, given.ndim) for x in ([source] if isinstance(source, int) else source)]
    end = [axis_number(x, given.ndim) for x in ([destination] if isinstance(destination, int) else destination)]
    order = [axis for axis in range(given.ndim) if axis not in start]
    for place, axis in sorted(zip(end, start, strict=True)):
        order.insert(place, axis)
    return transposed(given, tuple(order))


def concatenate(arrays: Sequence[Any], axis: int = 0) -> ndarray:
    """Join arrays along an axis that they have."""
    given = [array_of(each) for each in arrays]
    axis = axis_number(axis, given[0].ndim)
    front = [swapaxes(each, 0, axis) for each in given]
    kind = types.promoted([each.dtype for each in given], [])
    if len({each.shape[1:] for each in front}) > 1:
        raise ValueError("all the input array dimensions except for the concatenation axis must match exactly")
    entries = [kind.convert(entry) for each in front for entry in each.flat_entries]
    return swapaxes(ndarray(entries, (sum(map(len, front)), *front[0].shape[1:]), kind), 0, axis)


def stack(arrays: Sequence[Any], axis: int = 0) -> ndarray:
    """Join arrays along a new axis."""
    joined = array(list(map(array_of, arrays)))
    return moveaxis(joined, 0, axis)


def append(a: Any, values: Any, axis: int | None = None) -> ndarray:
    """Join two arrays, all entries in a row unless told."""
    given = (array_of(a), array_of(values))
    return concatenate(given if axis is not None else [each.reshape(-1) for each in given], axis or 0)


def where(condition: Any, yes: Any = None, no: Any = None) -> Any:
    """Choose entries; with a condition alone, give the places where it holds."""
    if yes is None:
        return nonzero(condition)
    chosen, left, right = broadcast_arrays(array_of(condition), array_of(yes), array_of(no))
    weak = [type(each) in (bool, int, float) for each in (yes, no)]
    sides = list(zip((left.dtype, right.dtype), weak, strict=True))
    kind = types.promoted([k for k, is_weak in sides if not is_weak], [k for k, is_weak in sides if is_weak])
    entries = [
        kind.convert(a if test else b)
        for test, a, b in zip(chosen.flat_entries, left.flat_entries, right.flat_entries, strict=True)
    ]
    return ndarray(entries, chosen.shape, kind)


def select(conditions: Sequence[Any], choices: Sequence[Any], default: Any = 0) -> ndarray:
    """Choose from the first whose condition holds."""
    result = array_of(default)
    for condition, choice in zip(reversed(conditions), reversed(choices), strict=True):
        result = where(condition, choice, result)
    return result


def nonzero(a: Any) -> tuple[ndarray, ...]:
    """Give the places of what is not zero, an array for each axis."""
    places = argwhere(a)
    return tuple(places[:, axis] for axis in range(array_of(a).ndim))


def argwhere(a: Any) -> ndarray:
    """Give the places of what is not zero, a row for each."""
    given = array_of(a)
    found = [unravel_index(place, given.shape) for place, entry in enumerate(given.flat_entries) if entry]
    return array([list(index) for index in found], int).reshape(len(found), given.ndim)


def flatnonzero(a: Any) -> ndarray:
    """Give the places of what is not zero, counted through."""
    return array([place for place, entry in enumerate(array_of(a).flat_entries) if entry], int)


def unravel_index(place: Any, shape: tuple[int, ...]) -> tuple[Any, ...]:
    """Give the index of an entry that was counted through."""
    rest, index = int(place), []
    for length in reversed(shape):
        rest, at = divmod(rest, length)
        index.append(scalar(at, types.INT64))
    return tuple(reversed(index))


def unique(a: Any) -> ndarray:
    """Give the different entries, sorted."""
    given = array_of(a)
    return ndarray(sorted(set(given.flat_entries)), (len(set(given.flat_entries)),), given.dtype)


def isin(a: Any, members: Any) -> ndarray:
    """Tell which entries are among others."""
    given, known = array_of(a), set(array_of(members).flat_entries)
    return ndarray([entry in known for entry in given.flat_entries], given.shape, types.BOOL)


def diff(a: Any, axis: int = -1) -> ndarray:
    """Give the differences of neighbours."""
    moved = moveaxis(a, axis, 0)
    return moveaxis(moved[1:] - moved[:-1], 0, axis)


def diag(a: Any) -> ndarray:
    """Give the diagonal of a matrix, or the matrix with this diagonal."""
    given = array_of(a)
    if given.ndim > 1:
        return array([given[place, place] for place in range(min(given.shape))], given.dtype)
    result = zeros((len(given), len(given)), given.dtype)
    for place, entry in enumerate(given.flat_entries):
        result[place, place] = entry
    return result


def take_along_axis(a: Any, indices: Any, axis: int) -> ndarray:
    """Give, row by row, the entries at these places."""
    found, shape = selected(array_of(a).shape, _along(a, indices, axis))
    return ndarray([array_of(a).flat_entries[place] for place in found], shape, array_of(a).dtype)


def put_along_axis(a: ndarray, indices: Any, values: Any, axis: int) -> None:
    """Set, row by row, the entries at these places."""
    a[_along(a, indices, axis)] = values


def _along(a: Any, indices: Any, axis: int) -> tuple[ndarray, ...]:
    given = array_of(indices)
    axis = axis_number(axis, given.ndim)
    key = []
    for other in range(given.ndim):
        line = arange(given.shape[other] if other == axis else array_of(a).shape[other])
        key.append(line.reshape([-1 if at == other else 1 for at in range(given.ndim)]))
    key[axis] = given
    return tuple(key)


def squeeze(a: Any) -> ndarray:
    """Leave out axes of length one."""
    return array_of(a).reshape(tuple(n for n in array_of(a).shape if n != 1))


def atleast_1d(a: Any) -> ndarray:
    """Give at least a vector."""
    return array_of(a) if array_of(a).ndim else array_of(a).reshape(1)


def vectorize(change: Callable[..., Any], otypes: Any = None) -> Callable[[Any], Any]:
    """Make a function of a number work on each entry."""

    def vectorized(a: Any) -> Any:
        given = array_of(a)
        kind = types.as_dtype(otypes[0]) if otypes else given.dtype
        result = ndarray([kind.convert(change(entry)) for entry in given.flat_entries], given.shape, kind)
        return result if given.shape else scalar(result.flat_entries[0], kind)

    return vectorized


def repeat(a: Any, times: int, axis: int | None = None) -> ndarray:
    """Repeat each entry."""
    given = array_of(a).reshape(-1) if axis is None else array_of(a)
    moved = moveaxis(given, axis or 0, 0)
    return moveaxis(array([row for row in moved for _ in range(times)], given.dtype), 0, axis or 0)


for _function in (swapaxes, transpose, squeeze, repeat):
    operations[_function.__name__] = _function
