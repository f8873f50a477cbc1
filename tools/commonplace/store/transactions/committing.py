"""All files of one command or none of them, whatever happens meanwhile.

Under the library's lock, a command's files are written to ``.commonplace/pending/`` with what the old ones were, and
through to the disk. Renaming the manifest there is the point from which the command has happened: before it, what is
pending is removed; after it, the files are moved into place, now or by the next command. What an import replaced is
kept in ``.commonplace/done/``, so that it can be taken back.
"""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from commonplace.errors import LibraryError
from commonplace.store.transactions import disk
from commonplace.store.transactions.drafts import NO_FILE, Draft, digest_of
from commonplace.store.transactions.locking import alone, is_not_ours_to_write
from commonplace.store.transactions.manifests import FileChange, Manifest, manifest_text, read_manifest
from commonplace.store.transactions.places import BEFORE, MANIFEST, Places, places_of

HISTORY = 20
"""So many imports can be taken back."""

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def reading(root: Path) -> Iterator[None]:
    """Look at a library while nobody changes it, after finishing what was interrupted.

    A library that may not be written, as on a disc, can be looked at too, unless something is unfinished there.
    """
    places = places_of(root)
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(alone(places.own))
        except LibraryError as error:
            if not is_not_ours_to_write(error) or _is_unfinished(places):
                raise
        else:
            _recover(places)
        yield


@contextlib.contextmanager
def writing(root: Path, command: str) -> Iterator[Draft]:
    """Collect the changes of a command while nobody else changes the library, and make them all at the end.

    Raises
    ------
    LibraryError
        If they could not be made; it says whether nothing was changed or the rest follows on the next run.
    """
    places = places_of(root)
    with alone(places.own):
        _recover(places)
        with Draft(places.own) as draft:
            try:
                yield draft
            except OSError as error:
                raise LibraryError(
                    f"cannot be read: {_reason(error)}; nothing was changed",
                    hint="Check the disk and the permissions, then run the command again.",
                    path=str(error.filename or places.root),
                ) from error
            _commit(places, draft, command)


def _is_unfinished(places: Places) -> bool:
    try:
        return places.pending.name in disk.names(places.own)
    except OSError:
        return True


def _recover(places: Places) -> None:
    """Finish what was recorded, and remove what was not."""
    try:
        found = disk.names(places.own)
        if places.spent.name in found:
            disk.remove_folder(places.spent)
        if places.pending.name not in found:
            return
        text = disk.read(places.pending / MANIFEST)
        if text is None:
            disk.remove_folder(places.pending)
            _log.warning("A command was interrupted before it had recorded anything. The library is as it was before.")
            return
        manifest = read_manifest(text, path=str(places.pending / MANIFEST))
        _finish(places, manifest)
    except OSError as error:
        raise LibraryError(
            f"a command was interrupted, and cannot be finished or cleaned up now: {_reason(error)}",
            hint="Nothing is lost. Check the disk's space and the folder's permissions, then run any command again.",
            path=str(error.filename or places.own),
        ) from error
    _log.warning("“%s” of %s was interrupted after it was recorded. It is finished now.", manifest.command, manifest.at)


def _commit(places: Places, draft: Draft, command: str) -> None:
    committed = False
    try:
        files, paths, before = _differences(places, draft)
        if not files:
            return
        manifest = Manifest(
            command=command,
            at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            files=tuple(files),
            brought=draft.brought,
            undoes=draft.undoes,
        )
        _stage(places, manifest, map(draft.read, paths), before)
        disk.move(places.pending / f"{MANIFEST}.partial", places.pending / MANIFEST)
        committed = True
        disk.sync_folder(places.pending)
        _finish(places, manifest)
    except OSError as error:
        if not committed:
            raise LibraryError(
                f"cannot be written: {_reason(error)}; nothing was changed",
                hint="Check the disk's space and the folder's permissions, then run the command again.",
                path=str(error.filename or places.root),
            ) from error
        raise LibraryError(
            f"recorded, but not all files are in place yet: {_reason(error)}",
            hint="Nothing is lost: it finishes on the next run. Check the disk's space and permissions, then run any "
            "command, such as commonplace log.",
            path=str(error.filename or places.root),
        ) from error
    except KeyboardInterrupt:
        if committed:
            _log.warning("Interrupted, but recorded: it finishes on the next run.")
        raise
    finally:
        if not committed:
            with contextlib.suppress(OSError):
                _drop(places, places.pending)


