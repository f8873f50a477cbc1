"""What an import did can be taken back, byte for byte, and what the owner did since stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reliability.scenario import PROSE, QUOTES, contents, export, note_with_picture, small_library

from commonplace.cli import cli
from commonplace.store.library import Library
from commonplace.store.transactions import HISTORY


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return small_library(tmp_path / "library")


def run(library: Library, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), *words])


def imported(library: Library, path: Path) -> None:
    assert run(library, "import", str(path)).exit_code == 0


def test_undo_takes_back_the_last_import_byte_for_byte_and_then_the_one_before(
    library: Library, tmp_path: Path
) -> None:
    states = [contents(library)]
    for path in (
        export(tmp_path / "one.json", *QUOTES[:2]),
        note_with_picture(tmp_path / "notes" / "n.md"),
        export(tmp_path / "two.json", QUOTES[0], QUOTES[3], comment="改过"),
    ):
        imported(library, path)
        states.append(contents(library))
    assert len({repr(sorted(state.items())) for state in states}) == len(states)
    while states:
        assert contents(library) == states.pop()
        result = run(library, "undo")
        assert result.exit_code == (0 if states else 1)
    assert "no import that can be taken back" in str(result.exception)


def test_the_log_lists_what_can_be_taken_back(library: Library, tmp_path: Path) -> None:
    one = export(tmp_path / "one.json", *QUOTES[:2])
    imported(library, one)
    imported(library, one)
    imported(library, export(tmp_path / "two.json", QUOTES[0], QUOTES[3]))
    last, first = json.loads(run(library, "log", "--json").stdout)
    assert (first["exports"], first["new"], first["changed"]) == ([str(one)], 2, 0)
    assert (last["new"], last["changed"]) == (0, 1)
    assert "docs/concepts/gradient.md" in first["files"]
    assert "one.json" in run(library, "log").stdout
    run(library, "undo")
    assert [each["id"] for each in json.loads(run(library, "log", "--json").stdout)] == [first["id"]]


def test_what_the_owner_wrote_since_stays(library: Library, tmp_path: Path) -> None:
    imported(library, export(tmp_path / "one.json", *QUOTES[:2]))
    page = library.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8").replace(PROSE, "Written since."), "utf-8")
    source = next((library.docs / "sources").glob("*.md"))
    source.write_text(source.read_text("utf-8") + "\nMy words on the book.\n", "utf-8")
    told = json.loads(run(library, "undo", "--json").stdout)
    assert sorted(told["kept"]) == ["docs/concepts/gradient.md", f"docs/sources/{source.name}"]
    assert "Written since." in page.read_text("utf-8")
    assert source.read_text("utf-8").endswith("\nMy words on the book.\n")
    assert QUOTES[0][:8] not in page.read_text("utf-8") + source.read_text("utf-8")
    assert not list((library.docs / "sources").glob("*.jsonld"))


def test_a_decision_since_stays(library: Library, tmp_path: Path) -> None:
    imported(library, export(tmp_path / "one.json", *QUOTES[:2]))
    imported(library, export(tmp_path / "two.json", QUOTES[3], title="另一本书"))
    marked = json.loads(run(library, "list", "annotations", "--json").stdout)
    kept = next(each["id"] for each in marked if each["quote"] == QUOTES[0])
    assert run(library, "link", kept, "softmax").exit_code == 0
    undone = run(library, "undo", "--json")
    assert undone.exit_code == 0
    assert json.loads(undone.stdout)["kept"] == []  # Its pages were made by a command; nobody wrote on them.
    assert json.loads(run(library, "show", kept, "--json").stdout)["concepts"][0]["id"] == "softmax"
    assert QUOTES[3][:6] not in "".join(path.read_text("utf-8") for path in library.docs.rglob("*.md"))


def test_undo_refuses_where_it_would_lose_a_change_of_the_store_and_names_the_file(
    library: Library, tmp_path: Path
) -> None:
    imported(library, export(tmp_path / "one.json", *QUOTES[:2]))
    store = next((library.docs / "sources").glob("*.jsonld"))
    store.write_text(store.read_text("utf-8").replace("为什么", "因为"), "utf-8")
    before = contents(library)
    result = run(library, "undo")
    assert store.name in str(result.exception)
    assert contents(library) == before


def test_only_the_last_imports_are_kept(library: Library, tmp_path: Path) -> None:
    for number in range(HISTORY + 2):
        imported(library, export(tmp_path / "one.json", QUOTES[0], comment=f"改了 {number} 次"))
    assert len(json.loads(run(library, "log", "--json").stdout)) == HISTORY
    folders = [path.name for path in (library.root / ".commonplace" / "done").iterdir()]
    assert len(folders) == HISTORY


def test_a_damaged_history_is_said_and_changes_nothing(library: Library, tmp_path: Path) -> None:
    imported(library, export(tmp_path / "one.json", *QUOTES[:2]))
    (archive,) = (library.root / ".commonplace" / "done").glob("*/before.zip")
    archive.write_bytes(archive.read_bytes()[:-30])
    before = contents(library)
    assert "cannot be taken back" in str(run(library, "undo").exception)
    assert contents(library) == before
