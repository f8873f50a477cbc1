"""The array: a flat list of Python's numbers, a shape and a type; and the numbers of numpy's own types.

Arrays that `reshape`, `ravel` and `T` of a vector give share their entries, as in numpy; slices are copies, which
numpy's are not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from . import types
from .indexing import Shape, places, selected, stretched, strides
from .operators import Operators, operations


class ndarray(Operators):  # noqa: N801 - numpy's name
    """An array."""

    def __init__(self, entries: list[Any], shape: Shape, kind: types.dtype) -> None:
        self.flat_entries, self.shape, self.dtype = entries, shape, kind

    @property
    def ndim(self) -> int:
        """How many axes it has."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many entries it has."""
        return math.prod(self.shape)

    @property
    def T(self) -> ndarray:  # noqa: N802 - numpy's name
        """The transpose."""
        return transposed(self, tuple(range(self.ndim))[::-1])

    @property
    def flat(self) -> ndarray:
        """All entries in a row."""
        return self.reshape(-1)

    def reshape(self, *shape: Any) -> ndarray:
        """Give the same entries in another shape."""
        wanted = [int(n) for n in (shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape)]
        if -1 in wanted:
            wanted[wanted.index(-1)] = self.size // max(1, -math.prod(wanted))
        if math.prod(wanted) != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {tuple(wanted)}")
        return ndarray(self.flat_entries, tuple(wanted), self.dtype)

    def ravel(self) -> ndarray:
        """Give all entries in a row."""
        return self.reshape(-1)

    def flatten(self) -> ndarray:
        """Give a copy of all entries in a row."""
        return self.copy().reshape(-1)

    def copy(self) -> ndarray:
        """Give an array with entries of its own."""
        return ndarray(list(self.flat_entries), self.shape, self.dtype)

    def astype(self, kind: Any) -> ndarray:
        """Give a copy with entries of another type."""
        kind = types.as_dtype(kind)
        return ndarray([kind.convert(entry) for entry in self.flat_entries], self.shape, kind)

    def item(self, *index: Any) -> Any:
        """Give the only entry, or one, as Python's own number."""
        if index:
            return self[index if len(index) > 1 else index[0]].item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self.flat_entries[0]

    def tolist(self) -> Any:
        """Give lists in lists."""
        if not self.shape:
            return self.flat_entries[0]
        rows: list[Any] = list(self.flat_entries)
        for length in self.shape[:0:-1]:
            count = len(rows) // length if length else math.prod(self.shape[:-1])
            rows = [rows[at * length : (at + 1) * length] for at in range(count)]
        return rows

    def sort(self, axis: int = -1) -> None:
        """Sort along the last axis, in place."""
        self.flat_entries[:] = operations["sort"](self, axis).flat_entries

    def fill(self, entry: Any) -> None:
        """Make all entries one."""
        self[...] = entry

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple) and not key:
            return self if self.shape else scalar(self.flat_entries[0], self.dtype)
        found, shape = selected(self.shape, key)
        entries = [self.flat_entries[place] for place in found]
        dotted = key is Ellipsis or (isinstance(key, tuple) and any(part is Ellipsis for part in key))
        if shape == () and not dotted:
            return scalar(entries[0], self.dtype)
        return ndarray(entries, shape, self.dtype)

    def __setitem__(self, key: Any, value: Any) -> None:
        found, shape = selected(self.shape, key)
        given = array_of(value)
        while given.ndim > len(shape) and given.shape[0] == 1:
            given = given.reshape(given.shape[1:])
        order = stretched(given.shape, shape)
        entries = given.flat_entries if order is None else [given.flat_entries[place] for place in order]
        for place, entry in zip(found, list(entries), strict=True):
            self.flat_entries[place] = self.dtype.convert(entry)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        if not self.shape:
            raise TypeError("iteration over a 0-d array")
        return (self[place] for place in range(self.shape[0]))

    def __contains__(self, entry: Any) -> bool:
        return bool(operations["any"](operations["equal"](self, entry)))

    def __bool__(self) -> bool:
        if self.size != 1:
            raise ValueError("The truth value of an array with more than one element is ambiguous.")
        return bool(self.flat_entries[0])

    def _only(self) -> Any:
        if self.size != 1:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return self.flat_entries[0]

    def __float__(self) -> float:
        return float(self._only())

    def __int__(self) -> int:
        return int(self._only())

    def __index__(self) -> int:
        if self.shape or self.dtype.kind not in "iub":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return int(self.flat_entries[0])

    def __format__(self, spec: str) -> str:
        return format(self.flat_entries[0], spec) if not self.shape else str(self)

    def __str__(self) -> str:
        return str(operations["array2string"](self))

    def __repr__(self) -> str:
        return f"array({operations['array2string'](self, separator=', ')})"