def _differences(places: Places, draft: Draft) -> tuple[list[FileChange], list[Path], dict[str, bytes]]:
    """The files that change, as the draft names them too, and by their places in the manifest what they are now."""
    files: list[FileChange] = []
    paths: list[Path] = []
    before: dict[str, bytes] = {}
    for path, after, was in draft.changes():
        target = places.inside(path)
        now = disk.read(target)
        name = target.relative_to(places.root).as_posix()
        digest = digest_of(now)
        if digest != was:
            raise LibraryError(
                "was saved by someone else while the command ran; nothing was changed",
                hint="Run the command again: it then starts from what was saved.",
                path=name,
            )
        if digest != after:
            if now is not None:
                before[str(len(files))] = now
            files.append(FileChange(path=name, before=was, after=after, permissions=disk.mode(target)))
            paths.append(path)
    return files, paths, before


def _stage(places: Places, manifest: Manifest, contents: Iterable[bytes | None], before: dict[str, bytes]) -> None:
    disk.make_folder(places.pending)
    for number, (change, data) in enumerate(zip(manifest.files, contents, strict=True)):
        if data is not None:
            disk.create(places.pending / str(number), data, permissions=change.permissions)
    if manifest.brought:
        disk.create(places.pending / BEFORE, _archive(before))
    disk.create(places.pending / f"{MANIFEST}.partial", manifest_text(manifest).encode("utf-8"))
    disk.sync_folder(places.pending)


def _archive(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, compresslevel=1)
    return whole.getvalue()


def _finish(places: Places, manifest: Manifest) -> None:
    """Move the files of a recorded command into place; what is there already stays, so this can be begun again."""
    for number, change in enumerate(manifest.files):
        _put(places, places.pending / str(number), change)
    for folder in sorted({places.inside(places.root / change.path).parent for change in manifest.files}):
        if disk.mode(folder) is not None:
            disk.sync_folder(folder)
    disk.sync_folder(places.pending)
    if manifest.undoes:
        _drop(places, places.done / manifest.undoes)
    if manifest.brought:
        disk.make_folder(places.done)
        finished = places.finished()
        disk.move(places.pending, places.done / str(max(finished, default=0) + 1))
        disk.sync_folder(places.done)
        disk.sync_folder(places.own)
        for number in finished[: max(0, len(finished) + 1 - HISTORY)]:
            _drop(places, places.done / str(number))
    else:
        _drop(places, places.pending)


def _drop(places: Places, folder: Path) -> None:
    """Remove a folder so that a part of it is never taken for the whole."""
    disk.remove_folder(places.spent)
    if disk.mode(folder) is None:
        return
    disk.move(folder, places.spent)
    disk.sync_folder(folder.parent)
    disk.sync_folder(places.own)
    disk.remove_folder(places.spent)


def _put(places: Places, staged: Path, change: FileChange) -> None:
    target = places.inside(places.root / change.path)
    now = disk.read(target)
    if digest_of(now) == change.after or (change.after != NO_FILE and disk.mode(staged) is None):
        return  # It was put before the interruption, and is the owner's since.
    if digest_of(now) != change.before and not _spared(places, target, now, change):
        return
    if change.after == NO_FILE:
        disk.remove(target)
    else:
        disk.make_folder(target.parent)
        _moved(staged, target)


def _spared(places: Places, target: Path, now: bytes | None, change: FileChange) -> bool:
    """Whether a file that someone saved in between may be replaced all the same.

    A page stays as it is, since its regions are filled again by any later command. Of the store and what else is the
    tool's, a copy is kept. Of a file that someone removed nothing can be lost.
    """
    if now is None:
        return True
    if target.suffix == ".md":
        _log.warning("%s was saved meanwhile and is left so; `commonplace render` brings it up to date.", change.path)
        return False
    copy = places.kept / f"{digest_of(now)[:8]}-{target.name}"
    disk.make_folder(places.kept)
    if disk.read(copy) != now:
        disk.remove(copy)
        disk.create(copy, now)
    _log.warning("%s was saved meanwhile. What was saved is kept in %s.", change.path, copy)
    return True


def _moved(staged: Path, target: Path) -> None:
    try:
        disk.move(staged, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # A folder of the library is another file system: only within one is a renaming at once.
        beside = target.with_name(f".{target.name[:40]}.commonplace")
        disk.remove(beside)
        disk.create(beside, disk.read(staged) or b"", permissions=disk.mode(staged))
        disk.move(beside, target)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
