"""A library of one's own: the concepts with their snippets and tests, and nobody's annotations."""

from __future__ import annotations

from pathlib import Path

from commonplace import frame
from commonplace.errors import LibraryError
from commonplace.files import write_all
from commonplace.library import Library
from commonplace.settings import NAME as SETTINGS
from commonplace.settings import TEMPLATE
from commonplace.workflows.rendering import render

_GITIGNORE = "site/\n.commonplace/\n.cache/\n"


def initialise(folder: Path) -> Library:
    """Make a library in `folder`, which is new or empty.

    Raises
    ------
    LibraryError
        If there is something in `folder` already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LibraryError(
            "is not an empty folder", hint="Name a new one: nothing is ever overwritten.", path=str(folder)
        )
    name = folder.resolve().name
    for path, data in frame.frame(name).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    write_all(
        {
            **{folder / path: text for path, text in frame.concept_library().items()},
            folder / SETTINGS: TEMPLATE,
            folder / ".gitignore": _GITIGNORE,
        }
    )
    (folder / "docs" / "sources").mkdir(exist_ok=True)
    library = Library(folder)
    render(library)
    return library
