"""What the last import brought, for the page of what is new: ``docs/last-import.json``, beside the store.

It holds no date, and an import that brings nothing leaves it alone, so that importing again changes no byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.errors import LibraryError

NAME = "last-import.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastImport:
    """Ids of the annotations that the last import brought, changed, or found gone from their exports."""

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether it brought anything."""
        return bool(self.new or self.changed or self.gone)


def last_import_text(last: LastImport) -> str:
    """The text of the file, one id a line."""
    return (
        json.dumps({"new": sorted(last.new), "changed": sorted(last.changed), "gone": sorted(last.gone)}, indent=1)
        + "\n"
    )


def read_last_import(text: str, *, path: str) -> LastImport:
    """Read the file.

    Raises
    ------
    LibraryError
        If it is not as `last_import_text` writes it.
    """
    try:
        told = json.loads(text)
        return LastImport(new=_ids(told["new"]), changed=_ids(told["changed"]), gone=_ids(told["gone"]))
    except (KeyError, TypeError, ValueError) as error:
        hint = "Remove it: the next import writes it anew, and nothing else depends on it."
        raise LibraryError("does not say what the last import brought", hint=hint, path=path) from error


def _ids(told: Iterable[str]) -> frozenset[str]:
    return frozenset(str(name) for name in told)
