"""A build with nothing to do does nothing; a build with anything to do is never passed over."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonplace.cli.publishing import build as command
from commonplace.site import frame
from commonplace.site.builder import last_build
from commonplace.store import state
from commonplace.store.library import Library
from commonplace.workflows import publishing
from commonplace.workflows.check_report import Finding
from commonplace.workflows.rendering import render
from commonplace.workflows.unchanged import inputs, remember, unchanged

WARNING = Finding(path="docs/tags.md", problem="someone edited inside the region", severity="warning")
NOTHING = "Nothing has changed since the last build."


@pytest.fixture
def framed(library: Library) -> Library:
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    (library.snippets / "softmax.py").write_text("VALUE = 1\n", "utf-8")
    return library


@pytest.fixture
def standing(framed: Library, _outside_of_pytest: None) -> Library:
    """A library whose site is what the last build left, though no builder made it."""
    for name in ("index.html", "concepts/gradient/index.html"):
        (framed.root / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (framed.root / "site" / name).write_text("<p>a page", "utf-8")
    _remember(framed)
    return framed


@pytest.fixture(autouse=True)
def _outside_of_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own variable says which part of a test is run."""
    told = re.compile(f"{last_build._OF_A_TERMINAL.pattern}|PYTEST_CURRENT_TEST")
    monkeypatch.setattr(last_build, "_OF_A_TERMINAL", told)


def _remember(library: Library, *beside: Path) -> None:
    remember(library, inputs(library, "mkdocs", run=True), [str(library.docs), *map(str, beside)], (WARNING,))


def _stands(library: Library) -> bool:
    return unchanged(library, "mkdocs", run=True) is not None


def test_what_was_said_is_said_again_where_nothing_changed(standing: Library) -> None:
    assert unchanged(standing, "mkdocs", run=True) == (WARNING,)
    assert unchanged(standing, "mkdocs", run=False) is None
    assert unchanged(standing, "zensical", run=True) is None


