"""A build makes only the pages that would be others, and leaves the same site to the byte as a build of everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commonplace.site import building, frame
from commonplace.site.builder import left_site
from commonplace.site.part import SitePart
from commonplace.store.library import Library
from commonplace.workflows.rendering import render

STYLED = '\n\n<p style="color: {colour}">told</p>\n'
PROSE = "Owner’s prose."


@pytest.fixture
def framed(library: Library) -> Library:
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    (library.root / "site/.git").mkdir(parents=True)
    (library.root / "site/.git/HEAD").write_text("of a branch for pages", "utf-8")
    render(library)
    return library


def edit(library: Library, concept: str, old: str, new: str) -> None:
    page = library.docs / "concepts" / f"{concept}.md"
    text = page.read_text("utf-8")
    assert old in text
    page.write_text(text.replace(old, new), "utf-8")


def built(library: Library) -> set[str]:
    """Build, and give the pages of concepts that were made."""
    folder = library.root / "site"
    before = {path: path.stat().st_ino for path in folder.rglob("*.html")}
    building.build(library.root, folder)
    now = {path: path.stat().st_ino for path in folder.rglob("*.html") if path.parent.parent.name == "concepts"}
    return {path.parent.name for path, number in now.items() if before.get(path) != number}


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a site; no two indexes of the same pages are the same, and the list of pages holds the second."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    named = ((path.relative_to(folder).as_posix(), path) for path in paths)
    return {name: path.read_bytes() for name, path in named if not name.startswith("search/")}


def test_only_pages_that_would_be_others_are_made_and_the_site_is_as_if_all_were(framed: Library) -> None:
    folder = framed.root / "site"
    edit(framed, "softmax", PROSE, STYLED.format(colour="red"))
    assert built(framed) == {"gradient", "softmax", "cross-entropy"}
    assert built(framed) == set()
    edit(framed, "gradient", PROSE, STYLED.format(colour="blue"))
    edit(framed, "softmax", "red", "green")
    (folder / "concepts/cross-entropy/index.html").write_text("written by another", "utf-8")
    (folder / "other.html").write_text("of no page", "utf-8")
    assert built(framed) == {"gradient", "softmax", "cross-entropy"}
    edit(framed, "gradient", "told", "told again")
    (framed.docs / "concepts/softmax.md").unlink()
    render(framed)
    assert built(framed) == {"gradient"}
    after_edits = contents(folder)
    assert not any("softmax" in name for name in after_edits)
    shutil.rmtree(framed.root / ".commonplace")
    built(framed)
    assert after_edits == contents(folder)
    assert (folder / ".git/HEAD").is_file()


def test_a_page_stands_only_as_it_was_left(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for name in ("a/index.html", "b/index.html", "assets/inline-1.css"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(name, "utf-8")
    pages = {
        "a/index.html": SitePart("1", ("a/index.html", "assets/inline-1.css")),
        "b/index.html": SitePart("2", ("b/index.html",)),
    }
    (tmp_path / ".commonplace").mkdir()
    left_site.remember(tmp_path, folder, "finished so", pages)
    assert left_site.standing(tmp_path, folder, "finished so") == pages
    assert left_site.standing(tmp_path, folder, "otherwise") == {}
    assert left_site.standing(tmp_path, tmp_path / "elsewhere", "finished so") == {}
    (folder / "assets/inline-1.css").write_text("inline-1.css of another", "utf-8")
    assert left_site.standing(tmp_path, folder, "finished so").keys() == {"b/index.html"}
    (folder / "b/index.html").unlink()
    assert left_site.standing(tmp_path, folder, "finished so") == {}
    (tmp_path / ".commonplace/site.json").write_text('{"pages": {"a', "utf-8")
    assert left_site.standing(tmp_path, folder, "finished so") == {}


def test_a_site_becomes_what_was_made_and_what_stands_of_it(tmp_path: Path) -> None:
    folder, made = tmp_path / "site", tmp_path / "made"
    for name in ("site/kept/index.html", "site/gone/deep/index.html", "site/now-a-folder", "site/now-a-file/x",
                 "site/.nojekyll", "made/.well-known/x", "made/now-a-folder/x", "made/now-a-file",
                 "made/kept/new.html"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    left_site.replace(folder, made, ["kept/index.html"])
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert paths == {".nojekyll", ".well-known/x", "kept/index.html", "kept/new.html", "now-a-file", "now-a-folder/x"}
    assert not (folder / "gone").exists()
