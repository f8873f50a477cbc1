"""The pages of a site as the last build left them, so that the next one makes only those that would be others.

One stands if it would be made from the same, and none of its files is another one since. So does the index that is
searched.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from commonplace.site.part import SitePart
from commonplace.store.state import states_of

_RECORD = Path(".commonplace", "site.json")


class _Record(msgspec.Struct, frozen=True):
    place: str = ""
    finishing: str = ""
    left: dict[str, SitePart] = {}
    states: dict[str, str] = {}


def standing(root: Path, site: Path, finishing: str) -> dict[str, SitePart]:
    """
    Give what is as the last build left it, by the names that it was remembered by.

    Parameters
    ----------
    root, site : Path
        The library, and the folder of its site.
    finishing : str
        The key of what finishing a page depends on, beside the page.
    """
    try:
        record = msgspec.json.decode((root / _RECORD).read_bytes(), type=_Record)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return {}
    if (record.place, record.finishing) != (str(site.resolve()), finishing):
        return {}
    now = _states(site)
    is_same = {path for path, state in record.states.items() if now.get(path) == state}
    return {name: one for name, one in record.left.items() if is_same.issuperset(one.files)}


def replace(site: Path, made: Path, kept: Iterable[str]) -> None:
    """Let a site have the files of the folder `made`, which are moved, those at the paths `kept`, and no others."""
    new = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if not path.is_dir()}
    wanted = new.keys() | set(kept)
    for path in sorted(_removable(site), reverse=True):  # What is in a folder before the folder.
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                path.rmdir()
        elif path.relative_to(site).as_posix() not in wanted:
            path.unlink()
    for name, path in new.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, site / name)
    shutil.rmtree(made)


def remember(root: Path, site: Path, finishing: str, left: Mapping[str, SitePart]) -> None:
    """Remember how a site was left."""
    now = _states(site)
    states = {path: now[path] for one in left.values() for path in one.files}
    record = _Record(place=str(site.resolve()), finishing=finishing, left=dict(left), states=states)
    (root / _RECORD).write_bytes(msgspec.json.encode(record))


def shown_in(site: Path) -> list[Path]:
    """What lies at the top of a site and is not hidden, as git's folder is; MkDocs leaves that as it is, too."""
    return [entry for entry in site.iterdir() if not entry.name.startswith(".")] if site.is_dir() else []


def _states(site: Path) -> dict[str, str]:
    """The state of each file of a site, by its path there."""
    start = len(os.fspath(site)) + 1
    return {path[start:].replace(os.sep, "/"): line[len(path) :] for path, line in states_of(shown_in(site)).items()}


def _removable(site: Path) -> Iterator[Path]:
    """The files and folders of a site, but for what is hidden at its top."""
    for entry in shown_in(site):
        yield entry
        yield from entry.rglob("*") if entry.is_dir() else ()
