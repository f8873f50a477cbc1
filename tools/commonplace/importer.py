"""The contract between commonplace and a format: recognise an export, and read it into annotations.

An importer is handed text and returns values: it opens no file, asks no network, and knows no other importer and
no library. One file in `commonplace.importers` that defines one subclass of `Importer` adds a format.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

import msgspec

from commonplace.model import Annotation, Export, Rejected

CERTAIN = 1.0
"""A mark that only this app writes."""
TYPICAL = 0.8
"""The structure of this format, though another app could write it too."""
POSSIBLE = 0.3
"""Nothing speaks against it."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """An importer's statement that some lines of an export are written in its format.

    A file may hold several formats: where claims overlap the more confident one has the line, so a claim on a whole
    file and one on a block inside of it live together. Two that are equally confident are an error for the user.

    Attributes
    ----------
    confidence : float
        From 0 to 1: `CERTAIN`, `TYPICAL` or `POSSIBLE`.
    evidence : str
        What was seen, for the user: "12 annotation-json blocks".
    first_line, last_line : int
        The lines claimed, counted from 1, both included.
    ordinary : bool
        Whether people write it in any note too. A file of which nothing else can be said is read where the user named
        it, and passed over where it only lies in a folder: a vault holds diaries.
    """

    confidence: float
    evidence: str
    first_line: int
    last_line: int
    ordinary: bool = False


class Importer(ABC):
    """Reads one format.

    Attributes
    ----------
    format : str
        The name that users type after ``--format``.
    app : tuple of str
        What readers call the app, in Chinese and in English: pages say it beside each passage, or the format's name if
        it is empty.
    description : str
        The app and the kinds of file, in one line, for ``commonplace list formats``.
    container : str
        The kind of file that it reads, if that is no text: `Export.container`.
    """

    format: ClassVar[str]
    app: ClassVar[tuple[str, str]] = ("", "")
    description: ClassVar[str]
    container: ClassVar[str] = ""

    @abstractmethod
    def identify(self, export: Export) -> Iterable[Claim]:
        """Say which lines of `export` are written in this format; nothing if none are. Never raises."""

    @abstractmethod
    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read every unit of `export`, in order.

        Lines that another importer has are blank here, but for headings and front matter, so that lines still count
        from the top of the file. A broken unit becomes a `Rejected` and never hides the next one.

        Raises
        ------
        MalformedExportError
            If the frame of the file is broken, so that its units cannot be told apart (JSON that does not parse).
        """


def whole(export: Export, confidence: float, evidence: str) -> Claim:
    """Claim all of `export`."""
    return Claim(confidence=confidence, evidence=evidence, first_line=1, last_line=export.text.count("\n") + 1)
