"""Files that are no text: what readers put into them is taken out as JSON, one record on a line, for importers to read.

An importer says which container it reads; it sees no bytes, and no other importer sees what was in them.
"""

from __future__ import annotations

import importlib

from commonplace.reading.containers.databases import database_text, is_database

_HEAD = 1024


class UnopenedError(Exception):
    """A container that holds nothing for importers, or cannot be opened; its text says why."""


def opened(data: bytes) -> tuple[str, str] | None:
    """The kind of container that `data` is, and what is in it as JSON; None if it is none.

    Raises
    ------
    UnopenedError
        If it is damaged, encrypted, or empty.
    """
    try:
        if is_database(data):
            return "sqlite", database_text(data)
        if is_pdf(data):
            # Loading the library for PDF takes longer than reading most exports.
            return "pdf", str(importlib.import_module("commonplace.reading.containers.pdf_files").pdf_text(data))
    except ValueError as error:
        raise UnopenedError(str(error)) from error
    return None


def is_pdf(data: bytes) -> bool:
    """Whether `data` begins as a PDF does, white space apart."""
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-")
