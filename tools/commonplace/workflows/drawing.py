"""From the library's snippets to the pictures of its concepts."""

from __future__ import annotations

from pathlib import Path

from commonplace.formulas.snippet_sources import imported, modules_behind
from commonplace.site.builder.kept import Kept, key_of
from commonplace.site.builder.programs import programs_key
from commonplace.site.pictures import drawn
from commonplace.store.library import Library


def draw(library: Library) -> tuple[Path, ...]:
    """Draw the picture of each concept that declares one, and return those that changed.

    It runs the files in ``docs/pictures/`` and the snippets that they import, unless nothing of it changed.
    """
    library.require()
    with Kept(library.root / ".commonplace" / "pictures.sqlite") as kept:
        pictures = {
            library.drawing(concept.id): _drawn(library.picture(concept.id), library, kept)
            for concept in library.concepts()
            if concept.picture
        }
    with library.writing("build") as draft:
        changed = [path for path, text in pictures.items() if draft.text(path) != text]
        for path, text in pictures.items():
            draft.write(path, text)
    return tuple(changed)


def _drawn(path: Path, library: Library, kept: Kept) -> str:
    """A picture, from the last time where nothing changed that it is made from."""

    def read(module: str) -> str | None:  # Where Python looks for it, in this order.
        return library.text(library.snippets / f"{module}.py") or library.text(path.with_name(f"{module}.py"))

    own = library.text(path) or ""
    key = key_of(programs_key(), own, modules_behind(imported(own), read))
    text = kept.get(path.stem, key)
    if not isinstance(text, str):
        text = drawn(path, snippets=library.snippets)
        kept.put(path.stem, key, text)
    return text
