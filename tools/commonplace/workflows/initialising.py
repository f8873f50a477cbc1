"""A library of one's own: the concepts with their snippets and tests, and nobody's annotations."""

from __future__ import annotations

from pathlib import Path

from commonplace import frame
from commonplace.errors import LibraryError
from commonplace.library import Library
from commonplace.settings import NAME as SETTINGS
from commonplace.settings import TEMPLATE
from commonplace.transactions import OWN
from commonplace.workflows.rendering import write_pages
from commonplace.workflows.surveying import survey

_GITIGNORE = "site/\n.commonplace/\n.cache/\ndocs/assets/run/\n"
GITATTRIBUTES = """\
# What two people add, git takes from both; `commonplace render` then puts it in order. See docs/reliability.md.
docs/sources/*.jsonld merge=union
docs/published/*.jsonld merge=union
docs/*.jsonl merge=union
docs/concepts/*.md merge=union
docs/sources/*.md merge=union
docs/concepts.md merge=union
docs/formulas.md merge=union
docs/inbox.md merge=union
docs/index.md merge=union
docs/new.md merge=union
docs/path.md merge=union
docs/questions.md merge=union
docs/sources.md merge=union
docs/tags.md merge=union
"""


def initialise(folder: Path) -> Library:
    """Make a library in `folder`, which is new or empty.

    Raises
    ------
    LibraryError
        If there is something in `folder` already.
    """
    if folder.exists() and (not folder.is_dir() or any(item.name != OWN for item in folder.iterdir())):
        raise LibraryError(
            "is not an empty folder", hint="Name a new one: nothing is ever overwritten.", path=str(folder)
        )
    library = Library(folder)
    with library.writing("init") as draft:
        files: dict[str, str | bytes] = {**frame.frame(folder.resolve().name), **frame.concept_library()}
        files |= {SETTINGS: TEMPLATE, ".gitignore": _GITIGNORE, ".gitattributes": GITATTRIBUTES}
        for path, content in files.items():
            draft.write(folder / path, content)
        write_pages(draft, survey(draft))
    return library
