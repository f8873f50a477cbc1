"""Take back an import: every file as it was before, and what the owner wrote since is kept."""

from __future__ import annotations

from pathlib import PurePath

import msgspec

from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.store.regions import edited_regions, is_bare, without_regions
from commonplace.store.transactions import MADE, Past, before, digest_of, past
from commonplace.workflows.rendering import write_pages


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken back.

    Attributes
    ----------
    past : Past
        The import.
    exact : tuple of str
        The files that are what they were before it, byte for byte.
    kept : tuple of str
        The pages that someone wrote on since: what the owner wrote stays, and the regions are made anew.
    """

    past: Past
    exact: tuple[str, ...]
    kept: tuple[str, ...]


def log(library: Library) -> list[Past]:
    """The imports that can be taken back, the last one first."""
    library.require()
    with library.reading():
        return past(library.root)[::-1]


def undo(library: Library) -> Undone:
    """Take back the last import that was not taken back yet.

    Where nothing was changed since, each file is what it was before, byte for byte. Pages that were changed since keep
    what the owner wrote, and are filled with what the library holds without the import. Where the store was changed
    since, nothing is taken back, since that would lose the change.

    Raises
    ------
    LibraryError
        If there is no import to take back, or the store was changed since.
    """
    library.require()
    with library.writing("undo") as draft:
        known = past(library.root)
        if not known:
            hint = "commonplace log lists the imports that can be."
            raise LibraryError("there is no import that can be taken back", hint=hint)
        last = known[-1]
        files = last.manifest.files
        changed = [file.path for file in files if digest_of(draft.read(draft.root / file.path)) != file.after]
        if lost := [path for path in changed if PurePath(path).suffix not in MADE]:
            raise LibraryError(
                "the import is not taken back, since these were changed after it: " + ", ".join(lost),
                hint="Taking it back would lose that change. Commands such as `source join` and `restore` change the "
                "store, and so does git; to go back all the same, use git.",
            )
        was = before(library.root, last)
        exact = [file.path for file in files if file.path not in changed]
        for path in exact:
            draft.write(draft.root / path, was.get(path))
        draft.takes_back(last.number)
        if changed:
            write_pages(draft)
        kept = [
            path
            for path in changed
            if path.endswith(".md") and _has_later_words(was.get(path), draft.read(draft.root / path))
        ]
    return Undone(past=last, exact=tuple(exact), kept=tuple(kept))


def _has_later_words(before_it: bytes | None, now: bytes | None) -> bool:
    """Whether someone wrote on a page, beside what commands made of it."""
    if now is None:
        return False
    text = now.decode("utf-8", "replace")
    if before_it is None:
        return not is_bare(text)
    return bool(edited_regions(text)) or without_regions(text) != without_regions(before_it.decode("utf-8", "replace"))
