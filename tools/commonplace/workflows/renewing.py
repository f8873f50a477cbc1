"""What a library has of the tool itself, its site's scripts, styles and settings, as this version makes it.

A library has copies of its own, which its owner may edit. The digest of each that the tool wrote stands in the library,
in a line of its own, so that git can merge it: a file that still has such a digest is the tool's to replace, any other
is the owner's.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec
import yaml

from commonplace.diagnosis.site_settings import read
from commonplace.errors import LibraryError
from commonplace.site import frame
from commonplace.store.library import Library

RECORD = ".commonplace.sha256"
_HEAD = "# Files that commonplace wrote and brings up to date, unless they were edited: their digests.\n"
_OWNERS = frozenset({"README.md"})
"""Files of a new library that are its owner's from then on."""
_log = logging.getLogger(__name__)

State: TypeAlias = Literal["current", "new", "missing", "removed", "old", "edited", "edited, renewed", "unknown"]
"""What a file is: as this version makes it, not made yet, gone though the site needs it, removed, as an earlier version
made it, edited (where this version makes another by now, too), or of unknown origin."""


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """A file that this version makes: what becomes of its copy in a library is decided by `state`."""

    path: str
    content: bytes
    state: State


def originals(library: Library) -> tuple[Original, ...]:
    """Compare the files that a new library would have with those of this one; none for the project's own library.

    Of a library that has no record only what its site needs is looked at.
    """
    if frame.is_at(library.root):
        return ()
    title, recorded = _title(library), library.read(library.root / RECORD) is not None
    needed, wrote = frame.frame(title), _recorded(library)
    beside = {path: text.encode() for path, text in frame.starter(title).items() if _is_for_others(path, text)}
    return tuple(
        Original(path=path, content=content, state=_state(library, path, content, wrote.get(path), path in needed))
        for path, content in (needed | beside if recorded else needed).items()
    )


def renew(draft: Library) -> None:
    """Replace in a library's draft what an earlier version wrote and nobody edited, and add what is new.

    Nothing is done to a library that has no record of what the tool wrote.
    """
    if draft.read(draft.root / RECORD) is None:
        return
    found = originals(draft)
    renewed = [one for one in found if one.state in ("old", "new")]
    _write(draft, renewed, found)
    if renewed:
        _log.warning("As this version of commonplace makes them are now: %s.", ", ".join(one.path for one in renewed))


def restore(library: Library) -> tuple[str, ...]:
    """Do as `renew` does, put back what is missing, and take note of what was edited; return what was written."""
    library.require()
    with library.writing("doctor") as draft:
        found = originals(draft)
        written = [one for one in found if one.state in ("old", "new", "missing")]
        _write(draft, written, found, seen=True)
    return tuple(one.path for one in written)


def record_of(files: Mapping[str, str | bytes]) -> str:
    """Return the record of what the tool wrote into a new library."""
    told = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
    return _record({path: {_digest(data)} for path, data in told.items() if path not in _OWNERS})


def _is_for_others(path: str, text: str) -> bool:
    """Whether a file is the tool's, and no worse than what another who works on the library may have put there."""
    return path not in _OWNERS and not text.startswith(frame.FROM_FILES)


def _title(library: Library) -> str:
    """What the library is called; settings that cannot be read were edited."""
    try:
        settings = read(library.text(library.root / frame.SETTINGS) or "")
    except (yaml.YAMLError, LibraryError):
        settings = {}
    return str(settings.get("site_name") or library.root.resolve().name)


def _state(library: Library, path: str, wanted: bytes, wrote: set[str] | None, needed: bool) -> State:  # noqa: FBT001
    there = library.read(library.root / path)
    if there is None and wrote:
        return "missing" if needed else "removed"
    if there is None:
        return "new"
    digest = _digest(there)
    if digest == _digest(wanted):
        return "current"
    if not wrote:
        return "unknown"
    if digest in wrote:
        return "old"
    return "edited" if _digest(wanted) in wrote else "edited, renewed"


def _write(draft: Library, written: Iterable[Original], found: Iterable[Original], *, seen: bool = False) -> None:
    """Write those files, and the record of all; with `seen`, the owner knows of what an edited file lacks."""
    record = _recorded(draft)
    for one in written:
        draft.write(draft.root / one.path, one.content)
        record[one.path] = {_digest(one.content)}
    for one in found:
        if one.state == "current" or (seen and one.state == "edited, renewed"):
            record[one.path] = {_digest(one.content)}
    draft.write(draft.root / RECORD, _record(record))


def _record(digests: Mapping[str, set[str]]) -> str:
    lines = (f"{digest}  {path}\n" for path in sorted(digests) for digest in sorted(digests[path]))
    return "".join((_HEAD, *lines))


def _recorded(library: Library) -> dict[str, set[str]]:
    """The digests of each file; several of one where git merged what two versions wrote."""
    found: dict[str, set[str]] = {}
    for line in (library.text(library.root / RECORD) or "").splitlines():
        digest, _, path = line.partition("  ")
        if path and not line.startswith("#"):
            found.setdefault(path, set()).add(digest)
    return found


def _digest(data: bytes) -> str:
    """The digest of a file, whichever line ends git gave it."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
