"""A command that fails or is killed leaves the library before it or after it; `make faults` tries every call."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from reliability.campaign import calls_of, campaign, tried
from reliability.fault_layer import CHANGES, FAULTS, FaultyOs, Killed, faults
from reliability.scenario import Case, contents, settled

from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.store.transactions import disk
from commonplace.workflows.undoing import log

COMMANDS = ("import", "sync", "render", "undo")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_meets_a_fault_leaves_the_library_before_or_after(
    all_cases: dict[str, Case], name: str, tmp_path: Path
) -> None:
    case = all_cases[name]
    count = calls_of(case, tmp_path, only=CHANGES)
    for place, fault in enumerate(FAULTS):
        assert campaign(case, tmp_path, fault, range(place, count, len(FAULTS) * 2), only=CHANGES)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_library_that_cannot_be_read_is_not_taken_for_an_empty_one(
    all_cases: dict[str, Case], fault: str, tmp_path: Path
) -> None:
    case = all_cases["import"]
    reads = ("open", "read", "listdir", "stat", "lstat")
    assert campaign(case, tmp_path, fault, range(FAULTS.index(fault), 60, 9), only=reads)


@pytest.mark.parametrize("fault", ["ENOSPC", "EROFS", "EIO"])
@pytest.mark.parametrize("place", [3, 20, 40, 60])
def test_a_fault_that_lasts_is_waited_out(all_cases: dict[str, Case], fault: str, place: int, tmp_path: Path) -> None:
    tried(all_cases["import"], tmp_path, FaultyOs(place, fault, only=CHANGES, lasting=True))


def test_an_interrupted_recovery_is_recovered_from(all_cases: dict[str, Case], tmp_path: Path) -> None:
    case = all_cases["import"]
    count = calls_of(case, tmp_path, only=CHANGES)
    for again in range(24):
        library = case.copy(tmp_path / "twice")
        with pytest.raises(Killed), faults(FaultyOs(count - 22, only=CHANGES)):
            case.run(library)
        with faults(FaultyOs(again, only=CHANGES)), suppress(Killed):
            log(library)
        assert settled(library) == case.after


def test_what_was_interrupted_is_finished_and_said(
    all_cases: dict[str, Case], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case = all_cases["import"]
    count = calls_of(case, tmp_path, only=CHANGES)
    library = case.copy(tmp_path / "said")
    with pytest.raises(LibraryError, match="recorded") as caught, faults(FaultyOs(count - 10, "EIO", only=CHANGES)):
        case.run(library)
    assert "finishes on the next run" in caught.value.hint
    log(library)
    assert "“import”" in caplog.text
    assert "finished now" in caplog.text
    caplog.clear()
    log(library)
    assert caplog.text == ""


def test_a_folder_on_another_file_system_is_written_too(all_cases: dict[str, Case], tmp_path: Path) -> None:
    case = all_cases["import"]
    library = case.copy(tmp_path / "mounted")
    move = disk.move

    def within_one_file_system(source: Path, target: Path) -> None:
        if source.parent.name == "pending" and target.parent.name == "concepts":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        move(source, target)

    with mock.patch.object(disk, "move", within_one_file_system):
        case.run(library)
    assert contents(library) == case.after


def test_an_editors_page_that_is_saved_after_an_interruption_stays(all_cases: dict[str, Case], tmp_path: Path) -> None:
    case = all_cases["import"]
    count = calls_of(case, tmp_path, only=CHANGES)
    library = case.copy(tmp_path / "edited")
    with pytest.raises(Killed), faults(FaultyOs(count - 22, only=CHANGES)):
        case.run(library)
    page = library.docs / "concepts" / "softmax.md"
    page.write_text(page.read_text("utf-8") + "Saved meanwhile.\n", "utf-8")
    found = settled(library)
    assert found["docs/concepts/softmax.md"].endswith(b"Saved meanwhile.\n")
    assert {k: v for k, v in found.items() if "softmax" not in k} == {
        k: v for k, v in case.after.items() if "softmax" not in k
    }


@pytest.mark.skipif(os.name == "nt", reason="not everybody may make links on Windows")
def test_a_strangers_library_writes_nothing_outside_of_itself(all_cases: dict[str, Case], tmp_path: Path) -> None:
    case = all_cases["render"]
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "0").write_text("mine", "utf-8")
    page = outside / "new.md"
    page.write_bytes(case.before["docs/new.md"])
    for link, to in (("docs/new.md", page), ("docs/concepts", outside), (".commonplace", outside)):
        library = case.copy(tmp_path / "strange")
        place = library.root / link
        if place.is_dir():
            place.rename(tmp_path / f"moved{place.name}")
        else:
            place.unlink()
        place.symlink_to(to)
        with pytest.raises(LibraryError, match="leads out of the library"):
            _command(library, link)
    library = case.copy(tmp_path / "strange")
    (library.root / ".commonplace" / "pending").symlink_to(outside)
    settled(library)
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {
        "0": b"mine",
        "new.md": case.before["docs/new.md"],
    }


def _command(library: Library, link: str) -> None:
    """Write a page there."""
    with library.writing("render") as draft:
        draft.write(library.root / link if link.endswith(".md") else library.root / link / "new.md", "other")
