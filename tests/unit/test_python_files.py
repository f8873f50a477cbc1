"""What is run of a library is what stands in its files at that moment, whatever was run before."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from commonplace.python_files import run
from commonplace.site.pictures import drawn

PICTURE = "from lines import height\n\ndef draw(figure):\n    figure.subplots().plot([0, 1], [0, height()])\n"


@pytest.fixture
def at_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in which Python may write bytecode, as it does for people."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def write(path: Path, text: str) -> None:
    """Write a file as if all of them were saved in the same second."""
    path.write_text(text, "utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))


def test_an_edit_within_the_second_that_leaves_the_size_is_what_runs(at_one_moment: Path) -> None:
    for value in (1, 2):
        write(at_one_moment / "file.py", f"import neighbour\nOWN, ITS = {value}, neighbour.VALUE\n")
        write(at_one_moment / "neighbour.py", f"VALUE = {value}\n")
        module = run(at_one_moment / "file.py", "file", [at_one_moment])
        assert {module.OWN, module.ITS} == {value}


def test_nothing_is_left_in_the_folder_or_among_the_modules(at_one_moment: Path) -> None:
    write(at_one_moment / "file_of_this_test.py", "import neighbour_of_this_test\n")
    write(at_one_moment / "neighbour_of_this_test.py", "")
    run(at_one_moment / "file_of_this_test.py", "called", [at_one_moment])
    assert sorted(path.name for path in at_one_moment.iterdir()) == [
        "file_of_this_test.py",
        "neighbour_of_this_test.py",
    ]
    assert not {"called", "file_of_this_test", "neighbour_of_this_test"} & sys.modules.keys()


def test_the_first_folder_that_has_a_module_gives_it(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "shared_by_both.py", f"FOLDER = {folder!r}\n")
    write(tmp_path / "file.py", "from shared_by_both import FOLDER\n")
    assert run(tmp_path / "file.py", "file", [tmp_path / "first", tmp_path / "second"]).FOLDER == "first"


def test_a_picture_is_drawn_by_the_snippet_as_it_is_now(tmp_path: Path) -> None:
    write(tmp_path / "picture.py", PICTURE)
    pictures = []
    for height in (1, 1, 2):
        write(tmp_path / "lines.py", f"def height():\n    return {height}\n")
        pictures.append(drawn(tmp_path / "picture.py", snippets=tmp_path))
    assert pictures[0] == pictures[1] != pictures[2]
