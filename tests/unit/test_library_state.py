"""The state of a library, told without reading it."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonplace.store.state import line_of, state_of, states_in


def test_a_link_that_leads_nowhere_is_seen_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home", "utf-8")
    before = state_of(tmp_path)
    try:
        Path(tmp_path / "docs/.#index.md").symlink_to(
            "somebody@somewhere.42"
        )  # How Emacs says that it has a page open.
    except OSError:
        pytest.skip("links may not be made here")
    there = state_of(tmp_path)
    assert there != before
    assert state_of(tmp_path) == there


def test_files_of_a_folder_are_told_as_each_is_by_itself(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("one", "另一个"):
        (tmp_path / name).write_text(name, "utf-8")
    assert states_in(tmp_path) == {name: line_of(tmp_path / name) for name in ("one", "另一个")}
    assert states_in(tmp_path / "missing") == {}
