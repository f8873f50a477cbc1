"""What a library needs to be published: the settings of the site, the style sheet, the font of its formulas.

The originals are package data under ``template/``, laid out as in a library. The pages are finished without this
package being asked again, so a library has its own copies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from commonplace.regions import without_regions

SETTINGS = "mkdocs.yml"
_CONCEPT_FOLDERS = (("docs/concepts", ".md"), ("snippets", ".py"), ("tests/snippets", ".py"))


def frame(site_name: str) -> dict[str, bytes]:
    """Return the files of a new library's site by their paths in the library."""
    return {SETTINGS: settings(site_name).encode(), **assets()}


def settings(site_name: str) -> str:
    """Return the `mkdocs.yml` of a new library."""
    template = (_template() / SETTINGS).read_text(encoding="utf-8")
    title = json.dumps(site_name, ensure_ascii=False)  # a JSON string is a YAML one
    return re.sub(r"^site_name:.*$", lambda _: f"site_name: {title}", template, count=1, flags=re.MULTILINE)


def assets() -> dict[str, bytes]:
    """Return the files under ``docs/`` that every library has and the tool owns."""
    return dict(sorted(_contents(_template() / "docs", "docs")))


def concept_library() -> dict[str, str]:
    """Return the concept pages, the snippets and their tests, with nobody's passages on the pages."""
    return {
        path: without_regions(text.read_text(encoding="utf-8")) if path.endswith(".md") else text.read_text("utf-8")
        for path, text in _concept_files()
    }


def _concept_files() -> Iterator[tuple[str, Traversable]]:
    """What an installed package has in its template, a checkout has at its top level."""
    packaged = _template() / "docs" / "concepts"
    top = _template() if packaged.is_dir() else Path(__file__).parents[2]
    yield "docs/vocabulary.yml", top / "docs" / "vocabulary.yml"
    for folder, ending in _CONCEPT_FOLDERS:
        place = top.joinpath(*folder.split("/"))
        for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(ending):
                yield f"{folder}/{entry.name}", entry


def _template() -> Traversable:
    return files("commonplace") / "template"


def _contents(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        below = f"{path}/{entry.name}"
        found += _contents(entry, below) if entry.is_dir() else [(below, entry.read_bytes())]
    return found
