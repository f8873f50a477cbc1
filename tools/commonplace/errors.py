"""Errors that a user can act on: each says where, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable


class CommonplaceError(Exception):
    """Something that the user can put right.

    Parameters
    ----------
    problem : str
        What is wrong, as a sentence without its full stop.
    hint : str
        What to do about it.
    path, line
        Where; `line` counts from 1.
    """

    def __init__(self, problem: str, *, hint: str = "", path: str = "", line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        return self.told(str)

    def told(self, words: Callable[[str], str]) -> str:
        """Where, what, and what to do; `words` gives problem and hint as their reader is to be told them."""
        place = f"{self.path}:{self.line}" if self.path and self.line else self.path or ""
        hint = f"\n  {words(self.hint)}" if self.hint else ""
        return ": ".join(part for part in (place, words(self.problem)) if part) + hint


class UnreadableExportError(CommonplaceError):
    """A file that cannot be read as text."""


class NotTextError(UnreadableExportError):
    """A binary file, such as a picture: no reading app exports to one."""


class UnknownFormatError(CommonplaceError):
    """No importer knows the file, or two know it equally well."""


class MalformedExportError(CommonplaceError):
    """A file of a known format whose frame is broken, so that no unit of it can be told apart."""


class LibraryError(CommonplaceError):
    """The library on disk is not as it should be."""


class ConceptError(CommonplaceError):
    """The front matter of a concept page is wrong."""


class BuildError(CommonplaceError):
    """The site could not be built."""


class FetchError(CommonplaceError):
    """A service on the network did not give what it was asked for."""
