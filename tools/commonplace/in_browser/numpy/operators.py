"""What arrays and single numbers do with Python's operators, and the methods that are functions of all entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

operations: dict[str, Callable[..., Any]] = {}
"""What `+`, `sum` and the like are: the modules that define them fill this in."""


def _method(name: str) -> Callable[..., Any]:
    def method(self: Operators, *arguments: Any, **options: Any) -> Any:
        return operations[name](self, *arguments, **options)

    method.__name__ = name
    return method


class Operators:
    """What arrays and single numbers share."""

    __hash__ = object.__hash__

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def __neg__(self) -> Any:
        return operations["negative"](self)

    def __pos__(self) -> Any:
        return operations["positive"](self)

    def __abs__(self) -> Any:
        return operations["absolute"](self)

    def __invert__(self) -> Any:
        return operations["invert"](self)

    def __eq__(self, other: object) -> Any:
        return operations["equal"](self, other)

    def __ne__(self, other: object) -> Any:
        return operations["not_equal"](self, other)

    def __lt__(self, other: Any) -> Any:
        return operations["less"](self, other)

    def __le__(self, other: Any) -> Any:
        return operations["less_equal"](self, other)

    def __gt__(self, other: Any) -> Any:
        return operations["greater"](self, other)

    def __ge__(self, other: Any) -> Any:
        return operations["greater_equal"](self, other)

    def __add__(self, other: Any) -> Any:
        return _computed("add", self, other, other)

    def __radd__(self, other: Any) -> Any:
        return _computed("add", other, self, other)

    def __sub__(self, other: Any) -> Any:
        return _computed("subtract", self, other, other)

    def __rsub__(self, other: Any) -> Any:
        return _computed("subtract", other, self, other)

    def __mul__(self, other: Any) -> Any:
        return _computed("multiply", self, other, other)

    def __rmul__(self, other: Any) -> Any:
        return _computed("multiply", other, self, other)

    def __truediv__(self, other: Any) -> Any:
        return _computed("divide", self, other, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _computed("divide", other, self, other)

    def __floordiv__(self, other: Any) -> Any:
        return _computed("floor_divide", self, other, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _computed("floor_divide", other, self, other)

    def __mod__(self, other: Any) -> Any:
        return _computed("remainder", self, other, other)

    def __rmod__(self, other: Any) -> Any:
        return _computed("remainder", other, self, other)

    def __pow__(self, other: Any) -> Any:
        return _computed("power", self, other, other)

    def __rpow__(self, other: Any) -> Any:
        return _computed("power", other, self, other)

    def __matmul__(self, other: Any) -> Any:
        return _computed("matmul", self, other, other)

    def __rmatmul__(self, other: Any) -> Any:
        return _computed("matmul", other, self, other)

    def __and__(self, other: Any) -> Any:
        return _computed("bitwise_and", self, other, other)

    def __rand__(self, other: Any) -> Any:
        return _computed("bitwise_and", other, self, other)

    def __or__(self, other: Any) -> Any:
        return _computed("bitwise_or", self, other, other)

    def __ror__(self, other: Any) -> Any:
        return _computed("bitwise_or", other, self, other)

    def __xor__(self, other: Any) -> Any:
        return _computed("bitwise_xor", self, other, other)

    def __rxor__(self, other: Any) -> Any:
        return _computed("bitwise_xor", other, self, other)


def _computed(name: str, left: Any, right: Any, other: Any) -> Any:
    """Leave it to the other operand where it says so, as numpy does."""
    return NotImplemented if getattr(other, "__array_ufunc__", name) is None else operations[name](left, right)


for _name in (
    "sum", "prod", "max", "min", "mean", "any", "all", "argmax", "argmin", "argsort", "cumsum", "round", "clip", "std",
    "var", "dot", "trace", "swapaxes", "transpose", "repeat", "squeeze",
):  # fmt: skip
    setattr(Operators, _name, _method(_name))
