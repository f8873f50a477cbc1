"""Taking values of the expected kind out of JSON, with errors that lead to the one that is of another kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from commonplace.model import JSON

_T = TypeVar("_T")


class MisshapenError(Exception):
    """A value of another kind than the format has there; `path` leads to it (``target[0].selector[1].start``)."""

    def __init__(self, problem: str, path: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem

    def within(self, step: str) -> MisshapenError:
        """The same error, seen from one level further out."""
        dot = "." if self.path and not self.path.startswith("[") else ""
        return MisshapenError(self.problem, f"{step}{dot}{self.path}")


def as_text(value: JSON) -> str:
    """Take `value` for text."""
    if isinstance(value, str):
        return value
    raise _unlike("text", value)


def as_integer(value: JSON) -> int:
    """Take `value` for a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _unlike("a whole number", value)


def as_list(value: JSON) -> list[JSON]:
    """Take `value` for a list."""
    if isinstance(value, list):
        return value
    raise _unlike("a list", value)


def as_object(value: JSON) -> dict[str, JSON]:
    """Take `value` for an object."""
    if isinstance(value, dict):
        return value
    raise _unlike("an object", value)


def member(holder: Mapping[str, JSON], key: str, as_kind: Callable[[JSON], _T]) -> _T:
    """Read what must stand under `key`.

    Raises
    ------
    MisshapenError
        If there is nothing, or something of another kind.
    """
    if key not in holder:
        raise MisshapenError("this is missing", key)
    try:
        return as_kind(holder[key])
    except MisshapenError as error:
        raise error.within(key) from error


def optional(holder: Mapping[str, JSON], key: str, as_kind: Callable[[JSON], _T], default: _T) -> _T:
    """Read what may stand under `key`; `default` if there is nothing, or null.

    Raises
    ------
    MisshapenError
        If it is of another kind.
    """
    return default if holder.get(key) is None else member(holder, key, as_kind)


def sequence(holder: Mapping[str, JSON], key: str) -> list[JSON]:
    """Read the list that may stand under `key`; an empty one if there is none."""
    value = holder.get(key)
    return value if isinstance(value, list) else optional(holder, key, as_list, [])


def mapping(holder: Mapping[str, JSON], key: str) -> dict[str, JSON]:
    """Read the object that may stand under `key`; an empty one if there is none."""
    value = holder.get(key)
    return value if isinstance(value, dict) else optional(holder, key, as_object, {})


def items(holder: Mapping[str, JSON], key: str, as_kind: Callable[[JSON], _T]) -> list[_T]:
    """Read every item of the list under `key`; none if there is nothing.

    Raises
    ------
    MisshapenError
        If it is no list, or one of its items is of another kind.
    """
    if key not in holder:
        return []
    listed = sequence(holder, key)
    read: list[_T] = []
    try:
        for item in listed:
            read.append(as_kind(item))  # noqa: PERF401  # How many were read says which one is wrong.
    except MisshapenError as error:
        raise error.within(f"{key}[{len(read)}]") from error
    return read


def text(holder: Mapping[str, JSON], key: str) -> str:
    """Read the text that may stand under `key`; empty if there is none."""
    value = holder.get(key)
    return value if isinstance(value, str) else optional(holder, key, as_text, "")


def word(holder: Mapping[str, JSON], key: str) -> str:
    """Read the text under `key` without the white space around it; empty if there is none, or something else."""
    value = holder.get(key)
    return value.strip() if isinstance(value, str) else ""


def needed_text(holder: Mapping[str, JSON], key: str) -> str:
    """Read the text that must stand under `key`."""
    value = holder.get(key)
    return value if isinstance(value, str) else member(holder, key, as_text)


def _unlike(expected: str, value: JSON) -> MisshapenError:
    return MisshapenError(f"{expected} belongs here, not {_kind(value)}")


def _kind(value: JSON) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    kinds = ((str, "text"), (int, "a whole number"), (float, "a number"), (list, "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")
