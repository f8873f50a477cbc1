"""Two people import different exports on two branches, and git merges them; where it cannot, the place is named."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from reliability.scenario import PROSE, QUOTES, contents, export, note_with_picture, small_library

from commonplace.cli import cli
from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.workflows.checking import check
from commonplace.workflows.importing import import_exports
from commonplace.workflows.initialising import GITATTRIBUTES
from commonplace.workflows.rendering import render

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(library: Library, *words: str, fails: bool = False) -> str:
    who = ("-c", "user.name=Lin", "-c", "user.email=lin@example.org", "-c", "core.autocrlf=false")
    done = subprocess.run(["git", *who, *words], cwd=library.root, capture_output=True, encoding="utf-8", check=False)  # noqa: S603, S607
    assert bool(done.returncode) == fails, done.stdout + done.stderr
    return done.stdout


def repository(folder: Path, *, attributes: bool = True) -> Library:
    library = small_library(folder)
    (folder / ".gitignore").write_text(".commonplace/\n", "utf-8")
    if attributes:
        (folder / ".gitattributes").write_text(GITATTRIBUTES, "utf-8")
    render(library)
    git(library, "init", "-q", "-b", "main")
    commit(library)
    return library


def commit(library: Library) -> None:
    git(library, "add", "-A")
    git(library, "commit", "-q", "-m", "state")


def on_a_branch(library: Library, name: str, *paths: Path) -> None:
    git(library, "checkout", "-q", "-b", name, "main")
    import_exports(library, [str(path) for path in paths])
    commit(library)


def merged(library: Library, one: str, other: str) -> None:
    git(library, "checkout", "-q", one)
    git(library, "merge", "-q", "--no-edit", other)


def without_last(library: Library) -> dict[str, bytes]:
    """What two people imported last is what both did; in one go it is all."""
    return {name: data for name, data in contents(library).items() if not name.startswith(".git/")}


def test_different_books_merge_without_conflict_into_what_one_person_would_have(tmp_path: Path) -> None:
    one = export(tmp_path / "one.json", *QUOTES[:2])
    two = [export(tmp_path / "two.json", QUOTES[3], title="另一本书"), note_with_picture(tmp_path / "n" / "n.md")]
    library, alone = repository(tmp_path / "both"), repository(tmp_path / "alone")
    on_a_branch(library, "lin", one)
    on_a_branch(library, "wang", *two)
    merged(library, "lin", "wang")
    render(library)
    import_exports(alone, [str(path) for path in (one, *two)])
    assert without_last(library) == without_last(alone)
    assert check(library).is_sound


def test_the_same_book_merges_without_conflict(tmp_path: Path) -> None:
    library, alone = repository(tmp_path / "both"), repository(tmp_path / "alone")
    first = export(tmp_path / "first.json", *QUOTES[:1])
    for each in (library, alone):
        import_exports(each, [str(first)])
        commit(each)
    one, two = export(tmp_path / "one.json", *QUOTES[:3]), note_with_picture(tmp_path / "n" / "n.md")
    three = export(tmp_path / "three.json", QUOTES[0], QUOTES[1], QUOTES[2], QUOTES[3], comment="另一个批注")
    on_a_branch(library, "lin", one)
    on_a_branch(library, "wang", three, two)
    merged(library, "lin", "wang")
    render(library)
    quotes = {annotation.quote for annotation in library.store().annotations.values()}
    assert quotes >= set(QUOTES)
    render(library)
    before = contents(library)
    import_exports(library, [str(first)])
    render(library)
    assert contents(library).keys() == before.keys()
    pages = "".join(path.read_text("utf-8") for path in library.docs.rglob("*.md"))
    assert pages.count("commonplace:begin") == pages.count("commonplace:end")


def test_after_a_merge_check_says_what_to_run(tmp_path: Path) -> None:
    library = repository(tmp_path / "both")
    on_a_branch(library, "lin", export(tmp_path / "one.json", *QUOTES[:2]))
    on_a_branch(library, "wang", export(tmp_path / "two.json", QUOTES[3], title="另一本书"))
    merged(library, "lin", "wang")
    assert any("commonplace render" in finding.problem for finding in check(library).findings)
    render(library)
    assert not check(library).findings


def test_every_page_that_the_tool_writes_is_merged_so(tmp_path: Path) -> None:
    library = repository(tmp_path / "both")
    on_a_branch(library, "lin", export(tmp_path / "one.json", *QUOTES))
    written = [name for name in contents(library) if name.startswith("docs/")]
    assert git(library, "check-attr", "merge", *written).count("merge: union\n") == len(written)


def test_the_owners_words_merge(tmp_path: Path) -> None:
    library = repository(tmp_path / "both")
    on_a_branch(library, "lin", export(tmp_path / "one.json", *QUOTES[:2]))
    page = library.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8") + "\nLin’s words.\n", "utf-8")
    commit(library)
    on_a_branch(library, "wang", export(tmp_path / "two.json", QUOTES[3], title="另一本书"))
    page.write_text(page.read_text("utf-8").replace(PROSE, f"{PROSE} And Wang’s."), "utf-8")
    commit(library)
    merged(library, "lin", "wang")
    render(library)
    text = page.read_text("utf-8")
    assert text.endswith("\nLin’s words.\n")
    assert f"\n{PROSE} And Wang’s.\n" in text
    assert text.count("commonplace:begin") == 1


@pytest.mark.parametrize("name", ["docs/new.md", "docs/concepts/gradient.md", "docs/last-import.jsonl", "docs/sources"])
def test_a_conflict_is_named_with_file_and_line_by_whoever_reads_it(tmp_path: Path, name: str) -> None:
    library = repository(tmp_path / "both", attributes=False)
    first = export(tmp_path / "first.json", *QUOTES[:1])
    import_exports(library, [str(first)])
    commit(library)
    on_a_branch(library, "lin", export(tmp_path / "one.json", *QUOTES[:2], comment="一"))
    on_a_branch(library, "wang", export(tmp_path / "two.json", *QUOTES[:3], comment="二"))
    git(library, "checkout", "-q", "lin")
    git(library, "merge", "-q", "--no-edit", "wang", fails=True)
    path = next((library.docs / "sources").glob("*.jsonld")) if name == "docs/sources" else library.root / name
    text = path.read_text("utf-8")
    line = text[: text.index("<<<<<<< ")].count("\n") + 1
    place = f"{path.relative_to(library.root)}:{line}"
    findings = [finding for finding in check(library).findings if finding.path == place]
    assert findings
    assert "conflict" in findings[0].problem
    assert "git add" in findings[0].problem
    before = contents(library)
    for words in (("import", str(first)), ("render",)):
        error = CliRunner().invoke(cli, ["-C", str(library.root), *words]).exception
        assert isinstance(error, LibraryError)
        assert "conflict" in str(error)
    assert contents(library) == before
