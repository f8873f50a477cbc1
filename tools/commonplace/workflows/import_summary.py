"""What an import says of itself when it is done: plain values, which can be kept until the same import comes again."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from commonplace.model import Attachment, Rejected
from commonplace.privacy import Withheld


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file, or of the part of it that one importer read of one source."""

    path: str
    format: str | None
    source: str | None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()

    @property
    def read(self) -> int:
        """How many units were read: each is new, changed, unchanged or rejected."""
        return self.new + self.changed + self.unchanged + len(self.rejected)

    def again(self) -> FileReport:
        """What would come of the same file if it were read again."""
        return replace(self, new=0, changed=0, unchanged=self.new + self.changed + self.unchanged)


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """How much a library holds.

    Attributes
    ----------
    linked : int
        Annotations that are under a concept.
    withheld : tuple of (Withheld, int)
        How many annotations stay off the pages, and why.
    presumed : tuple of str
        The account that is taken for the owner's, who named none.
    """

    annotations: int
    sources: int
    passages: int
    linked: int
    withheld: tuple[tuple[Withheld, int], ...] = ()
    presumed: tuple[str, ...] = ()


class ImportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought, and how large the library is after it; see `ImportReport`."""

    files: tuple[FileReport, ...]
    passed_over: tuple[str, ...]
    skipped: tuple[str, ...]
    missing: tuple[Attachment, ...]
    gone: tuple[str, ...]
    kept_edits: tuple[str, ...]
    holdings: Holdings

    @property
    def is_clean(self) -> bool:
        """Whether everything was read that should have been."""
        return all(unit.by_design for file in self.files for unit in file.rejected)

    @property
    def changed_nothing(self) -> bool:
        """Whether nothing was new or other than it was."""
        return not any(file.new or file.changed for file in self.files)

    def again(self) -> ImportSummary:
        """What the same import would say if it were said again."""
        return replace(self, files=tuple(file.again() for file in self.files))
