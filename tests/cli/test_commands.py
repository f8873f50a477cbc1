"""The commands as a person or a script meets them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ANNOTATOR_NOTE as NOTE
from click.testing import CliRunner, Result

from commonplace.cli import cli
from commonplace.cli.commands import COMMANDS
from commonplace.importers import all_importers
from commonplace.store.library import Library

ROOT = Path(__file__).parents[2]
VERDICTS = ROOT / ".commonplace" / "verdicts.json"


def run(library: Library, *arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), *arguments], input=text, catch_exceptions=False)


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from commonplace.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603  # Ours.


def test_import_prints_the_documented_json(library: Library) -> None:
    report = json.loads(run(library, "import", "-", "--json", text=NOTE).stdout)
    (file,) = report.pop("files")
    assert file.pop("rejected") == []
    assert file == {
        "path": "-",
        "format": "obsidian-annotator",
        "source": "梯度",
        "read": 1,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
    }
    assert {key: report[key] for key in ("annotations", "passages", "linked", "unlinked")} == {
        "annotations": 1,
        "passages": 1,
        "linked": 1,
        "unlinked": 0,
    }


def test_list_annotations_prints_the_documented_json(library: Library) -> None:
    run(library, "import", "-", text=NOTE)
    (item,) = json.loads(run(library, "list", "annotations", "--json").stdout)
    assert item["native_id"] == "ab12"
    assert item["source"] == "梯度"
    assert item["importer"] == "obsidian-annotator"
    assert item["quote"] == "梯度指向最陡的方向"
    assert item["comments"] == ["为什么？"]
    assert item["tags"] == ["nabla"]
    assert item["question"] is True
    assert item["same_passage"] == []
    assert item["concepts"] == [
        {"id": "gradient", "evidence": [{"kind": "tag", "term": "nabla"}, {"kind": "quote", "term": "梯度"}]}
    ]
    shown = json.loads(run(library, "show", item["id"], "--json").stdout)
    assert shown == {"kind": "annotation", **item}


def test_a_concept_is_shown_by_its_name_too(library: Library) -> None:
    by_id = run(library, "show", "gradient", "--json").stdout
    assert run(library, "show", "Nabla", "--json").stdout == by_id


@pytest.mark.parametrize("kind", ["concepts", "sources", "tags", "annotations", "questions", "formats"])
def test_every_list_is_a_table_and_json(library: Library, kind: str) -> None:
    run(library, "import", "-", text=NOTE)
    assert json.loads(run(library, "list", kind, "--json").stdout)
    assert run(library, "list", kind).stdout.strip()


def test_list_formats_shows_every_importer(library: Library) -> None:
    names = {item["format"] for item in json.loads(run(library, "list", "formats", "--json").stdout)}
    assert names == {importer.format for importer in all_importers()}
    assert names >= {
        "obsidian-annotator",
        "pdf-plus",
        "weread",
        "hypothesis",
        "obsidian-callouts",
        "html-notes",
    }


def test_something_rejected_is_status_1_and_said_with_file_line_and_reason(library: Library, tmp_path: Path) -> None:
    stranger = tmp_path / "notes.txt"
    stranger.write_text("no export\n", "utf-8")
    result = run(library, "import", str(stranger))
    assert result.exit_code == 1
    assert "notes.txt:1" in result.stdout.replace("\n", "")
    assert "list formats" in result.stdout.replace("\n", " ")


def test_what_holds_nothing_is_said_to_be_empty(library: Library, tmp_path: Path) -> None:
    empty, folder = tmp_path / "notes.txt", tmp_path / "folder"
    empty.write_text(" \n", "utf-8")
    folder.mkdir()
    assert "is empty" in run(library, "import", str(empty)).stdout.replace("\n", " ")
    assert "no file in the folder" in run(library, "import", str(folder)).stdout


def test_a_file_that_holds_nothing_of_the_format_that_was_named_is_rejected(library: Library, tmp_path: Path) -> None:
    diary, empty = tmp_path / "diary.txt", tmp_path / "none.json"
    diary.write_text("It rained.\n", "utf-8")
    empty.write_text('{"total": 0, "rows": []}', "utf-8")
    result = run(library, "import", "--format", "weread", str(diary))
    assert result.exit_code == 1
    assert "holds nothing of weread" in result.stdout.replace("\n", " ")
    assert run(library, "import", "--format", "hypothesis", str(empty)).exit_code == 0


def test_an_unknown_format_is_wrong_whatever_it_is_for(library: Library, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(NOTE, "utf-8")
    for named in (tmp_path, tmp_path / "notes.md"):
        done = process("-C", str(library.root), "import", "--format", "nope", str(named))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("Error: there is no format 'nope'\n  Formats: apple-books, ")


def test_wrong_use_is_status_2_and_a_wrong_library_1() -> None:
    assert process("list", "nothing").returncode == 2
    wrong = process("-C", "/nowhere", "list", "concepts")
    assert wrong.returncode == 1
    assert "there is no library here" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_the_list_of_commands_says_what_each_does_to_the_end_and_which_was_meant() -> None:
    told = " ".join(process("--help").stdout.split())
    assert all(f" {name} {entry.summary}" in told for name, entry in COMMANDS.items())
    assert "Did you mean 'import'?" in process("imprt").stderr


def test_json_is_alone_on_standard_output(library: Library, tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text(NOTE, "utf-8")
    result = process("-C", str(library.root), "import", str(note), "--json")
    assert json.loads(result.stdout)["annotations"] == 1


def test_a_hostile_name_cannot_write_on_the_terminal(library: Library, tmp_path: Path) -> None:
    stranger = tmp_path / "a\x1b[31m[bold]b.txt"
    stranger.write_text("no export", "utf-8")
    assert "\x1b" not in run(library, "import", str(stranger)).stdout


def test_check_says_what_is_wrong_and_fails(library: Library) -> None:
    page = library.docs / "concepts" / "gradient.md"
    page.write_text(
        page.read_text("utf-8").replace("tags: ['微积分']", "related: [{concept: nothing, relation: needs}]"), "utf-8"
    )
    result = run(library, "check")
    assert result.exit_code == 1
    assert "there is no concept 'nothing'" in result.stdout


def test_a_page_that_cannot_be_read_is_said_with_its_line(library: Library) -> None:
    (library.docs / "concepts" / "broken.md").write_text("---\ntitle: [\n---\n", "utf-8")
    result = run(library, "check")
    assert result.exit_code == 1
    assert "docs/concepts/broken.md" in result.stdout


def test_a_new_library_has_the_concepts_and_nobodys_passages(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    result = CliRunner().invoke(cli, ["init", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0
    library = Library(folder)
    assert {concept.id for concept in library.concepts()} == {
        path.stem for path in (ROOT / "docs" / "concepts").glob("*.md")
    }
    assert json.loads(run(library, "list", "annotations", "--json").stdout) == []
    if VERDICTS.is_file():  # Of the same formulas and snippets: `make site` compared them, each takes its time.
        shutil.copy(VERDICTS, folder / ".commonplace")
    assert run(library, "check").exit_code == 0
    again = process("init", str(folder))
    assert again.returncode == 1
    assert "not an empty folder" in again.stderr


def test_render_brings_the_pages_up_to_date_and_runs_nothing(library: Library) -> None:
    (library.snippets / "gradient.py").write_text("raise SystemExit('ran')", "utf-8")
    run(library, "import", "-", text=NOTE)
    page = library.docs / "concepts" / "gradient.md"
    before = page.read_bytes()
    page.write_text(page.read_text("utf-8").replace("aliases: ['nabla']", "aliases: []"), "utf-8")
    assert run(library, "render").exit_code == 0
    assert page.read_bytes() != before


def test_the_tests_of_one_concept_run_by_its_name() -> None:
    done = process("-C", str(ROOT), "test", "dot-product")
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_a_concept_without_a_snippet_is_said() -> None:
    done = process("-C", str(ROOT), "test", "no-such-concept")
    assert done.returncode == 1
    assert "no-such-concept" in done.stderr
