"""An Obsidian vault as it is: notes, diaries, templates, and among them the few files that hold annotations."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonplace.cli import cli
from commonplace.diagnosis.links import links_of
from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.store.regions import edited_regions
from commonplace.workflows.diagnosing import diagnose
from commonplace.workflows.importing import import_exports
from commonplace.workflows.rendering import render
from commonplace.workflows.wishes import Wishes

EXAMPLES = Path(__file__).parents[2] / "examples"
OF_BOOKS = ("obsidian-annotator", "obsidian-callouts", "pdf-plus", "weread", "zotero-markdown")
NOTE = """---
tags: [idea]
---
# Note {0}

On [[Note {1}]], with ![[picture.png]].

> A quotation.

- [ ] a task

> [!note] Remember
> this
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Sixty notes, of which seven hold annotations."""
    folder = tmp_path / "vault"
    for number in range(45):
        write(folder / "Notes" / f"Note {number}.md", NOTE.format(number, number + 1))
    for day in range(1, 9):
        write(folder / "Daily" / f"2026-01-0{day}.md", "- did this #daily\n\n> [!todo] buy milk\n")
    for of_app in OF_BOOKS:
        for note in sorted((EXAMPLES / of_app).glob("*.md")):
            write(folder / "Books" / f"{of_app} {note.name}", note.read_text("utf-8"))
    for place in (".obsidian/x", ".trash", "Templates", "node_modules/x", "模板", "Meta/New notes"):
        write(folder / place / "t.md", (EXAMPLES / "obsidian-callouts").glob("*.md").__next__().read_text("utf-8"))
    write(folder / ".obsidian" / "templates.json", json.dumps({"folder": "Meta/New notes"}))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\0")
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def run(library: Library, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), *words], catch_exceptions=False)


def names(paths: Iterator[str]) -> set[str]:
    return {Path(path).name for path in paths}


def test_a_vault_gives_its_annotation_files_and_nothing_else(library: Library, vault: Path) -> None:
    report = import_exports(library, [str(vault)])
    assert {Path(file.path).parent.name for file in report.files} == {"Books"}
    assert {file.format for file in report.files} == set(OF_BOOKS)
    assert len(report.passed_over) == 45 + 8 + 1
    assert names(iter(report.skipped)) == {".obsidian", ".trash", "Templates", "node_modules", "模板", "New notes"}


def test_what_was_found_is_a_table_by_format_and_diaries_are_not_listed(library: Library, vault: Path) -> None:
    said = run(library, "import", str(vault), "--dry-run").stdout
    assert "Daily" not in said
    (row,) = [line.split() for line in said.splitlines() if line.startswith(" obsidian-annotator ")]
    told = json.loads(run(library, "import", str(vault), "--dry-run", "--json").stdout)
    of_format = [file for file in told["files"] if file["format"] == "obsidian-annotator"]
    assert row[1:3] == [str(len({file["path"] for file in of_format})), str(sum(file["new"] for file in of_format))]
    assert "Passed over, as no exports: 54 files" in said


def test_an_ordinary_note_is_read_where_it_is_named(library: Library, vault: Path) -> None:
    report = import_exports(library, [str(vault / "Notes" / "Note 1.md")])
    assert [file.format for file in report.files] == ["obsidian-callouts"]


def test_an_ordinary_note_that_appears_in_a_watched_vault_is_passed_over(library: Library, vault: Path) -> None:
    report = import_exports(library, [str(vault / "Notes" / "Note 1.md")], wishes=Wishes(pass_over=True))
    assert report.files == ()
    assert names(iter(report.passed_over)) == {"Note 1.md"}


def test_a_library_in_the_vault_is_not_read_into_itself(library: Library, vault: Path) -> None:
    write(library.root / "commonplace.toml", "")
    shutil.copytree(library.root, vault / "my library")
    report = import_exports(library, [str(vault)])
    assert "my library" in names(iter(report.skipped))


@pytest.fixture
def opened(library: Library, vault: Path) -> Library:
    """A library with passages, as Obsidian would open its `docs/`."""
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    import_exports(library, [str(vault)])
    return library


def test_links_between_pages_are_relative_and_lead_to_files_as_obsidian_follows_them(opened: Library) -> None:
    count = 0
    for path in opened.docs.rglob("*.md"):
        for _, target in links_of(path.read_text("utf-8"), path.relative_to(opened.docs).as_posix()):
            count += 1
            assert (opened.docs / target).exists(), (path, target)
    assert count > 50


def test_pages_hold_no_marks_that_obsidian_would_take_for_its_own(opened: Library) -> None:
    for path in opened.docs.rglob("*.md"):
        text = path.read_text("utf-8")
        assert "[[" not in text, path
        assert "%%" not in text, path


@pytest.mark.parametrize("saved", ["as it was", "with CRLF"])
def test_a_page_that_an_editor_saved_again_is_no_edit(opened: Library, saved: str) -> None:
    render(opened)
    before: dict[Path, bytes] = {}
    for path in opened.docs.rglob("*.md"):
        text = path.read_bytes()
        before[path] = text if saved == "as it was" else text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        path.write_bytes(before[path])
        assert edited_regions(before[path].decode()) == ()
    assert render(opened) == ()
    assert {path: path.read_bytes() for path in before} == before
    assert not [one for one in diagnose(opened) if one.about == "check" and one.state != "fine"]


def test_a_property_added_in_obsidian_stays_and_disturbs_nothing(opened: Library) -> None:
    page = opened.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8").replace("\n---\n", "\ncssclasses:\n  - wide\n---\n", 1), "utf-8")
    assert render(opened) == ()
    assert "cssclasses:\n  - wide\n---\n" in page.read_text("utf-8")


def test_what_obsidian_keeps_in_the_folder_is_no_page(opened: Library) -> None:
    write(opened.docs / ".obsidian" / "app.json", "{}")
    assert render(opened) == ()
    assert not [one for one in diagnose(opened) if one.about == "site" and one.state != "fine"]
