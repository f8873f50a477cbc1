"""From exports to the library."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import msgspec

from commonplace.importers import importer_named
from commonplace.model import Attachment
from commonplace.store import attachments
from commonplace.store.last_import import LastImport
from commonplace.store.library import Library
from commonplace.store.transactions import Brought
from commonplace.workflows.import_summary import FileReport, Holdings, ImportSummary
from commonplace.workflows.intake import Intake
from commonplace.workflows.reading_exports import ExportReading, all_read, export_files
from commonplace.workflows.readings import Readings, first_of
from commonplace.workflows.refreshing import Refreshing
from commonplace.workflows.rendering import derived_from
from commonplace.workflows.wishes import NO_WISHES, Wishes


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought, and the library after it.

    Attributes
    ----------
    files : tuple of FileReport
        One for each file, importer and source; a file that could not be read at all is one rejection.
    passed_over : tuple of str
        The files of a folder that are no exports.
    skipped : tuple of str
        The folders in it that were not looked into.
    missing : tuple of Attachment
        Pictures that the exports name and that do not stand beside them.
    gone : frozenset of str
        Ids of the annotations that their exports no longer hold: set aside if the user wished so, else kept.
    kept_edits : tuple of str
        Pages with a marked region that someone edited, and that is left as it is.
    pictures : tuple of str
        Where pictures were looked for, found or not.
    holdings : Holdings
        How much the library holds afterwards, or would hold after a dry run.
    """

    files: tuple[FileReport, ...]
    passed_over: tuple[str, ...]
    skipped: tuple[str, ...]
    missing: tuple[Attachment, ...]
    gone: frozenset[str]
    kept_edits: tuple[str, ...]
    pictures: tuple[str, ...]
    holdings: Holdings

    @property
    def summary(self) -> ImportSummary:
        """What is said of it."""
        return ImportSummary(
            files=self.files,
            passed_over=self.passed_over,
            skipped=self.skipped,
            missing=self.missing,
            gone=tuple(sorted(self.gone)),
            kept_edits=self.kept_edits,
            holdings=self.holdings,
        )

    @property
    def is_clean(self) -> bool:
        """Whether everything was read that should have been."""
        return self.summary.is_clean


def import_exports(
    library: Library,
    paths: Sequence[str],
    *,
    wishes: Wishes = NO_WISHES,
    standard_input: BinaryIO | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> ImportReport:
    """Read exports into the library and bring its pages up to date.

    Parameters
    ----------
    library
        Where to.
    paths
        Files, folders, and ``-`` for `standard_input`.
    wishes
        What not to find out from the files, and whether to write.
    standard_input
        What ``-`` reads.
    progress
        Called with the name of each file before it is read.
    """
    library.require()
    if wishes.format is not None:
        importer_named(wishes.format)  # Said once, before any file is read; of a folder's files nothing would be said.
    passed_over: list[str] = []
    skipped: list[str] = []
    files = [
        file for path in paths for file in export_files(path, standard_input or io.BytesIO(), wishes.largest, skipped)
    ]

    def read() -> Iterator[ExportReading]:
        for file, found in zip(files, all_read(files, wishes), strict=True):
            progress(file.name)
            passed_over.extend([] if found else [file.name])
            yield from found

    rest = read()
    first = first_of(rest)  # Others may work on the library meanwhile; the rest is put aside where it is.
    with library.writing("import") as draft, derived_from(library) as derived:
        readings = Readings(draft, chain(first, rest))
        del first
        intake = Intake(draft, derived, readings, sync=wishes.sync)
        refreshing = Refreshing(draft, derived, intake.stacks, intake.volumes)
        public = frozenset() if wishes.dry_run else refreshing.public(intake.with_pictures)
        missing = tuple(_pictures(draft, readings.heads, copied=public))
        kept: tuple[str, ...] = ()
        if wishes.dry_run:
            holdings = refreshing.holdings()
            draft.abandon()
        else:
            draft.remember(intake.brought)
            kept = refreshing.written(intake.brought or draft.last_import())
            draft.log(_counted(readings.heads, intake.brought))
            holdings = refreshing.holdings()
    return ImportReport(
        files=tuple(intake.reports()),
        passed_over=tuple(passed_over),
        skipped=tuple(skipped),
        missing=missing,
        gone=intake.gone,
        kept_edits=kept,
        pictures=tuple(_picture_places(readings.heads)),
        holdings=holdings,
    )


def _counted(readings: Sequence[ExportReading], brought: LastImport) -> Brought:
    """What the log says of an import."""
    exports = dict.fromkeys(reading.path for reading in readings)
    return Brought(exports=tuple(exports), new=len(brought.new), changed=len(brought.changed), gone=len(brought.gone))


def _pictures(library: Library, readings: Iterable[ExportReading], *, copied: frozenset[str]) -> Iterator[Attachment]:
    """Keep a copy of each picture of `copied` that stands beside its export, and give those that do not."""
    for reading in readings:
        for annotation in reading.annotations:
            for attachment in annotation.attachments:
                name = attachments.stored_name(annotation.document, attachment)
                original = _beside(reading.folder, attachment)
                if not name or original is None:
                    yield attachment
                elif annotation.id in copied:
                    library.write(library.docs / name, library.read(original))


def _picture_places(readings: Iterable[ExportReading]) -> Iterator[str]:
    for reading in readings:
        for annotation in reading.annotations:
            for attachment in annotation.attachments:
                if local := attachments.local_path(attachment):
                    yield str(reading.folder / local)


def _beside(folder: Path, attachment: Attachment) -> Path | None:
    """The file of `attachment`, if it is one within `folder`, links followed."""
    local = attachments.local_path(attachment)
    path = folder / local
    if not local or not _is_file(path) or not path.resolve().is_relative_to(folder.resolve()):
        return None
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # Whatever an export says, no file has such a name.
            return False
        raise
