"""From the library's snippets to the pictures of its concepts."""

from __future__ import annotations

from pathlib import Path

from commonplace.library import Library
from commonplace.pictures import drawn


def draw(library: Library) -> tuple[Path, ...]:
    """Draw the picture of each concept that declares one, and return those that changed.

    It runs the files in ``docs/pictures/`` and the snippets that they import.
    """
    library.require()
    pictures: dict[Path, str] = {}
    for concept in library.concepts():
        if concept.picture:
            pictures[library.drawing(concept.id)] = drawn(library.picture(concept.id), snippets=library.snippets)
    with library.writing("build") as draft:
        changed = [path for path, text in pictures.items() if draft.text(path) != text]
        for path, text in pictures.items():
            draft.write(path, text)
    return tuple(changed)
