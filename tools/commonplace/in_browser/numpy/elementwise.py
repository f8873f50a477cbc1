"""Functions of each entry."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from . import types
from .array import array_of, generic, ndarray, scalar
from .errors import signal
from .indexing import broadcast_shapes, stretched
from .operators import operations

_INFINITY = math.inf
Kernel = Callable[..., Any]


def _is_weak(value: Any) -> bool:
    return isinstance(value, bool | int | float) and not isinstance(value, generic)


def _is_huge(value: Any) -> bool:
    return type(value) is int and not -(1 << 63) <= value < 1 << 63


def computed(
    name: str, kernel: Kernel, operands: tuple[Any, ...], kind_of: Callable[[types.dtype], types.dtype]
) -> Any:
    """Apply a function to each entry of arrays that are broadcast; a single number where all operands are single."""
    arrays = [array_of(float(value) if _is_huge(value) else value) for value in operands]
    weak = [array.dtype for value, array in zip(operands, arrays, strict=True) if _is_weak(value)]
    strong = [array.dtype for value, array in zip(operands, arrays, strict=True) if not _is_weak(value)]
    common = types.promoted(strong, weak)
    shape = broadcast_shapes(*(array.shape for array in arrays))
    columns = []
    for array in arrays:
        order = stretched(array.shape, shape)
        columns.append(array.flat_entries if order is None else [array.flat_entries[place] for place in order])
    kind = kind_of(common)
    if common.kind == "f" or (kind.kind == "f" and common.kind != "O"):
        entries = [_checked(name, kernel, *map(float, entry)) for entry in zip(*columns, strict=True)]
    else:
        entries = [kernel(*entry) for entry in zip(*columns, strict=True)]
    if not (kind.kind == "O" or (kind is types.FLOAT64 and common.kind == "f")):
        entries = [kind.convert(entry) for entry in entries]
    return ndarray(entries, shape, kind) if shape else scalar(entries[0], kind)


def _checked(name: str, kernel: Kernel, *entries: float) -> Any:
    """Compute with floats, and signal what numpy would signal."""
    try:
        result = kernel(*entries)
    except OverflowError:
        signal("over", name)
        return _OVERFLOWN[name](*entries) if name in _OVERFLOWN else _INFINITY
    except ZeroDivisionError:
        return _by_zero(name, entries)
    except ValueError:
        return _outside(name, entries)
    if isinstance(result, float) and result - result != 0:  # infinite or no number
        if result != result and all(entry == entry for entry in entries):
            signal("invalid", name)
        elif result == result and all(entry - entry == 0 for entry in entries):
            signal("over", name)
    return result


def _by_zero(name: str, entries: tuple[float, ...]) -> float:
    dividend = entries[0] if len(entries) > 1 and name != "power" else 1.0
    if name in {"remainder", "floor_divide"} or dividend == 0 or dividend != dividend:
        signal("invalid", name)
        return math.nan
    if dividend - dividend == 0:
        signal("divide", name)
    return math.copysign(_INFINITY, dividend) * math.copysign(1.0, entries[-1] if name != "power" else 1.0)


def _outside(name: str, entries: tuple[float, ...]) -> float:
    """Give the value at the edge of where a function of `math` is defined."""
    if entries[0] != entries[0]:
        return math.nan
    if name in _AT_POLES and entries[0] in _AT_POLES[name]:
        signal("divide", name)
        return _AT_POLES[name][entries[0]]
    if name == "power" and entries[0] == 0:
        signal("divide", name)
        return _INFINITY
    signal("invalid", name)
    return math.nan


_AT_POLES = {
    **{name: {0.0: -_INFINITY} for name in ("log", "log2", "log10")},
    "log1p": {-1.0: -_INFINITY},
    "arctanh": {1.0: _INFINITY, -1.0: -_INFINITY},
}
_OVERFLOWN: dict[str, Kernel] = {
    "power": lambda base, exponent: -_INFINITY if base < 0 and exponent % 2 == 1 else _INFINITY,
    "sinh": lambda x: math.copysign(_INFINITY, x),
    "expm1": lambda _: _INFINITY,
    "ldexp": lambda x, _: math.copysign(_INFINITY, x),
}


def _same(kind: types.dtype) -> types.dtype:
    return kind


def _numeric(kind: types.dtype) -> types.dtype:
    return types.INT64 if kind.kind == "b" else kind


def _truth(_: types.dtype) -> types.dtype:
    return types.BOOL


def function(name: str, kernel: Kernel, kind_of: Callable[[types.dtype], types.dtype]) -> Kernel:
    """Make a function of each entry, and of the operator of that name."""

    def elementwise(*operands: Any, dtype: Any = None) -> Any:
        result = computed(name, kernel, operands, kind_of)
        return result if dtype is None else array_of(result, dtype)[()]

    elementwise.__name__ = name
    operations[name] = elementwise
    return elementwise


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, float) and isinstance(exponent, float):
        return math.pow(base, exponent)
    if isinstance(base, int) and isinstance(exponent, int) and exponent < 0:
        raise ValueError("Integers to negative integer powers are not allowed.")
    return base**exponent


def _maximum(left: Any, right: Any) -> Any:
    return left if left != left or left >= right else right


def _minimum(left: Any, right: Any) -> Any:
    return left if left != left or left <= right else right


def _sign(x: Any) -> Any:
    return x if x != x else type(x)((x > 0) - (x < 0))


def _heaviside(x: float, at_zero: float) -> float:
    return x if x != x else at_zero if x == 0 else float(x > 0)


def _rounded_to_whole(rounding: Kernel) -> Kernel:
    return lambda x: x if not isinstance(x, float) or x - x != 0 else math.copysign(float(rounding(x)), x)


def _remainder(x: Any, y: Any) -> Any:
    return x % y


def _negative(x: Any) -> Any:
    return -x


def _invert(x: Any) -> Any:
    return not x if isinstance(x, bool) else ~x


def _both(combine: Kernel) -> Kernel:
    return lambda x, y: combine(bool(x), bool(y))


def _clipped(x: Any, low: Any, high: Any) -> Any:
    return x if x != x else _minimum(_maximum(x, low), high)


KERNELS: dict[str, tuple[Kernel, Callable[[types.dtype], types.dtype]]] = {
    "add": (operator.add, _same), "subtract": (operator.sub, _same), "multiply": (operator.mul, _same),
    "divide": (operator.truediv, types.floating_of), "floor_divide": (operator.floordiv, _numeric),
    "remainder": (_remainder, _numeric), "power": (_power, _numeric), "negative": (_negative, _same),
    "positive": (operator.pos, _same), "absolute": (abs, _same), "square": (lambda x: x * x, _same),
    "maximum": (_maximum, _same), "minimum": (_minimum, _same), "sign": (_sign, _same),
    "less": (operator.lt, _truth), "less_equal": (operator.le, _truth), "greater": (operator.gt, _truth),
    "greater_equal": (operator.ge, _truth), "equal": (operator.eq, _truth), "not_equal": (operator.ne, _truth),
    "bitwise_and": (operator.and_, _same), "bitwise_or": (operator.or_, _same), "bitwise_xor": (operator.xor, _same),
    "invert": (_invert, _same), "logical_not": (operator.not_, _truth),
    "logical_and": (_both(operator.and_), _truth), "logical_or": (_both(operator.or_), _truth),
    "isnan": (lambda x: x != x, _truth), "isinf": (lambda x: abs(x) == _INFINITY, _truth),
    "isfinite": (lambda x: x - x == 0, _truth), "signbit": (lambda x: math.copysign(1.0, x) < 0, _truth),
    "floor": (_rounded_to_whole(math.floor), _same), "ceil": (_rounded_to_whole(math.ceil), _same),
    "rint": (_rounded_to_whole(round), types.floating_of), "trunc": (_rounded_to_whole(math.trunc), _same),
    "heaviside": (_heaviside, types.floating_of), "clip": (_clipped, _same),
    "ldexp": (lambda x, power: math.ldexp(x, int(power)), types.floating_of),
    **{
        name: (getattr(math, name.replace("arc", "a")), types.floating_of)
        for name in (
            "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "exp2", "sin", "cos", "tan", "sinh",
            "cosh", "tanh", "arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh", "copysign", "hypot",
        )
    },
    "arctan2": (math.atan2, types.floating_of),
}  # fmt: skip


def frexp(x: Any) -> tuple[Any, Any]:
    """Give mantissas, from a half to one, and powers of two."""
    given = array_of(x)
    parts = [math.frexp(entry) for entry in given.flat_entries]
    mantissas = ndarray([mantissa for mantissa, _ in parts], given.shape, types.floating_of(given.dtype))
    return mantissas[()], ndarray([power for _, power in parts], given.shape, types.INT32)[()]
