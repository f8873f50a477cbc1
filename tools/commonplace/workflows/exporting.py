"""From the library to files for another app."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from commonplace.concepts.prerequisites import learning_steps
from commonplace.errors import LibraryError
from commonplace.exporter import Exporter, Holdings
from commonplace.exporters import exporter_named
from commonplace.model import Annotation, Passage
from commonplace.privacy import sole_account, withheld
from commonplace.store.library import Library
from commonplace.tags import tag_key
from commonplace.workflows.surveying import Survey, catalogue_of, settings_of, survey


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What of the library to export, all that is published unless it says less or more, and how.

    Attributes
    ----------
    concept, source : str
        Only what is under this concept or in this source, by their ids.
    tag : str
        Only what the reader gave this tag, however it is spelt.
    private : bool
        Whether to export what only the owner could see, too.
    overwrite : bool
        Whether files in a folder that say something else may be replaced: somebody may have gone on writing in them.
    """

    concept: str = ""
    source: str = ""
    tag: str = ""
    private: bool = False
    overwrite: bool = False


NO_WISHES = Wishes()


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, and what could not be.

    Attributes
    ----------
    path : Path
        The file or folder.
    size : int
        Its bytes.
    annotations, sources : int
        How many of them were there to be exported.
    omitted : int
        How many annotations the format has no place for.
    loses : str
        What else it has no place for.
    """

    path: Path
    size: int
    annotations: int
    sources: int
    omitted: int
    loses: str


def export(
    library: Library,
    format_name: str,
    target: Path | None,
    *,
    moment: float,
    wishes: Wishes = NO_WISHES,
) -> Exported:
    """Write what was chosen of the library to `target`, or beside where the command runs.

    Parameters
    ----------
    library, format_name
        What to write, and how.
    target
        The file; for a format that is a folder of files, the folder.
    moment
        The time, in seconds since 1970.
    wishes
        What of the library.

    Raises
    ------
    UnknownFormatError
        If there is no such format.
    LibraryError
        If there is nothing of what was chosen, or a file cannot be written.
    """
    exporter = exporter_named(format_name)
    path = target or Path(f"commonplace{exporter.ending}")
    holdings = holdings_of(library, moment=moment, wishes=wishes)
    data = exporter.export(holdings)
    if isinstance(data, Mapping):
        _write_folder(path, data, overwrite=wishes.overwrite)
    else:
        _write(path, data)
    return _exported(exporter, path, holdings, data)


def holdings_of(library: Library, *, moment: float, wishes: Wishes = NO_WISHES) -> Holdings:
    """What was chosen of the library.

    Raises
    ------
    LibraryError
        If there is nothing of it.
    """
    seen = survey(library)
    publishing = settings_of(library).publishing
    stored = (*seen.annotations, *(annotation for shelf in seen.gone for annotation in shelf.annotations))
    if wishes.private:
        seen = replace(seen, withheld=withheld(stored, replace(publishing, private=True), sole_account(stored)))
    catalogue = catalogue_of(library, seen)
    holdings = Holdings(
        concepts=tuple(concept for step in learning_steps(seen.concepts) for concept in step),
        readings=catalogue.readings,
        links=catalogue.links,
        moment=moment,
        account=next(iter(sorted(publishing.accounts or sole_account(stored))), ""),
    )
    return _narrowed(holdings, wishes, seen)


def _narrowed(holdings: Holdings, wishes: Wishes, seen: Survey) -> Holdings:
    _require(wishes.concept, "concept", {concept.id for concept in seen.concepts})
    _require(wishes.source, "source", {shelf.source.id for shelf in seen.shelves})
    _require(tag_key(wishes.tag), "tag", {tag_key(tag) for one in seen.annotations for tag in one.tags}, wishes.tag)
    readings = (
        replace(reading, passages=tuple(one for one in reading.passages if _is_chosen(one, wishes, holdings)))
        for reading in holdings.readings
        if wishes.source in ("", reading.source.id)
    )
    concepts = tuple(concept for concept in holdings.concepts if wishes.concept in ("", concept.id))
    return replace(holdings, concepts=concepts, readings=tuple(one for one in readings if one.passages))


def _require(wanted: str, thing: str, there: set[str], said: str = "") -> None:
    if wanted and wanted not in there:
        raise LibraryError(
            f"there is no {thing} {said or wanted!r}", hint=f"`commonplace list {thing}s` shows those there are."
        )


def _is_chosen(passage: Passage, wishes: Wishes, holdings: Holdings) -> bool:
    return any(_is_about(witness, wishes, holdings) for witness in passage.annotations)


def _is_about(annotation: Annotation, wishes: Wishes, holdings: Holdings) -> bool:
    concepts = {link.concept for link in holdings.links.get(annotation.id, ())}
    if wishes.concept and wishes.concept not in concepts:
        return False
    return not wishes.tag or tag_key(wishes.tag) in map(tag_key, annotation.tags)


def _write_folder(folder: Path, files: Mapping[str, bytes], *, overwrite: bool) -> None:
    other = [name for name, data in files.items() if _differs(folder / name, data)]
    if other and not overwrite:
        raise LibraryError(
            f"{len(other)} files there say something else, such as {other[0]}",
            hint="Name another folder with -o FOLDER, or say --overwrite to replace them.",
            path=str(folder),
        )
    _make(folder)
    for name, data in files.items():
        _write(folder / name, data)


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error, "folder with -o FOLDER") from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _unwritable(path, error, "file with -o FILE") from error


def _unwritable(path: Path, error: OSError, other: str) -> LibraryError:
    return LibraryError(f"cannot be written: {error.strerror or error}", hint=f"Name another {other}.", path=str(path))


def _exported(exporter: Exporter, path: Path, holdings: Holdings, data: bytes | Mapping[str, bytes]) -> Exported:
    annotations = [annotation for _, annotation in holdings.annotations]
    return Exported(
        path=path,
        size=len(data) if isinstance(data, bytes) else sum(map(len, data.values())),
        annotations=len(annotations),
        sources=len(holdings.readings),
        omitted=sum(map(exporter.omits, annotations)),
        loses=exporter.loses,
    )