class generic(Operators):  # noqa: N801 - numpy's name
    """One number of a type of numpy."""

    dtype = types.OBJECT
    shape: Shape = ()
    ndim, size = 0, 1

    @property
    def T(self) -> Any:  # noqa: N802 - numpy's name
        """The number itself."""
        return self

    def item(self) -> Any:
        """Give Python's own number."""
        return self.dtype.convert(self)

    tolist = item

    def astype(self, kind: Any) -> Any:
        """Give the number in another type."""
        return scalar(types.as_dtype(kind).convert(self.item()), types.as_dtype(kind))

    def reshape(self, *shape: Any) -> ndarray:
        """Give an array of one entry."""
        return array_of(self).reshape(*shape)

    def ravel(self) -> ndarray:
        """Give a vector of one entry."""
        return self.reshape(1)

    def copy(self) -> Any:
        """Give the number."""
        return self

    def __getitem__(self, key: Any) -> Any:
        return array_of(self)[key]

    def __array__(self) -> ndarray:
        return array_of(self)


class number(generic):  # noqa: N801 - numpy's name
    """One number."""


class integer(number):  # noqa: N801 - numpy's name
    """One whole number."""


class floating(number):  # noqa: N801 - numpy's name
    """One number with a point."""


def _scalar_type(kind: types.dtype, bases: tuple[type, ...]) -> Any:
    def create(cls: Any, value: Any = 0) -> Any:
        return bases[-1].__new__(cls, kind.convert(value))

    def plain(self: Any) -> str:
        return repr(kind.convert(self))

    def own_hash(self: Any) -> int:
        return hash(kind.convert(self))

    names = {"dtype": kind, "__new__": create, "__hash__": own_hash, "__str__": plain, "__slots__": ()}
    kind.type = type(kind.name, bases, names | {"__repr__": lambda self: f"np.{kind.name}({plain(self)})"})
    return kind.type


float64 = _scalar_type(types.FLOAT64, (floating, float))
float32 = _scalar_type(types.FLOAT32, (floating, float))
float16 = _scalar_type(types.FLOAT16, (floating, float))
int64 = _scalar_type(types.INT64, (integer, int))
int32 = _scalar_type(types.INT32, (integer, int))
uint8 = _scalar_type(types.UINT8, (integer, int))
bool_ = _scalar_type(types.BOOL, (generic, int))
str_ = _scalar_type(types.STRING, (generic, str))


def scalar(entry: Any, kind: types.dtype) -> Any:
    """Give one entry as a number of its type."""
    return entry if kind.kind == "O" else kind.type(entry)


def array_of(value: Any, kind: Any = None) -> ndarray:
    """Give an array: the same one if it is one of that type already."""
    wanted = None if kind is None else types.as_dtype(kind)
    if isinstance(value, ndarray):
        return value if wanted in (None, value.dtype) else value.astype(wanted)
    if isinstance(value, generic):
        given = ndarray([value.item()], (), value.dtype)
        return given if wanted in (None, value.dtype) else given.astype(wanted)
    if isinstance(value, list | tuple | range):
        return _nested(list(value), wanted)
    kind = wanted or types.dtype_of_entry(value)
    return ndarray([kind.convert(value)], (), kind)


def _nested(rows: list[Any], wanted: types.dtype | None) -> ndarray:
    parts = [array_of(row, None if wanted is None or wanted.kind == "O" else wanted) for row in rows]
    shapes = {part.shape for part in parts}
    if len(shapes) > 1:
        raise ValueError("setting an array element with a sequence: the rows have different lengths")
    kinds = [part.dtype for part in parts]
    kind = wanted or (types.promoted(kinds, []) if kinds else types.FLOAT64)
    entries = [kind.convert(entry) for part in parts for entry in part.flat_entries]
    return ndarray(entries, (len(rows), *(shapes.pop() if shapes else ())), kind)


def transposed(array: ndarray, order: tuple[int, ...]) -> ndarray:
    """Give the array with its axes in another order."""
    steps = strides(array.shape)
    shape = tuple(array.shape[axis] for axis in order)
    return ndarray([array.flat_entries[p] for p in places([steps[a] for a in order], shape)], shape, array.dtype)
