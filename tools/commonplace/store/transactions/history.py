"""The imports that can be taken back, and what the library was before each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec

from commonplace.errors import LibraryError
from commonplace.store.transactions import disk
from commonplace.store.transactions.drafts import digest_of
from commonplace.store.transactions.manifests import Brought, Manifest, read_manifest
from commonplace.store.transactions.places import BEFORE, MANIFEST, Places, places_of


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One import of the past; `number` is what it is called by."""

    number: int
    manifest: Manifest
    brought: Brought


def past(root: Path) -> list[Past]:
    """The imports that can be taken back, the oldest first.

    Raises
    ------
    LibraryError
        If what is kept of them cannot be read.
    """
    places = places_of(root)
    try:
        return [_past(places, number) for number in places.finished()]
    except OSError as error:
        hint = "Check the disk and the permissions, then run the command again."
        raise LibraryError(
            f"the imports of the past cannot be read: {error.strerror or error}", hint=hint, path=str(places.done)
        ) from error


def before(root: Path, one: Past) -> dict[str, bytes]:
    """What the files were before an import, by their paths; those that it made are not there.

    Raises
    ------
    LibraryError
        If what was kept is not what the files were.
    """
    path = places_of(root).done / str(one.number) / BEFORE
    hint = "Its folder is damaged; the library itself is not. To go back, use git."
    try:
        with zipfile.ZipFile(io.BytesIO(disk.read(path) or b"")) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        raise LibraryError("cannot be read, so the import cannot be taken back", hint=hint, path=str(path)) from error
    wanted = {str(place): change for place, change in enumerate(one.manifest.files) if change.before}
    if {place: digest_of(data) for place, data in files.items()} != {k: change.before for k, change in wanted.items()}:
        raise LibraryError("is not what the files were, so the import stays", hint=hint, path=str(path))
    return {change.path: files[place] for place, change in wanted.items()}


def _past(places: Places, number: int) -> Past:
    path = places.done / str(number) / MANIFEST
    manifest = read_manifest(disk.read(path) or b"", path=str(path))
    if manifest.brought is None:
        hint = "Move its folder away: the library itself is whole without it."
        raise LibraryError("is none of an import", hint=hint, path=str(path))
    return Past(number=number, manifest=manifest, brought=manifest.brought)
