"""Names for annotations, which mean nothing when the code runs."""

from __future__ import annotations

from typing import Any

ArrayLike = Any


class NDArray:
    """Stands for an array of a type of entries."""

    def __class_getitem__(cls, _: object) -> type[NDArray]:
        return cls
