"""The part of numpy that the snippets and the formula checker need, in pure Python.

It runs in readers' browsers where the site has no wheel of numpy for Pyodide. What it has gives the values of numpy,
up to the order in which sums are rounded: `tests/in_browser` runs every example of every snippet on both. What it does
not have says so.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

from . import elementwise, errors, linalg, making, polynomial, products, random, reductions, types, typing
from .array import (
    array_of,
    bool_,
    float16,
    float32,
    float64,
    floating,
    generic,
    int32,
    int64,
    integer,
    ndarray,
    number,
    str_,
    uint8,
)
from .errors import errstate
from .indexing import broadcast_shapes
from .operators import operations
from .printing import array2string
from .types import dtype

__version__ = "commonplace"
pi, e, inf, nan, newaxis = math.pi, math.e, math.inf, math.nan, None
intp, double = int64, float64
lib = SimpleNamespace(stride_tricks=SimpleNamespace(sliding_window_view=products.sliding_window_view))

for _name, (_kernel, _kind) in elementwise.KERNELS.items():
    globals()[_name] = elementwise.function(_name, _kernel, _kind)
for _module in (elementwise, making, products, reductions):
    globals().update(
        (name, each)
        for name, each in vars(_module).items()
        if name[0] != "_" and getattr(each, "__module__", "") == _module.__name__
    )
globals().update({name: operations[name] for name in ("sum", "prod", "max", "min", "any", "all", "argmax", "argmin")})
globals().update({"abs": operations["absolute"], "round": operations["round"], "mod": operations["remainder"]})
globals().update(amax=operations["max"], amin=operations["min"])


def shape(a: Any) -> tuple[int, ...]:
    """Give the lengths of the axes."""
    return array_of(a).shape


def ndim(a: Any) -> int:
    """Give the number of axes."""
    return array_of(a).ndim


def size(a: Any) -> int:
    """Give the number of entries."""
    return array_of(a).size


def ravel(a: Any) -> ndarray:
    """Give all entries in a row."""
    return array_of(a).ravel()


def reshape(a: Any, shape: Any) -> ndarray:
    """Give the entries in another shape."""
    return array_of(a).reshape(shape)


def isscalar(a: Any) -> bool:
    """Whether it is one number, not an array of one."""
    return isinstance(a, generic | int | float | str)


def allclose(a: Any, b: Any, rtol: float = 1e-5, atol: float = 1e-8) -> bool:
    """Whether all entries are near each other."""
    one, other = making.broadcast_arrays(a, b)
    return all(
        x == y or abs(x - y) <= atol + rtol * abs(y) for x, y in zip(one.flat_entries, other.flat_entries, strict=True)
    )


def array_equal(a: Any, b: Any) -> bool:
    """Whether two arrays are the same."""
    one, other = array_of(a), array_of(b)
    return one.shape == other.shape and one.flat_entries == other.flat_entries


def nan_to_num(a: Any) -> Any:
    """Put numbers for what is none, and the largest for what is infinite."""
    return elementwise.computed(
        "nan_to_num",
        lambda x: 0.0 if x != x else max(-1.7976931348623157e308, min(x, 1.7976931348623157e308)),
        (a,),
        lambda kind: kind,
    )


def result_type(*given: Any) -> dtype:
    """Give the type that a result would have."""
    weak = [array_of(each).dtype for each in given if type(each) in (bool, int, float)]
    strong = [_type_of(each) for each in given if type(each) not in (bool, int, float)]
    return types.promoted(strong, weak)


def _type_of(what: Any) -> dtype:
    return types.as_dtype(what) if isinstance(what, type | dtype) else array_of(what).dtype


def issubdtype(kind: Any, family: Any) -> bool:
    """Whether a type of entries belongs to a family."""
    return issubclass(types.as_dtype(kind).type, family)


def finfo(kind: Any) -> SimpleNamespace:
    """Give the limits of a type of floating-point numbers."""
    found = types.as_dtype(kind)
    bits, top = {8: (52, 1024), 4: (23, 128), 2: (10, 16)}[found.itemsize]
    values = {
        "eps": 2.0**-bits, "max": (2 - 2.0**-bits) * 2.0 ** (top - 1), "tiny": 2.0 ** (2 - top),
        "smallest_normal": 2.0 ** (2 - top), "smallest_subnormal": 2.0 ** (2 - top - bits),
    }  # fmt: skip
    return SimpleNamespace(**{name: found.type(value) for name, value in values.items()}, bits=found.itemsize * 8)


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(
        f"the small numpy of this site has no {name}: a site can be built with the whole numpy instead"
    )
