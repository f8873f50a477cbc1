"""Which entries an index means: shapes, and places in the flat list of entries."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

Shape = tuple[int, ...]


def strides(shape: Shape) -> Shape:
    """Give how far apart neighbours of each axis lie in the flat list."""
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def broadcast_shapes(*shapes: Shape) -> Shape:
    """Give the shape that all of these can be stretched to."""
    result: list[int] = []
    for axis in range(-max(map(len, shapes), default=0), 0):
        lengths = {shape[axis] for shape in shapes if len(shape) >= -axis} - {1}
        if len(lengths) > 1:
            told = " ".join(f"({','.join(map(str, shape))}{',' * (len(shape) == 1)})" for shape in shapes)
            raise ValueError(f"operands could not be broadcast together with shapes {told}")
        result.append(lengths.pop() if lengths else 1)
    return tuple(result)


def stretched(shape: Shape, target: Shape) -> list[int] | None:
    """Give the places of the entries of an array that is broadcast; None where nothing changes."""
    if shape == target:
        return None
    if broadcast_shapes(shape, target) != target:
        raise ValueError(f"could not broadcast input array from shape {shape} into shape {target}")
    padded = (1,) * (len(target) - len(shape)) + shape
    return places([step if length > 1 else 0 for step, length in zip(strides(padded), padded, strict=True)], target)


def places(steps: Sequence[int], shape: Shape) -> list[int]:
    """Give the flat places of an array with these strides."""
    found = [0]
    for step, length in zip(steps, shape, strict=True):
        found = [at + step * index for at in found for index in range(length)]
    return found


def axis_number(axis: int, dimensions: int) -> int:
    """Give an axis counted from the front."""
    if not -dimensions <= axis < dimensions:
        raise IndexError(f"axis {axis} is out of bounds for array of dimension {dimensions}")
    return axis % dimensions


def axis_numbers(axis: int | Sequence[int] | None, dimensions: int) -> tuple[int, ...]:
    """Give the axes that are meant, None being all."""
    if axis is None:
        return tuple(range(dimensions))
    given = axis if isinstance(axis, tuple | list) else (axis,)
    if not dimensions and {*given} <= {0, -1}:  # of one number, numpy allows it
        return ()
    return tuple(axis_number(int(each), dimensions) for each in given)


def selected(shape: Shape, key: Any) -> tuple[list[int], Shape]:
    """Give the flat places that a key selects, and the shape of what is selected."""
    items = _expanded(shape, key if isinstance(key, tuple) else (key,))
    if not any(isinstance(item, _Picked) for item in items):
        return _basic(shape, items)
    return _advanced(shape, [_Picked([item], ()) if isinstance(item, int) else item for item in items])


class _Picked:
    """Indices along one axis that come from an array."""

    def __init__(self, entries: list[int], shape: Shape) -> None:
        self.entries, self.shape = entries, shape


def _expanded(shape: Shape, key: tuple[Any, ...]) -> list[Any]:
    """Write out the dots, and masks as the indices where they hold."""
    items: list[Any] = []
    for item in key:
        items += _of_mask(item) if _is_mask(item) else [_picked(item)]
    used = sum(item is not None and item is not Ellipsis for item in items)
    if used > len(shape):
        raise IndexError(f"too many indices for array: array is {len(shape)}-dimensional, but {used} were indexed")
    fill = [slice(None)] * (len(shape) - used)
    dots = next((place for place, item in enumerate(items) if item is Ellipsis), None)
    return [*items, *fill] if dots is None else [*items[:dots], *fill, *items[dots + 1 :]]


def _is_mask(item: Any) -> bool:
    return getattr(getattr(item, "dtype", None), "kind", "") == "b" and hasattr(item, "flat_entries")


def _of_mask(mask: Any) -> list[_Picked]:
    found = [place for place, entry in enumerate(mask.flat_entries) if entry]
    return [
        _Picked([place // step % length for place in found], (len(found),))
        for step, length in zip(strides(mask.shape), mask.shape, strict=True)
    ]


def _picked(item: Any) -> Any:
    if item is None or item is Ellipsis or isinstance(item, slice):
        return item
    if isinstance(item, list):
        return _Picked([int(entry) for entry in item], (len(item),))
    if hasattr(item, "flat_entries"):
        return _Picked(list(item.flat_entries), item.shape) if item.shape else int(item.flat_entries[0])
    if isinstance(item, int):
        return int(item)
    raise IndexError("only integers, slices, ellipsis, None and integer or boolean arrays are valid indices")


def _checked(index: int, length: int) -> int:
    if not -length <= index < length:
        raise IndexError(f"index {index} is out of bounds for axis with size {length}")
    return index % length


def _basic(shape: Shape, items: list[Any]) -> tuple[list[int], Shape]:
    """Integers, slices and new axes."""
    steps, result, found, axis = strides(shape), [], [0], 0
    for item in items:
        if item is None:
            result.append(1)
            continue
        step, length = steps[axis], shape[axis]
        axis += 1
        if isinstance(item, slice):
            indices = range(*item.indices(length))
            found = [at + step * index for at in found for index in indices]
            result.append(len(indices))
        else:
            found = [at + step * _checked(item, length) for at in found]
    return found, tuple(result)


def _advanced(shape: Shape, items: list[Any]) -> tuple[list[int], Shape]:
    """With indices from arrays: what they pick stands where they stand, or in front if they are apart."""
    numbers = [place for place, item in enumerate(items) if isinstance(item, _Picked)]
    picked = [items[place] for place in numbers]
    common = broadcast_shapes(*(item.shape for item in picked))
    apart = numbers[-1] - numbers[0] + 1 != len(numbers)
    front = 0 if apart else numbers[0]
    steps = iter(strides(shape))
    lengths = iter(shape)
    pieces: list[tuple[list[int], Shape]] = []
    offsets = [0] * math.prod(common)
    for item in items:
        if item is None:
            pieces.append(([0], (1,)))
            continue
        step, length = next(steps), next(lengths)
        if isinstance(item, slice):
            indices = range(*item.indices(length))
            pieces.append(([step * index for index in indices], (len(indices),)))
            continue
        order = stretched(item.shape, common)
        entries = item.entries if order is None else [item.entries[place] for place in order]
        offsets = [at + step * _checked(index, length) for at, index in zip(offsets, entries, strict=True)]
    pieces.insert(front, (offsets, common))
    found = [sum(parts) for parts in product(*(part for part, _ in pieces))]
    return found, tuple(length for _, lengths_ in pieces for length in lengths_)


def rows(shape: Shape, axes: Sequence[int]) -> Iterator[list[int]]:
    """Give, for each place of the other axes, the flat places along these."""
    steps = strides(shape)
    others = [axis for axis in range(len(shape)) if axis not in axes]
    along = places([steps[axis] for axis in axes], tuple(shape[axis] for axis in axes))
    for start in places([steps[axis] for axis in others], tuple(shape[axis] for axis in others)):
        yield [start + step for step in along]
