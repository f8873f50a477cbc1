"""What the last import brought, for the page of what is new: ``docs/last-import.jsonl``, beside the store.

It holds no date, and an import that brings nothing leaves it alone, so that importing again changes no byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal, TypeAlias, get_args

import msgspec

from commonplace.errors import LibraryError

NAME = "last-import.jsonl"
_Fate: TypeAlias = Literal["new", "changed", "gone"]
_FATES: tuple[_Fate, ...] = get_args(_Fate)


class _Line(msgspec.Struct):
    annotation: str
    fate: _Fate


class LastImport(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of the annotations that the last import brought, changed, or found gone from their exports."""

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[str]:
        """Give each annotation that it names."""
        return chain(self.new, self.changed, self.gone)

    def is_of(self, names: Iterable[str]) -> bool:
        """Whether it names any of `names`."""
        return any(name in self.new or name in self.changed or name in self.gone for name in names)

    def __bool__(self) -> bool:
        """Whether it brought anything."""
        return bool(self.new or self.changed or self.gone)


def last_import_text(last: LastImport) -> str:
    """The text of the file, one annotation a line, sorted, so that git merges what two people imported."""
    fates = [(name, fate) for fate in _FATES for name in getattr(last, fate)]
    return "".join(json.dumps({"annotation": name, "fate": fate}) + "\n" for name, fate in sorted(fates))


def read_last_import(text: str, *, path: str) -> LastImport:
    """Read the file.

    Raises
    ------
    LibraryError
        If a line is not as `last_import_text` writes it; the error names it.
    """
    fates: dict[str, set[str]] = {fate: set() for fate in _FATES}
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                told = decoder.decode(line)
            except ValueError as error:
                hint = "Remove the line, or the file: the next import writes it anew, and nothing else depends on it."
                raise LibraryError(
                    "does not say what the last import brought", hint=hint, path=path, line=number
                ) from error
            fates[told.fate].add(told.annotation)
    return LastImport(**{fate: frozenset(names) for fate, names in fates.items()})
