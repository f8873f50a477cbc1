"""What happens where an operation has no finite result: `errstate` decides, as in numpy."""

from __future__ import annotations

import warnings
from contextlib import ContextDecorator

_TEXTS = {"divide": "divide by zero", "over": "overflow", "under": "underflow", "invalid": "invalid value"}
_modes = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


class errstate(ContextDecorator):  # noqa: N801 - numpy's name
    """Ignore, warn of or raise what is impossible."""

    def __init__(self, *, all: str | None = None, **modes: str) -> None:
        self._wanted = {**(dict.fromkeys(_TEXTS, all) if all else {}), **modes}
        self._before: dict[str, str] = {}

    def __enter__(self) -> None:
        self._before = dict(_modes)
        _modes.update(self._wanted)

    def __exit__(self, *_: object) -> None:
        _modes.update(self._before)


def signal(kind: str, operation: str) -> None:
    """Tell of an operation without a finite result."""
    text = f"{_TEXTS[kind]} encountered in {operation}"
    if _modes[kind] == "raise":
        raise FloatingPointError(text)
    if _modes[kind] == "warn":
        warnings.warn(text, RuntimeWarning, stacklevel=4)


class LinAlgError(ValueError):
    """A matrix for which a computation has no answer."""
