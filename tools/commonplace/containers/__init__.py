"""Files that are no text: what readers put into them is taken out as JSON, one record on a line, for importers to read.

An importer says which container it reads; it sees no bytes, and no other importer sees what was in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commonplace.containers.databases import database_text, is_database
from commonplace.containers.pdf_files import is_pdf, pdf_text

_CONTAINERS: Mapping[str, tuple[Callable[[bytes], bool], Callable[[bytes], str]]] = {
    "sqlite": (is_database, database_text),
    "pdf": (is_pdf, pdf_text),
}


class UnopenedError(Exception):
    """A container that holds nothing for importers, or cannot be opened; its text says why."""


def opened(data: bytes) -> tuple[str, str] | None:
    """The kind of container that `data` is, and what is in it as JSON; None if it is none.

    Raises
    ------
    UnopenedError
        If it is damaged, encrypted, or empty.
    """
    for kind, (is_one, text_of) in _CONTAINERS.items():
        if is_one(data):
            try:
                return kind, text_of(data)
            except ValueError as error:
                raise UnopenedError(str(error)) from error
    return None
