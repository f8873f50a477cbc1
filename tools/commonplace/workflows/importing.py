"""From exports to the library."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from commonplace import attachments
from commonplace.errors import CommonplaceError, NotTextError, UnknownFormatError
from commonplace.identifying import Division, divided, undivided
from commonplace.identity import identified
from commonplace.importers import all_importers, importer_named
from commonplace.last_import import LastImport
from commonplace.library import Library, Store
from commonplace.merging import Merged, fates, gone_from, merge, synchronised
from commonplace.model import Annotation, Attachment, Export, Rejected
from commonplace.reading import LARGEST, decode_export, first_bytes, read_export
from commonplace.returning import recognised
from commonplace.transactions import Brought
from commonplace.workflows.finding_exports import files_in
from commonplace.workflows.import_summary import FileReport, ImportSummary, holdings_of
from commonplace.workflows.rendering import write_pages
from commonplace.workflows.surveying import Survey, survey

STANDARD_INPUT = "-"


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
    library : Survey
        The library afterwards, or what it would be after a dry run.
    """

    files: tuple[FileReport, ...]
    passed_over: tuple[str, ...]
    skipped: tuple[str, ...]
    missing: tuple[Attachment, ...]
    gone: frozenset[str]
    kept_edits: tuple[str, ...]
    pictures: tuple[str, ...]
    library: Survey

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
            holdings=holdings_of(self.library),
        )

    @property
    def is_clean(self) -> bool:
        """Whether everything was read that should have been."""
        return self.summary.is_clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How the user wants exports to be read.

    Attributes
    ----------
    format : str or None
        The format of them all, instead of finding out.
    source : str or None
        The title of the book that they are about, instead of what they say.
    dry_run : bool
        Whether to leave the disk as it is.
    sync : bool
        Whether to set aside what the exports of a document no longer hold, and to bring back what they hold again.
    largest : int
        Bytes of a file beyond which it is refused.
    pass_over : bool
        Whether files that are no exports are passed over, as those in a folder are, though they were named.
    """

    format: str | None = None
    source: str | None = None
    dry_run: bool = False
    sync: bool = False
    largest: int = LARGEST
    pass_over: bool = False


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file to read; `named` if the user named it, rather than a folder that holds it."""

    name: str
    folder: Path
    read: Callable[[], Export]
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The part of one file that one importer read; `format` is None where none could."""

    path: str
    format: str | None
    folder: Path
    annotations: tuple[Annotation, ...] = ()
    rejected: tuple[Rejected, ...] = ()


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
    readings: list[_Reading] = []
    passed_over: list[str] = []
    skipped: list[str] = []
    for path in paths:
        for file in _files(path, standard_input or io.BytesIO(), wishes.largest, skipped):
            progress(file.name)
            try:
                readings.extend(_read(file, wishes))
            except (UnknownFormatError, NotTextError) as error:
                if file.named and not wishes.pass_over:
                    readings.append(_unreadable(file, error))
                else:
                    passed_over.append(file.name)
            except CommonplaceError as error:
                readings.append(_unreadable(file, error))
    with library.writing("import") as draft:
        before = draft.store()
        known = [replace(one, annotations=tuple(recognised(one.annotations, before.annotations))) for one in readings]
        incoming = [annotation for reading in known for annotation in reading.annotations]
        merged = merge(before.annotations, incoming)
        gone = _gone(draft, before, [_without(one, back) for one, back in zip(readings, known, strict=True)])
        if wishes.sync:
            merged = synchronised(merged, held={annotation.id for annotation in incoming}, gone=gone)
        after = Store(
            documents=(*before.documents, *(annotation.document for annotation in incoming)),
            annotations=merged.annotations,
        )
        seen = survey(draft, after)
        missing = tuple(_pictures(draft, readings, copied=frozenset() if wishes.dry_run else seen.public))
        kept: tuple[str, ...] = ()
        if not wishes.dry_run:
            brought = _brought(merged, gone if wishes.sync else frozenset())
            draft.save(after)
            draft.remember(brought)
            kept = write_pages(draft, replace(seen, last_import=draft.last_import()))
            draft.log(_counted(readings, brought))
    return ImportReport(
        files=tuple(_file_reports(known, merged, seen)),
        passed_over=tuple(passed_over),
        skipped=tuple(skipped),
        missing=missing,
        gone=gone,
        kept_edits=kept,
        pictures=tuple(_picture_places(readings)),
        library=seen,
    )


def _without(reading: _Reading, known: _Reading) -> _Reading:
    """Leave out what came back: of that, an export may hold a part."""
    pairs = zip(reading.annotations, known.annotations, strict=True)
    return replace(reading, annotations=tuple(came for came, taken in pairs if came is taken))


def _gone(library: Library, before: Store, readings: Sequence[_Reading]) -> frozenset[str]:
    """What the exports no longer hold, but for what the owner keeps; nothing is gone where anything was unreadable."""
    if any(not unit.by_design for reading in readings for unit in reading.rejected):
        return frozenset()
    held = (annotation for reading in readings for annotation in reading.annotations)
    kept = {decision.subject for decision in library.decisions() if decision.verb == "keep"}
    return gone_from(before.annotations, held) - kept


def _brought(merged: Merged, gone: frozenset[str]) -> LastImport:
    return LastImport(new=merged.new, changed=merged.changed - gone, gone=gone)


def _counted(readings: Sequence[_Reading], brought: LastImport) -> Brought:
    """What the log says of an import."""
    exports = dict.fromkeys(reading.path for reading in readings)
    return Brought(exports=tuple(exports), new=len(brought.new), changed=len(brought.changed), gone=len(brought.gone))


def exports_in(path: str, skipped: list[str] | None = None) -> list[str]:
    """The names of the files that `path` stands for; folders in it that were not looked into go to `skipped`."""
    if not Path(path).is_dir():
        return [path]
    return [str(file) for file in files_in(Path(path), skipped=[] if skipped is None else skipped)]


def _files(path: str, standard_input: BinaryIO, largest: int, skipped: list[str]) -> Iterator[_File]:
    """Each file that `path` stands for."""
    if path == STANDARD_INPUT:
        yield _File(
            name=path,
            folder=Path(),
            read=lambda: decode_export(
                first_bytes(standard_input, name="standard input", largest=largest), name="standard input"
            ),
            named=True,
        )
    elif not Path(path).is_dir():
        yield _file(Path(path), path, largest, named=True)
    else:
        for name in exports_in(path, skipped):
            yield _file(Path(name), name, largest, named=False)


def _file(path: Path, name: str, largest: int, *, named: bool) -> _File:
    return _File(name=name, folder=path.parent, read=lambda: read_export(path, name=name, largest=largest), named=named)


def _read(file: _File, wishes: Wishes) -> Iterator[_Reading]:
    division = _division(file.read(), wishes.format)
    if division.ordinary and (wishes.pass_over or not file.named):
        raise UnknownFormatError("holds what people write in any note, and no passage of a book", path=file.name)
    if division.unclaimed:
        yield _Reading(path=file.name, format=None, folder=file.folder, rejected=division.unclaimed)
    for part in division.parts:
        units = list(part.importer.parse(part.export))
        marked = [unit for unit in units if isinstance(unit, Annotation)]
        if wishes.source is not None:
            marked = [replace(unit, document=replace(unit.document, title=wishes.source)) for unit in marked]
        yield _Reading(
            path=file.name,
            format=part.importer.format,
            folder=file.folder,
            annotations=tuple(identified(marked)),
            rejected=tuple(unit for unit in units if isinstance(unit, Rejected)),
        )


def _unreadable(file: _File, error: CommonplaceError) -> _Reading:
    problem = ". ".join(part for part in (error.problem, error.hint) if part)
    return _Reading(
        path=file.name,
        format=None,
        folder=file.folder,
        rejected=(Rejected(line=error.line or 1, problem=problem, raw=""),),
    )


def _division(export: Export, format_name: str | None) -> Division:
    if format_name is not None:
        return undivided(export, importer_named(format_name))
    return divided(export, all_importers())


def _pictures(library: Library, readings: Iterable[_Reading], *, copied: frozenset[str]) -> Iterator[Attachment]:
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


def _picture_places(readings: Iterable[_Reading]) -> Iterator[str]:
    for reading in readings:
        for annotation in reading.annotations:
            for attachment in annotation.attachments:
                if local := attachments.local_path(attachment):
                    yield str(reading.folder / local)


def _beside(folder: Path, attachment: Attachment) -> Path | None:
    """The file of `attachment`, if it is one within `folder`, links followed."""
    local = attachments.local_path(attachment)
    path = folder / local
    if not local or not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return None
    return path


def _file_reports(readings: Sequence[_Reading], merged: Merged, seen: Survey) -> Iterator[FileReport]:
    of_reading = fates(merged, [[annotation.id for annotation in reading.annotations] for reading in readings])
    for reading, told in zip(readings, of_reading, strict=True):
        by_source: dict[str | None, dict[str, int]] = {}
        for annotation, fate in zip(reading.annotations, told, strict=True):
            counts = by_source.setdefault(seen.source_of[annotation.id], {"new": 0, "changed": 0, "unchanged": 0})
            counts[fate] += 1
        rejected = reading.rejected
        for source, counts in (by_source or {None: {}}).items():
            yield FileReport(path=reading.path, format=reading.format, source=source, rejected=rejected, **counts)
            rejected = ()
