"""A library of one's own: the concepts with their snippets and tests, and nobody's annotations."""

from __future__ import annotations

from pathlib import Path

from commonplace.errors import LibraryError
from commonplace.language import Code, Language
from commonplace.pages.index_pages import home_page
from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.store.settings import NAME as SETTINGS
from commonplace.store.settings import settings_text
from commonplace.store.transactions import OWN
from commonplace.workflows.rendering import write_pages
from commonplace.workflows.renewing import RECORD, record_of

GITATTRIBUTES = """\
# What two people add, git takes from both; `commonplace render` then puts it in order. See docs/reliability.md.
.commonplace.sha256 merge=union
docs/sources/*.jsonld merge=union
docs/published/*.jsonld merge=union
docs/*.jsonl merge=union
docs/concepts/*.md merge=union
docs/sources/*.md merge=union
docs/assets/language.js merge=union
docs/concepts.md merge=union
docs/feed.xml merge=union
docs/formulas.md merge=union
docs/inbox.md merge=union
docs/index.md merge=union
docs/lists/*.md merge=union
docs/map.md merge=union
docs/new.md merge=union
docs/path.md merge=union
docs/questions.md merge=union
docs/review.md merge=union
docs/sources.md merge=union
docs/tags.md merge=union
docs/timeline.md merge=union
"""


def initialise(folder: Path, *, title: str = "", language: Code = "both", account: str = "") -> Library:
    """Make a library in `folder`, which is new or empty.

    Parameters
    ----------
    folder
        Where to.
    title
        What the site is called; the folder's name, unless it is given.
    language
        The language of the interface.
    account
        The owner's account where other people annotate too.

    Raises
    ------
    LibraryError
        If there is something in `folder` already.
    """
    if folder.exists() and (not folder.is_dir() or any(item.name != OWN for item in folder.iterdir())):
        raise LibraryError(
            "is not an empty folder", hint="Name a new one: nothing is ever overwritten.", path=str(folder)
        )
    title = title.strip() or folder.resolve().name
    library = Library(folder)
    with library.writing("init") as draft:
        own: dict[str, str | bytes] = {**frame.frame(title), **frame.starter(title)}
        files = {**own, RECORD: record_of(own), **frame.concept_library()}
        files |= {SETTINGS: settings_text(language=language, account=account), ".gitattributes": GITATTRIBUTES}
        files["docs/index.md"] = home_page(title, Language(language))
        for path, content in files.items():
            draft.write(folder / path, content)
        write_pages(draft)
    return library
