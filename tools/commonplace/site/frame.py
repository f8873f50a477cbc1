"""What a library needs to be published: the settings of the site, the style sheet, the font of its formulas.

The pages are finished without this package being asked again, so a library has copies of its own. The originals stand
in the project's own library, where they are used; an installed package has them under ``template/``, laid out alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from commonplace.store.regions import without_regions

SETTINGS = "mkdocs.yml"
_ASSETS = (
    "docs/assets/fonts",
    "docs/assets/images/commonplace.svg",
    "docs/assets/javascripts",
    "docs/assets/stylesheets",
    "docs/notebooks/.meta.yml",
)
_CONCEPTS = ("docs/vocabulary.yml", "docs/concepts", "docs/pictures", "snippets", "tests/snippets")
_STARTER = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "publish.yml": ".github/workflows/publish.yml",
}
FROM_FILES = """\
# 这里的工具是从本机的文件安装的：请写上别处也能安装的地址，例如
# The tool was installed from files of this machine: name a place that others can install it from, such as
#     commonplace @ git+https://example.org/commonplace.git@main
"""
_CONCEPT_FILES = (".md", ".py", ".svg", ".yml")


def frame(site_name: str) -> dict[str, bytes]:
    """Return the files of a new library's site by their paths in the library."""
    return {SETTINGS: settings(site_name).encode(), **assets()}


def starter(site_name: str) -> dict[str, str]:
    """Return what a new library has beside its site: how it is read, installed, kept in git and published."""
    folder = _template() / "library"
    files = {path: (folder / name).read_text(encoding="utf-8") for name, path in _STARTER.items()}
    heading = " ".join(site_name.split())
    files["README.md"] = files["README.md"].replace("TITLE", heading, 1)
    return files | {"requirements.txt": requirements(distribution("commonplace"))}


def requirements(installed: Distribution) -> str:
    """Return the ``requirements.txt`` by which others get what is `installed` here: from where it came, if they can."""
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    address, repository = str(origin.get("url", "")), origin.get("vcs_info")
    if repository:
        return f"commonplace @ {repository['vcs']}+{address}@{repository['commit_id']}\n"
    if address.startswith("https://"):
        return f"commonplace @ {address}\n"
    return (FROM_FILES if address else "") + f"commonplace=={installed.version}\n"


def settings(site_name: str) -> str:
    """Return the `mkdocs.yml` of a new library."""
    template = (_template() / SETTINGS).read_text(encoding="utf-8")
    title = json.dumps(site_name, ensure_ascii=False)  # a JSON string is a YAML one
    return re.sub(r"^site_name:.*$", lambda _: f"site_name: {title}", template, count=1, flags=re.MULTILINE)


def settings_that_run_nothing(root: Path) -> str:
    """Return settings for looking at the library at `root`, of which nothing is run, not even its own settings."""
    text = settings(root.name)
    for told, instead in (
        ("docs_dir: docs", f"docs_dir: {json.dumps(str(root / 'docs'))}"),
        ("      execute: true", "      execute: false"),
        ("strict: true", "strict: false"),
        ("omitted_files: warn", "omitted_files: ignore"),
    ):
        text = text.replace(told, instead, 1)
    return text


def assets() -> dict[str, bytes]:
    """Return the files under ``docs/`` that every library has and the tool owns."""
    return {path: entry.read_bytes() for path, entry in _originals(_ASSETS)}


def concept_library() -> dict[str, str]:
    """Return the concept pages, the snippets and their tests, with nobody's passages on the pages."""
    texts = {
        path: entry.read_text(encoding="utf-8")
        for path, entry in _originals(_CONCEPTS)
        if path.endswith(_CONCEPT_FILES)
    }
    return {path: without_regions(text) if path.endswith(".md") else text for path, text in texts.items()}


def is_at(root: Path) -> bool:
    """Whether the originals stand in the library at `root`: it is the project's own."""
    return _top() == root.resolve()


def _originals(paths: tuple[str, ...]) -> Iterator[tuple[str, Traversable]]:
    for path in paths:
        yield from _files(_top().joinpath(*path.split("/")), path)


def _files(place: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    if not place.is_dir():
        yield path, place
        return
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.name != "__pycache__":
            yield from _files(entry, f"{path}/{entry.name}")


def _top() -> Traversable:
    """What an installed package has in its template, a checkout has at its top level."""
    return _template() if (_template() / "docs").is_dir() else Path(__file__).resolve().parents[3]


def _template() -> Traversable:
    return files("commonplace") / "template"
