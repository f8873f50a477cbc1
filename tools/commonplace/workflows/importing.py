"""From exports to the library."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from commonplace.merging.annotations import Merged, fates, gone_from, merge, synchronised
from commonplace.merging.returning import recognised
from commonplace.model import Annotation, Attachment, Rejected
from commonplace.store import attachments
from commonplace.store.last_import import LastImport
from commonplace.store.library import Library
from commonplace.store.transactions import Brought
from commonplace.workflows.import_summary import FileReport, Holdings, ImportSummary
from commonplace.workflows.reading_exports import ExportReading, all_read, export_files
from commonplace.workflows.refreshing import Refreshing
from commonplace.workflows.rendering import derived_from
from commonplace.workflows.stacks import Stacks, Volume
from commonplace.workflows.wishes import NO_WISHES, Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
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
    readings: list[ExportReading] = []
    passed_over: list[str] = []
    skipped: list[str] = []
    files = [
        file for path in paths for file in export_files(path, standard_input or io.BytesIO(), wishes.largest, skipped)
    ]
    for file, found in zip(files, all_read(files, wishes), strict=True):
        progress(file.name)
        readings.extend(found)
        passed_over.extend([] if found else [file.name])
    with library.writing("import") as draft, derived_from(library) as derived:
        stacks = Stacks(draft, derived)
        before = stacks.touched_by([annotation for reading in readings for annotation in reading.annotations])
        known = [replace(one, annotations=tuple(recognised(one.annotations, before))) for one in readings]
        incoming = [annotation for reading in known for annotation in reading.annotations]
        merged = merge(before, incoming)
        gone = _gone(draft, before, [_without(one, back) for one, back in zip(readings, known, strict=True)])
        if wishes.sync:
            merged = synchronised(merged, held={annotation.id for annotation in incoming}, gone=gone)
        documents = [annotation.document for annotation in incoming]
        made = stacks.volumes(draft.decisions(), merged.annotations, documents)
        volumes = tuple(made) if wishes.dry_run else stacks.save(made)
        told = [_of_file(one) for one in known]
        pictured = [_with_pictures(one) for one in readings]
        brought = _brought(merged, gone if wishes.sync else frozenset())
        fated = replace(merged, annotations={name: a for name, a in merged.annotations.items() if a.attachments})
        del before, incoming, known, merged, readings, documents, made  # From here on each source is read by itself.
        refreshing = Refreshing(draft, derived, stacks, volumes)
        public = frozenset() if wishes.dry_run else refreshing.public(fated.annotations.values())
        missing = tuple(_pictures(draft, pictured, copied=public))
        kept: tuple[str, ...] = ()
        if not wishes.dry_run:
            draft.remember(brought)
            kept = refreshing.written(draft.last_import())
            draft.log(_counted(pictured, brought))
        holdings = refreshing.holdings()
    return ImportReport(
        files=tuple(_file_reports(told, fated, volumes)),
        passed_over=tuple(passed_over),
        skipped=tuple(skipped),
        missing=missing,
        gone=gone,
        kept_edits=kept,
        pictures=tuple(_picture_places(pictured)),
        holdings=holdings,
    )


@dataclass(frozen=True, slots=True)
class _File:
    """What is said of a part of a file that one importer read; `ids` are of its annotations."""

    path: str
    format: str | None
    rejected: tuple[Rejected, ...]
    ids: tuple[str, ...]


def _of_file(reading: ExportReading) -> _File:
    ids = tuple(annotation.id for annotation in reading.annotations)
    return _File(reading.path, reading.format, reading.rejected, ids)


def _with_pictures(reading: ExportReading) -> ExportReading:
    """Leave out the annotations that name no picture."""
    return replace(reading, annotations=tuple(one for one in reading.annotations if one.attachments))


def _without(reading: ExportReading, known: ExportReading) -> ExportReading:
    """Leave out what came back: of that, an export may hold a part."""
    pairs = zip(reading.annotations, known.annotations, strict=True)
    return replace(reading, annotations=tuple(came for came, taken in pairs if came is taken))


def _gone(library: Library, before: Mapping[str, Annotation], readings: Sequence[ExportReading]) -> frozenset[str]:
    """What the exports no longer hold, but for what the owner keeps; nothing is gone where anything was unreadable."""
    if any(not unit.by_design for reading in readings for unit in reading.rejected):
        return frozenset()
    held = (annotation for reading in readings for annotation in reading.annotations)
    kept = {decision.subject for decision in library.decisions() if decision.verb == "keep"}
    return gone_from(before, held) - kept


def _brought(merged: Merged, gone: frozenset[str]) -> LastImport:
    return LastImport(new=merged.new, changed=merged.changed - gone, gone=gone)


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


def _file_reports(files: Sequence[_File], merged: Merged, volumes: Iterable[Volume]) -> Iterator[FileReport]:
    source_of = {name: volume.source.id for volume in volumes for name in volume.ids}
    for file, told in zip(files, fates(merged, [file.ids for file in files]), strict=True):
        by_source: dict[str | None, dict[str, int]] = {}
        for name, fate in zip(file.ids, told, strict=True):
            counts = by_source.setdefault(source_of[name], {"new": 0, "changed": 0, "unchanged": 0})
            counts[fate] += 1
        rejected = file.rejected
        for source, counts in (by_source or {None: {}}).items():
            yield FileReport(path=file.path, format=file.format, source=source, rejected=rejected, **counts)
            rejected = ()
