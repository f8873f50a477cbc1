"""The same pages from every builder of MkDocs' family that is installed."""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from builders import concept
from selectolax.lexbor import LexborHTMLParser

from commonplace.errors import BuildError
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.redirects import redirects
from commonplace.site import building, frame
from commonplace.site.builder import BUILDERS
from commonplace.store.library import Library
from commonplace.workflows import importing
from commonplace.workflows.rendering import render

ROOT = Path(__file__).parents[2]
ADDRESS = "https://host.example/notes/"
OTHERS = [builder for builder in BUILDERS if builder != "mkdocs"]
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
    moved = next(redirects(Catalogue(concepts=(concept("gradient", "梯度", former=("slope",)),), readings=())))
    (folder / "docs" / moved.path).parent.mkdir(parents=True)
    (folder / "docs" / moved.path).write_text(moved.text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The site that a builder makes, for a subfolder of its host, made once; a missing builder skips the test."""

    @functools.cache
    def make(builder: str) -> Path:
        target = tmp_path_factory.mktemp(builder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COMMONPLACE_SITE_URL", ADDRESS)
            building.build(root, target, builder)
        return target

    def made(builder: str) -> Path:
        if importlib.util.find_spec(builder) is None:
            pytest.skip(f"{builder} is not installed: pip install --group builders")
        return make(builder)

    return made


@pytest.mark.parametrize("builder", OTHERS)
def test_every_page_has_the_same_article(built: Callable[[str], Path], builder: str) -> None:
    expected, found = articles(built("mkdocs")), articles(built(builder))
    assert sorted(found) == sorted(expected)
    assert {path for path in expected if found[path] != expected[path]} == set()
    assert (built(builder) / "search" / "engine.js").is_file()
    home = (built(builder) / "index.html").read_text("utf-8")
    assert 'data-md-component="search"' not in home, "the builder's own search is there too"


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_page_says_where_the_feed_is(built: Callable[[str], Path], builder: str) -> None:
    folder = built(builder)
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert {"404.html", "index.html", "concepts/slope/index.html", "concepts/softmax/index.html"} < set(pages)
    for path in pages:
        (link,) = LexborHTMLParser((folder / path).read_text("utf-8")).css('head > link[rel="alternate"]')
        told = link.attributes
        assert (told["type"], told["title"]) == ("application/atom+xml", "新的摘录 New passages")
        assert urljoin(ADDRESS + path, told["href"]) == f"{ADDRESS}feed.xml"


@pytest.mark.parametrize("builder", BUILDERS)
def test_what_pages_are_made_of_is_not_published(built: Callable[[str], Path], builder: str) -> None:
    folder = built(builder)
    assert (folder / "pictures" / "sigmoid.svg").is_file()
    assert [*folder.glob("pictures/*.py"), *folder.glob("vocabulary.yml"), *folder.glob("sources/*.jsonld")] == []


def test_a_builder_that_is_not_installed_is_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BuildError, match="Zensical is not installed"):
        building.build(root, tmp_path, "zensical")


def articles(folder: Path) -> dict[str, str]:
    """The article of each page of the site."""
    files = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.html")}
    return {path: article(page, path) for path, page in files.items()}


def article(page: str, path: str) -> str:
    """What stands in the article of a page, its links written in one way: from the top of the site, undecoded."""
    found = re.search(r"<article\b[^>]*>(.*)</article>", page, re.DOTALL)
    text = FRAME.sub("", found[1] if found else "")
    text = re.sub(r'(?<=href=")[^"]*', lambda match: unquote(urljoin(f"https://site/{path}", match[0])), text)
    return " ".join(text.split())