def _edit(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text((root / path).read_text("utf-8") + "\n", "utf-8")


def _write(path: str, text: str = "new") -> Callable[[Path], object]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")

    return change


def _same_size(root: Path) -> None:
    path = root / "docs/concepts/gradient.md"
    old = path.stat()
    path.write_text(path.read_text("utf-8").replace("prose", "verse"), "utf-8")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page is edited": _edit("docs/concepts/gradient.md"),
    "a page is edited, and its size and time are as before": _same_size,
    "a page is added": _write("docs/concepts/new.md"),
    "a page is removed": lambda root: (root / "docs/concepts/gradient.md").unlink(),
    "a page is renamed": lambda root: (root / "docs/concepts/gradient.md").rename(root / "docs/concepts/other.md"),
    "a snippet is edited": _edit("snippets/softmax.py"),
    "a snippet is added": _write("snippets/new.py"),
    "a snippet is removed": lambda root: (root / "snippets/softmax.py").unlink(),
    "a style sheet is edited": _edit("docs/assets/stylesheets/commonplace.css"),
    "the site's settings are edited": _edit("mkdocs.yml"),
    "the library's settings are written": _write("commonplace.toml", "[site]\nlanguage = 'en'\n"),
    "the store changes": _write("docs/sources/book.jsonld", "{}"),
    "what a picture may read changes": _write("data/measured.csv"),
    "verdicts change": _write(".commonplace/verdicts.json", "{}"),
    "a page of the site is edited": _edit("site/concepts/gradient/index.html"),
    "a page of the site is removed": lambda root: (root / "site/index.html").unlink(),
    "something is put into the site": _write("site/other.html"),
    "the site is removed": lambda root: shutil.rmtree(root / "site"),
    "the record is damaged": lambda root: (root / ".commonplace/built.json").write_text('{"made_from": 1', "utf-8"),
    "the record is removed": lambda root: (root / ".commonplace/built.json").unlink(),
    "a link leads nowhere": lambda root: (root / "docs/link.md").symlink_to("nowhere"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_there_is_something_to_build(standing: Library, change: Callable[[Path], object]) -> None:
    assert _stands(standing)
    change(standing.root)
    assert not _stands(standing)


def test_what_is_hidden_and_virtual_environments_do_not_count(standing: Library) -> None:
    for path in (".git/HEAD", ".obsidian/workspace.json", "venv/pyvenv.cfg", "venv/lib/numpy.py", "site/.git/HEAD"):
        _write(path)(standing.root)
        assert _stands(standing), path


def test_the_environment_counts_but_for_what_belongs_to_a_terminal(
    standing: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "another")
    monkeypatch.setenv("OLDPWD", "/elsewhere")
    assert _stands(standing)
    for name in ("COMMONPLACE_SITE_URL", "SOURCE_DATE_EPOCH", "NAMED_IN_SETTINGS"):
        with monkeypatch.context() as patched:
            patched.setenv(name, "7")
            assert not _stands(standing)
    assert _stands(standing)


def test_another_version_of_python_of_a_package_or_of_the_tool_counts(
    standing: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "version", "another")
        assert not _stands(standing)
    packages = tmp_path / "packages"
    (packages / "theme-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    _remember(standing)
    assert _stands(standing)
    (packages / "theme-1.0.dist-info").rename(packages / "theme-1.1.dist-info")
    assert not _stands(standing)
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "page.py").write_text("", "utf-8")
    monkeypatch.setattr(state, "_PACKAGE", tmp_path / "package")
    _remember(standing)
    assert _stands(standing)
    (tmp_path / "package" / "page.py").write_text("# Another version", "utf-8")
    assert not _stands(standing)


def test_what_a_site_is_made_from_elsewhere_is_watched_from_the_next_build_on(
    standing: Library, tmp_path: Path
) -> None:
    theme = tmp_path / "theme" / "main.html"
    theme.parent.mkdir()
    theme.write_text("{% extends 'base.html' %}", "utf-8")
    _remember(standing, theme.parent)
    assert not _stands(standing), "it may have changed while it was read"
    _remember(standing, theme.parent)
    assert _stands(standing)
    theme.write_text("", "utf-8")
    assert not _stands(standing)


def test_what_changes_while_a_build_reads_it_is_not_taken_for_built(standing: Library) -> None:
    page, made = standing.docs / "concepts/gradient.md", standing.docs / "made.md"
    watched = inputs(standing, "mkdocs", run=True)
    made.write_text("made", "utf-8")
    assert not watched.settled({})
    watched = inputs(standing, "mkdocs", run=True)
    with standing.writing("render") as draft:
        draft.write(made, "made again")
    assert not watched.settled({}), "nobody said that the build wrote it"
    noting = Library(standing.root, written={})
    watched = inputs(standing, "mkdocs", run=True)
    with noting.writing("render") as draft:
        draft.write(made, "made by the build")
    assert noting.written
    assert watched.settled(noting.written)
    made.write_text("edited by the owner since", "utf-8")
    assert not watched.settled(noting.written)
    page.write_text("edited by the owner", "utf-8")
    assert not watched.settled(noting.written)


def test_a_build_is_remembered_unless_it_failed_or_something_changed_meanwhile(
    framed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = framed.docs / "concepts" / "gradient.md"

    def edited_meanwhile(library: Library) -> tuple[str, ...]:
        kept = render(library)
        page.write_text(page.read_text("utf-8").replace("Owner’s prose.", "Edited meanwhile."), "utf-8")
        return kept

    with monkeypatch.context() as patched:
        patched.setattr("commonplace.workflows.publishing.render", edited_meanwhile)
        publishing.build(framed)
    assert not _stands(framed)
    said = _commanded(framed)
    assert NOTHING not in said
    assert "Formulas: none" in said
    assert "Edited meanwhile." in (framed.root / "site/concepts/gradient/index.html").read_text("utf-8")
    assert NOTHING in _commanded(framed)
    page.write_text(page.read_text("utf-8").replace("Edited meanwhile.", "[gone](gone.md)"), "utf-8")
    assert CliRunner().invoke(command, [], obj=framed.root).exit_code
    assert last_build.last_build(framed.root) == last_build.LastBuild()


def _commanded(library: Library) -> str:
    done = CliRunner().invoke(command, [], obj=library.root, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output
