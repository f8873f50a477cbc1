"""Importing what may have been imported already: where nothing changed, hashing the exports is all that is done.

What an import said is kept in ``.commonplace/imports.json``, with digests of all that it read. That is a cache: it is
made anew, and where it cannot be read or written the import is done.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from commonplace.reading.exports import files_beside
from commonplace.store.library import Library
from commonplace.store.state import digest_of, state_of
from commonplace.store.transactions import disk
from commonplace.workflows.finding_exports import STANDARD_INPUT, exports_in
from commonplace.workflows.import_summary import ImportSummary
from commonplace.workflows.wishes import NO_WISHES, Wishes

_log = logging.getLogger(__name__)
_MOST = 20
"""Imports that are remembered: one for each set of paths and wishes."""


class _Done(msgspec.Struct, frozen=True):
    """An import that was done: the digest of each export and picture, empty for a picture that is missing."""

    exports: Mapping[str, str]
    pictures: Mapping[str, str]
    summary: ImportSummary


class _Kept(msgspec.Struct, frozen=True):
    """The imports that hold for one state of the library, by what was asked, the last one last."""

    state: str = ""
    imports: Mapping[str, _Done] = msgspec.field(default_factory=dict)


def import_changes(
    library: Library,
    paths: Sequence[str],
    *,
    wishes: Wishes = NO_WISHES,
    standard_input: BinaryIO | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> ImportSummary:
    """Read exports into the library as `import_exports` does, unless this very import was done and nothing changed."""
    library.require()
    wished = msgspec.to_builtins(replace(wishes, dry_run=False, jobs=1))
    asked = json.dumps([[str(Path(path).absolute()) for path in paths], paths, wished])
    exports = {} if STANDARD_INPUT in paths else _exports(paths)
    with library.reading():
        kept = _kept(library)
        state = state_of(library.root)
    done = kept.imports.get(asked) if kept.state == state else None
    if done and done.exports == exports and _digests(done.pictures) == done.pictures:
        return done.summary
    from commonplace.workflows import importing  # noqa: PLC0415  # It needs all of the tool; most imports do not.

    report = importing.import_exports(library, paths, wishes=wishes, standard_input=standard_input, progress=progress)
    if not wishes.dry_run and _is_settled(report.summary) and exports and all(exports.values()):
        try:
            _keep(library, asked, _Done(exports, _digests(report.pictures), report.summary.again()))
        except (OSError, ValueError) as error:  # No disk, or a name that is no UTF-8.
            _log.debug("what was imported is not remembered: %s", error)
    return report.summary


def _exports(paths: Sequence[str]) -> dict[str, str]:
    """The digest of each file that would be read."""
    named = [Path(name) for path in paths for name in exports_in(path)]
    return {str(one): digest_of(one) for name in named for one in (name, *files_beside(name))}


def _is_settled(summary: ImportSummary) -> bool:
    """Whether the same import would surely find nothing to do: no two versions of one thing were in it."""
    return summary.changed_nothing or not (summary.gone or any(file.changed for file in summary.files))


def _digests(paths: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
    return {path: digest_of(Path(path)) for path in paths}


def _place(library: Library) -> Path:
    return library.root / ".commonplace" / "imports.json"


def _kept(library: Library) -> _Kept:
    try:
        return msgspec.json.decode(disk.read(_place(library)) or b"{}", type=_Kept)
    except (OSError, msgspec.DecodeError):
        return _Kept()


def _keep(library: Library, asked: str, done: _Done) -> None:
    from commonplace.plugins import has_foreign_importers  # noqa: PLC0415  # Only what is kept needs to know.

    if has_foreign_importers():  # Another package may change, and nothing here tells.
        return
    state, kept, place = state_of(library.root), _kept(library), _place(library)
    others = kept.imports if kept.state == state else {}
    imports = [*((name, other) for name, other in others.items() if name != asked), (asked, done)]
    fresh = place.with_suffix(".new")
    disk.make_folder(place.parent)
    disk.remove(fresh)
    disk.create(fresh, msgspec.json.encode(_Kept(state, dict(imports[-_MOST:]))))
    disk.move(fresh, place)
