"""Products of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

from . import types
from .array import array_of, ndarray, scalar
from .indexing import broadcast_shapes, places, strides
from .making import array, moveaxis
from .operators import operations
from .reductions import total


def einsum(letters: str, *operands: Any) -> Any:
    """Sum products over the letters that the result does not have."""
    arrays = [array_of(each) for each in operands]
    inputs, _, output = letters.replace(" ", "").partition("->")
    names = [_written_out(part, each.ndim) for part, each in zip(inputs.split(","), arrays, strict=True)]
    dots = max((name for name in ("".join(c for c in each if c.isupper()) for each in names)), key=len)
    wanted = output.replace("...", dots)
    lengths = _lengths(names, arrays)
    summed = [letter for letter in lengths if letter not in wanted]
    every = [*wanted, *summed]
    columns = [
        [each.flat_entries[place] for place in places(_steps(name, each, every), tuple(lengths[c] for c in every))]
        for name, each in zip(names, arrays, strict=True)
    ]
    kind = types.promoted([each.dtype for each in arrays], [])
    shape = tuple(lengths[letter] for letter in wanted)
    return _summed(columns, shape, kind)


def _written_out(part: str, dimensions: int) -> str:
    """Give dots a letter for each axis that they stand for, the last axes first."""
    many = dimensions - len(part.replace("...", ""))
    dots = "".join(letter for letter, _ in zip(ascii_uppercase, range(many), strict=False))[::-1]
    if "..." not in part and many:
        raise ValueError(f"einsum: {part} names {len(part)} axes of {dimensions}")
    return part.replace("...", dots)


def _lengths(names: Sequence[str], arrays: Sequence[ndarray]) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for name, each in zip(names, arrays, strict=True):
        for letter, length in zip(name, each.shape, strict=True):
            known = lengths.get(letter, 1)
            if 1 not in (known, length) and known != length:
                raise ValueError(f"einsum: axis {letter} has lengths {known} and {length}")
            if known != length and not letter.isupper() and letter in lengths:
                raise ValueError(f"einsum: axis {letter} has lengths {known} and {length}")
            lengths[letter] = length if known == 1 else known
    return lengths


def _steps(name: str, each: ndarray, every: Sequence[str]) -> list[int]:
    own: dict[str, int] = {}
    for letter, step, length in zip(name, strides(each.shape), each.shape, strict=True):
        own[letter] = own.get(letter, 0) + (step if length > 1 else 0)
    return [own.get(letter, 0) for letter in every]


def _summed(columns: list[list[Any]], shape: tuple[int, ...], kind: types.dtype) -> Any:
    products = columns[0] if len(columns) == 1 else []
    for other in columns[1:]:
        products = [a * b for a, b in zip(products or columns[0], other, strict=True)]
    count_ = 1
    for length in shape:
        count_ *= length
    each = len(products) // count_ if count_ else 0
    entries = [kind.convert(total(products[at * each : (at + 1) * each])) for at in range(count_)]
    return ndarray(entries, shape, kind) if shape else scalar(entries[0], kind)


def matmul(left: Any, right: Any) -> Any:
    """Multiply matrices, stacks of them, and vectors."""
    a, b = array_of(left), array_of(right)
    if not a.ndim or not b.ndim:
        raise ValueError("matmul: an operand is a single number; use *")
    inner = b.shape[-2] if b.ndim > 1 else b.shape[0]
    if a.shape[-1] != inner:
        raise ValueError(f"matmul: shapes {a.shape} and {b.shape} do not fit: {a.shape[-1]} is not {inner}")
    broadcast_shapes(a.shape[:-2], b.shape[:-2])
    one, two = ("...ik" if a.ndim > 1 else "k"), ("...kj" if b.ndim > 1 else "k")
    result = "..." * (a.ndim > 1 or b.ndim > 1) + "i" * (a.ndim > 1) + "j" * (b.ndim > 1)
    return einsum(f"{one},{two}->{result}", a, b)


def dot(left: Any, right: Any) -> Any:
    """Multiply matrices or vectors, or by a number."""
    return matmul(left, right) if array_of(left).ndim and array_of(right).ndim else operations["multiply"](left, right)


def outer(left: Any, right: Any) -> ndarray:
    """Give all products of two vectors' entries."""
    product: ndarray = array_of(left).reshape(-1, 1) * array_of(right).reshape(1, -1)
    return product


def kron(left: Any, right: Any) -> ndarray:
    """Give the Kronecker product of two matrices."""
    a, b = array_of(left), array_of(right)
    (m, n), (p, q) = a.shape, b.shape
    product: ndarray = a.reshape(m, 1, n, 1) * b.reshape(1, p, 1, q)
    return product.reshape(m * p, n * q)


def cross(left: Any, right: Any) -> ndarray:
    """Give the cross product of two vectors in space."""
    (a, b, c), (x, y, z) = array_of(left), array_of(right)
    return array([b * z - c * y, c * x - a * z, a * y - b * x])


def sliding_window_view(a: Any, window: Sequence[int], axis: Sequence[int]) -> ndarray:
    """Give every window of an array, as further axes; the entries are copies."""
    given = moveaxis(a, axis, range(-len(axis), 0))
    others, last = given.shape[: -len(axis)], given.shape[-len(axis) :]
    free = tuple(length - size + 1 for length, size in zip(last, window, strict=True))
    steps = strides(given.shape)
    inner = steps[-len(axis) :]
    shape = (*others, *free, *window)
    found = places([*steps[: -len(axis)], *inner, *inner], shape)
    return ndarray([given.flat_entries[place] for place in found], shape, given.dtype)


operations.update(matmul=matmul, dot=dot)
