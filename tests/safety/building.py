"""Libraries that hold given texts, and their pages as Python-Markdown makes them with the site's own settings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import markdown
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data
from safety.placements import Placement, write_exports
from safety.recorded import Held

from commonplace.merging.identity import identified
from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.store.shelves import Store
from commonplace.workflows.importing import ImportReport, import_exports
from commonplace.workflows.rendering import render

OWNERS_PAGE = "See [home], [^1] and *passage*.\n\n[home]: index.md\n[^1]: The owner’s own note.\n"


def framed(library: Library) -> Library:
    """`library` with what a site needs, and a page of its owner's."""
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    settings = library.root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("  /notebooks/\n", "  /notebooks/\n  /own.md\n"), "utf-8")
    (library.docs / "own.md").write_text(f"# Own\n\n{OWNERS_PAGE}", "utf-8")
    return library


def filled(library: Library, exports: Path, placements: Iterable[Placement]) -> ImportReport:
    """Import exports that hold `placements`."""
    write_exports(exports, placements)
    return import_exports(library, [str(exports)])


def stored(library: Library, held: Iterable[Held]) -> None:
    """Put what was read of `held` into the library, and make its pages."""
    annotations = {one.id: one for place in held for one in identified(place.annotations)}
    documents = {one.document.key: one.document for one in annotations.values()}
    with library.writing("import") as draft:
        draft.save(Store(documents=tuple(documents.values()), annotations=annotations))
    render(library)


@cache
def _settings(root: Path) -> dict[str, Any]:
    config = load_config(str(root / "mkdocs.yml"))
    return {"extensions": list(config.markdown_extensions), "extension_configs": dict(config.mdx_configs)}


def built(library: Library) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """Each page that the tool writes: its path, its Markdown, its front matter, its HTML."""
    settings = _settings(library.root)
    with contextlib.chdir(library.root):
        for path in sorted(library.docs.rglob("*.md")):
            if path.name != "own.md":
                text, meta = get_data(path.read_text("utf-8"))
                yield path.relative_to(library.docs).as_posix(), text, meta, markdown.markdown(text, **settings)
