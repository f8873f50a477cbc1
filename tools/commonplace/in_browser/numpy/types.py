"""Types of entries, and which type a result has."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any


class dtype:  # noqa: N801 - numpy's name
    """A type of entries: `kind` is b, u, i, f, U or O, as in numpy."""

    __hash__ = object.__hash__

    def __init__(self, name: str, kind: str, bits: int, rank: int) -> None:
        self.name, self.kind, self.itemsize, self.rank = name, kind, bits // 8, rank
        self.type: Any = None

    def __eq__(self, other: object) -> bool:
        try:
            return self is as_dtype(other)
        except TypeError:
            return False

    def __repr__(self) -> str:
        return f"dtype('{self.name}')"

    def __str__(self) -> str:
        return self.name

    def convert(self, entry: Any) -> Any:
        """Give an entry of this type as Python's own number."""
        return _CONVERSIONS[self.kind](self, entry)


def _to_float(kind: dtype, entry: Any) -> float:
    number = float(entry)
    if kind.itemsize == 8 or number - number != 0:
        return number
    code = "f" if kind.itemsize == 4 else "e"
    try:
        return float(struct.unpack(code, struct.pack(code, number))[0])
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _to_int(kind: dtype, entry: Any) -> int:
    number, bits = int(entry), kind.itemsize * 8
    number &= (1 << bits) - 1
    return number - (1 << bits) if kind.kind == "i" and number >> (bits - 1) else number


_CONVERSIONS: dict[str, Callable[[dtype, Any], Any]] = {
    "f": _to_float,
    "i": _to_int,
    "u": _to_int,
    "b": lambda _, entry: bool(entry),
    "U": lambda _, entry: str(entry),
    "O": lambda _, entry: entry,
}

BOOL = dtype("bool", "b", 8, 0)
UINT8 = dtype("uint8", "u", 8, 1)
INT32 = dtype("int32", "i", 32, 2)
INT64 = dtype("int64", "i", 64, 3)
FLOAT16 = dtype("float16", "f", 16, 4)
FLOAT32 = dtype("float32", "f", 32, 5)
FLOAT64 = dtype("float64", "f", 64, 6)
STRING = dtype("str", "U", 32, 7)
OBJECT = dtype("object", "O", 64, 8)
_PYTHON: dict[object, dtype] = {bool: BOOL, int: INT64, float: FLOAT64, str: STRING, object: OBJECT}
_NAMED = {each.name: each for each in (BOOL, UINT8, INT32, INT64, FLOAT16, FLOAT32, FLOAT64, STRING, OBJECT)}


def as_dtype(what: Any) -> dtype:
    """Give the type that is meant by a type of numpy or Python, or by a name."""
    if isinstance(what, dtype):
        return what
    if isinstance(what, str) and what in _NAMED:
        return _NAMED[what]
    if isinstance(what, type):
        if what in _PYTHON:
            return _PYTHON[what]
        found = getattr(what, "dtype", None)
        if isinstance(found, dtype):
            return found
    raise TypeError(f"data type {what!r} not understood")


def dtype_of_entry(entry: Any) -> dtype:
    """Give the type of one entry, which is a number of Python or of numpy."""
    found = getattr(entry, "dtype", None)
    if isinstance(found, dtype):
        return found
    return _PYTHON.get(type(entry), OBJECT)


def promoted(kinds: list[dtype], weak: list[dtype]) -> dtype:
    """Give the type of a result; Python's own numbers are `weak`: they change its kind, not its size."""
    strong = max(kinds, key=lambda each: each.rank, default=None)
    weakest = max(weak, key=lambda each: each.rank, default=None)
    if strong is None or weakest is None:
        return strong or weakest or FLOAT64
    if weakest.kind in (strong.kind, "b") or strong.rank > weakest.rank:
        return strong
    return strong if weakest.kind == "i" and strong.kind in "ui" else weakest


def floating_of(kind: dtype) -> dtype:
    """Give the type of a quotient or an exponential."""
    return kind if kind.kind in "fO" else FLOAT64
