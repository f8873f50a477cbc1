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
NOTEBOOK = """\
# %% [markdown]
# # 一本笔记 · A *notebook* & more
#
# See [the softmax](../concepts/softmax.md), `x` and ``` ticks.
#
# ## 第一节 · *First* & [last](#no)

# %%
import sys

sys.path.insert(0, "snippets")
from softmax import softmax

print("--8<-- \\"softmax.py\\"", softmax([0.0, 0.0]))

# %% [markdown]
# ## Second {: #no }
"""
OTHERS = [builder for builder in BUILDERS if builder != "mkdocs"]
# What themes put around and into articles: a target to skip to, tags of the front matter. And the names of a notebook's
# cells, which are drawn by lot.
FRAME = re.compile(r'<a id="__skip"[^>]*></a>|<nav class="md-tags".*?</nav>|(?<=cell-id=)[0-9a-f]+', re.DOTALL)


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
    (folder / "docs/notebooks/worked.py").write_text(NOTEBOOK, "utf-8")
    home = folder / "docs" / "index.md"
    home.write_text(home.read_text("utf-8") + "\n[An example](notebooks/worked.py#second-no)\n", "utf-8")
    settings = folder / "mkdocs.yml"
    listed = "  - new.md\n  - Examples:\n      - notebooks/worked.py\n"
    settings.write_text(settings.read_text("utf-8").replace("  - new.md\n", listed, 1), "utf-8")
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


@pytest.mark.parametrize("builder", OTHERS)
def test_the_same_files_are_published(built: Callable[[str], Path], builder: str) -> None:
    expected, found = published(built("mkdocs")), published(built(builder))
    assert found == expected


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_notebook_is_run_and_is_a_page_in_the_navigation(built: Callable[[str], Path], builder: str) -> None:
    page = LexborHTMLParser((built(builder) / "notebooks/worked/index.html").read_text("utf-8"))
    (output,), (title,) = page.css("article .jp-OutputArea-output"), page.css("title")
    assert '--8<-- "softmax.py" [0.5 0.5]' in output.text()
    assert title.text() == "一本笔记 · A notebook & more - 札记"
    contents = page.css('[data-md-component="toc"] a')
    assert [link.text(strip=True) for link in contents][-2:] == ["第一节 · First & last", "Second {: #no }"]
    ids = {node.attributes["id"] for node in page.css("article [id]")}
    assert {unquote(link.attributes["href"] or "").lstrip("#") for link in contents} <= ids
    home = LexborHTMLParser((built(builder) / "index.html").read_text("utf-8"))
    assert home.css_first('nav a[href$="notebooks/worked/"]')
    assert home.css_first('article a[href="notebooks/worked/#second-no"]')


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
def test_the_sitemap_names_every_page_and_no_old_name(built: Callable[[str], Path], builder: str) -> None:
    folder = built(builder)
    pages = {path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html")} - {"concepts/slope"}
    named = re.findall("<loc>([^<]*)</loc>", (folder / "sitemap.xml").read_text("utf-8"))
    assert len(named) == len(pages)
    assert {unquote(address) for address in named} == {
        ADDRESS if page == "." else f"{ADDRESS}{page}/" for page in pages
    }


@pytest.mark.parametrize("builder", BUILDERS)
def test_what_pages_are_made_of_is_not_published(built: Callable[[str], Path], builder: str) -> None:
    folder = built(builder)
    assert (folder / "pictures" / "sigmoid.svg").is_file()
    assert [*folder.glob("pictures/*.py"), *folder.glob("vocabulary.yml"), *folder.glob("sources/*.jsonld")] == []


def test_a_builder_that_is_not_installed_is_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BuildError, match="Zensical is not installed"):
        building.build(root, tmp_path, "zensical")


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_a_cell_that_raises_fails_the_build(
    root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], builder: str
) -> None:
    if importlib.util.find_spec(builder) is None:
        pytest.skip(f"{builder} is not installed: pip install --group builders")
    failing = root / "docs/notebooks/failing.py"
    failing.write_text("# %% [markdown]\n# # Failing\n\n# %%\nassert 1 + 1 == 3, 'a claim'\n", "utf-8")
    try:
        with pytest.raises(BuildError, match=f"{BUILDERS[builder]} could not build the site"):
            building.build(root, tmp_path / "site", builder)
    finally:
        failing.unlink()
    said = capfd.readouterr().err
    assert "Error reading page 'notebooks/failing.py'" in said
    assert "AssertionError: a claim" in said
    assert not (tmp_path / "site").exists()
    assert list(root.glob(".zensical-*")) == []


def published(folder: Path) -> set[str]:
    """The library's own files of a site: what themes bring differs."""
    kinds = ("concepts", "notebooks", "pictures", "published", "sources", "lists")
    return {path.relative_to(folder).as_posix() for kind in kinds for path in (folder / kind).rglob("*")}


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
