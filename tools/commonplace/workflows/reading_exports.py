"""From files to what importers read in them, in one process or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from msgspec.structs import replace

from commonplace.errors import CommonplaceError, NotTextError, UnknownFormatError
from commonplace.importers import all_importers, importer_named
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.exports import decode_export, first_bytes, read_export
from commonplace.reading.identifying import Division, divided, undivided
from commonplace.workflows.finding_exports import STANDARD_INPUT, exports_in, jobs_for, size_of
from commonplace.workflows.wishes import Wishes

if TYPE_CHECKING:
    from concurrent.futures import Future

_FILES_AT_ONCE = 16
_BYTES_AT_ONCE = 4_000_000
"""What a process reads before it hands it over, unless one file has more: annotations take some four times as much."""


class ExportFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read; `named` if the user named it, rather than a folder that holds it."""

    name: str
    folder: Path
    read: Callable[[], Export]
    named: bool


class ExportReading(msgspec.Struct, frozen=True, kw_only=True):
    """The part of one file that one importer read; `format` is None where none could."""

    path: str
    format: str | None
    folder: Path
    annotations: tuple[Annotation, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def all_read(files: Sequence[ExportFile], wishes: Wishes) -> Iterator[list[ExportReading]]:
    """Read files in their order, in several processes where that is worth their start; they give the same."""
    jobs = min(wishes.jobs or jobs_for(Path(file.name) for file in files), len(files))
    if jobs < 2 or any(file.name == STANDARD_INPUT for file in files):  # noqa: PLR2004  # One is this one.
        yield from (_read_or_refused(file, wishes) for file in files)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # Few imports need it.
    from multiprocessing import get_context  # noqa: PLC0415  # As above.

    most = max(1, min(_FILES_AT_ONCE, len(files) // (4 * jobs)))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[list[ExportReading]]]] = deque()
        for batch in _batches(files, most):
            waiting.append(pool.submit(_each_read_or_refused, batch, wishes))
            if len(waiting) > 2 * jobs:  # What is read ahead of who takes it is held in memory.
                yield from waiting.popleft().result()
        for read in waiting:
            yield from read.result()


def _batches(files: Iterable[ExportFile], most: int) -> Iterator[list[ExportFile]]:
    """Files that a process reads in one go: so many small ones, or one that is large."""
    batch: list[ExportFile] = []
    size = 0
    for file in files:
        coming = size_of(Path(file.name))
        if batch and (len(batch) == most or size + coming > _BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += coming
    if batch:
        yield batch


def _each_read_or_refused(files: Sequence[ExportFile], wishes: Wishes) -> list[list[ExportReading]]:
    return [_read_or_refused(file, wishes) for file in files]


def _read_or_refused(file: ExportFile, wishes: Wishes) -> list[ExportReading]:
    """Read one file; nothing of one in a folder that is no export."""
    try:
        return list(_read(file, wishes))
    except (UnknownFormatError, NotTextError) as error:
        return [_unreadable(file, error)] if file.named and not wishes.pass_over else []
    except CommonplaceError as error:
        return [_unreadable(file, error)]


def export_files(path: str, standard_input: BinaryIO, largest: int, skipped: list[str]) -> Iterator[ExportFile]:
    """Each file that `path` stands for; folders that were not looked into go to `skipped`."""
    if path == STANDARD_INPUT:
        yield ExportFile(
            name=path,
            folder=Path(),
            read=partial(_standard_input, standard_input, largest),
            named=True,
        )
    elif not Path(path).is_dir():
        yield _file(Path(path), path, largest, named=True)
    else:
        for name in exports_in(path, skipped):
            yield _file(Path(name), name, largest, named=False)


def _standard_input(stream: BinaryIO, largest: int) -> Export:
    return decode_export(first_bytes(stream, name="standard input", largest=largest), name="standard input")


def _file(path: Path, name: str, largest: int, *, named: bool) -> ExportFile:
    return ExportFile(
        name=name, folder=path.parent, read=partial(read_export, path, name=name, largest=largest), named=named
    )


def _read(file: ExportFile, wishes: Wishes) -> Iterator[ExportReading]:
    division = _division(file.read(), wishes.format)
    if division.ordinary and (wishes.pass_over or not file.named):
        raise UnknownFormatError("holds what people write in any note, and no passage of a book", path=file.name)
    if division.unclaimed:
        yield ExportReading(path=file.name, format=None, folder=file.folder, rejected=division.unclaimed)
    for part in division.parts:
        units = list(part.importer.parse(part.export))
        if wishes.format and not units and not list(part.importer.identify(part.export)):
            raise UnknownFormatError(
                f"holds nothing of {part.importer.format}",
                hint="Leave out --format, or name another one of `commonplace list formats`.",
                path=file.name,
            )
        marked = [unit for unit in units if isinstance(unit, Annotation)]
        if wishes.source is not None:
            marked = [replace(unit, document=replace(unit.document, title=wishes.source)) for unit in marked]
        yield ExportReading(
            path=file.name,
            format=part.importer.format,
            folder=file.folder,
            annotations=tuple(identified(marked)),
            rejected=tuple(unit for unit in units if isinstance(unit, Rejected)),
        )


def _unreadable(file: ExportFile, error: CommonplaceError) -> ExportReading:
    problem = ". ".join(part for part in (error.problem, error.hint) if part)
    return ExportReading(
        path=file.name,
        format=None,
        folder=file.folder,
        rejected=(Rejected(line=error.line or 1, problem=problem, raw=""),),
    )


def _division(export: Export, format_name: str | None) -> Division:
    if format_name is not None:
        return undivided(export, importer_named(format_name))
    return divided(export, all_importers())
