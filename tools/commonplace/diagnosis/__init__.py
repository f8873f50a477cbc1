"""What is wrong with a machine or a library, and what to do about it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

State: TypeAlias = Literal["fine", "note", "wrong"]


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and what was seen.

    Attributes
    ----------
    about : str
        What was looked at: ``python``, ``packages``, ``links`` and so on.
    state : str
        ``fine``, ``note`` for what may be so on purpose, or ``wrong``.
    told : str
        What was seen.
    remedy : str
        What to do about it; empty where there is nothing to do.
    path : str
        The file that it is about, with the line where that is known; empty where it is about none.
    """

    about: str
    state: State
    told: str
    remedy: str = ""
    path: str = ""
