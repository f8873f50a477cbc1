"""The same pages from every builder of MkDocs' family that is installed."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from commonplace import frame, site
from commonplace.errors import BuildError
from commonplace.library import Library
from commonplace.workflows import importing
from commonplace.workflows.rendering import render

ROOT = Path(__file__).parents[2]
OTHERS = [builder for builder in site.BUILDERS if builder != "mkdocs"]
# What themes put around and into articles: a target to skip to, tags of the front matter, links to edit.
FRAME = re.compile(r'<a id="__skip"[^>]*></a>|<nav class="md-tags".*?</nav>', re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with concepts, formulas, a picture and an imported book, its pages written."""
    folder = tmp_path_factory.mktemp("library")
    kept = ("gradient", "softmax", "cross-entropy", "sigmoid")
    wanted = re.compile(r"/({})\.".format("|".join(name.replace("-", "[-_]") for name in kept)))
    files = {path: text.encode() for path, text in frame.concept_library().items() if wanted.search(path)}
    files |= frame.frame("札记") | {"docs/vocabulary.yml": frame.concept_library()["docs/vocabulary.yml"].encode()}
    linked = re.compile(rb"\[([^\]]*)\]\((?!(?:%s)\.md)[a-z-]+\.md\)" % "|".join(kept).encode())
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(linked.sub(rb"\1", data) if path.endswith(".md") else data)
    (folder / "docs/sources").mkdir(exist_ok=True)
    library = Library(folder)
    importing.import_exports(library, [str(ROOT / "examples" / "obsidian-annotator")])
    render(library)
    return folder


@pytest.fixture(scope="module")
def expected(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return built(root, tmp_path_factory.mktemp("mkdocs"), "mkdocs")


@pytest.mark.parametrize("builder", OTHERS)
def test_every_page_has_the_same_article(root: Path, expected: dict[str, str], tmp_path: Path, builder: str) -> None:
    if importlib.util.find_spec(builder) is None:
        pytest.skip(f"{builder} is not installed: pip install --group builders")
    found = built(root, tmp_path / "site", builder)
    assert sorted(found) == sorted(expected)
    assert {path for path in expected if found[path] != expected[path]} == set()
    assert (tmp_path / "site" / "search" / "engine.js").is_file()
    home = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'data-md-component="search"' not in home, "the builder's own search is there too"


def test_a_builder_that_is_not_installed_is_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BuildError, match="Zensical is not installed"):
        site.build(root, tmp_path, "zensical")


def built(root: Path, target: Path, builder: str) -> dict[str, str]:
    """The article of each page of the site."""
    site.build(root, target, builder)
    files = {file.relative_to(target).as_posix(): file.read_text("utf-8") for file in target.rglob("*.html")}
    return {path: article(page, path) for path, page in files.items()}


def article(page: str, path: str) -> str:
    """What stands in the article of a page, its links written in one way: from the top of the site, undecoded."""
    found = re.search(r"<article\b[^>]*>(.*)</article>", page, re.DOTALL)
    text = FRAME.sub("", found[1] if found else "")
    text = re.sub(r'(?<=href=")[^"]*', lambda match: unquote(urljoin(f"https://site/{path}", match[0])), text)
    return " ".join(text.split())
