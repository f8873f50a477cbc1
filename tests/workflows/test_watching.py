"""A watched folder: what appears is imported when it is whole, once, and nothing else is."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commonplace.errors import CommonplaceError, LibraryError
from commonplace.store.library import Library
from commonplace.workflows.import_summary import ImportSummary
from commonplace.workflows.watching import Ripening, watching

TABLE = "Highlight,Title,Note\nthe softmax,Nets,\n"
PATIENCE = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "watched"
    path.mkdir()
    return path


@contextmanager
def watched(library: Library, folder: Path, *, polling: bool = False) -> Iterator[Iterator[ImportSummary]]:
    """Watch without long waiting; a test that waits in vain ends."""
    stop = threading.Event()
    giving_up = threading.Timer(PATIENCE, stop.set)
    giving_up.start()
    with watching(library, folder, stop=stop, settled=0.2, polling=polling) as imports:

        def summaries() -> Iterator[ImportSummary]:
            for outcome in imports:
                assert not isinstance(outcome, CommonplaceError)
                yield outcome

        yield summaries()
    giving_up.cancel()


def quotes(library: Library) -> set[str]:
    return {annotation.quote for annotation in library.store().annotations.values()}


@pytest.mark.parametrize("polling", [False, True])
def test_what_appears_is_imported(library: Library, folder: Path, *, polling: bool) -> None:
    (folder / "before.csv").write_text(TABLE.replace("softmax", "gradient"), "utf-8")
    with watched(library, folder, polling=polling) as imports:
        (folder / "notes.csv").write_text(TABLE, "utf-8")
        summary = next(imports)
    assert [Path(file.path).name for file in summary.files] == ["notes.csv"]
    assert quotes(library) == {"the softmax"}


def test_a_download_is_read_when_it_has_its_name(library: Library, folder: Path) -> None:
    with watched(library, folder) as imports:
        part = folder / "notes.csv.part"
        part.write_text(TABLE, "utf-8")
        (folder / ".hidden.csv").write_text(TABLE, "utf-8")
        part.rename(folder / "notes.csv")
        summary = next(imports)
    assert [Path(file.path).name for file in summary.files] == ["notes.csv"]


def test_files_of_a_folder_that_is_moved_there_are_imported(library: Library, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "notes.csv").write_text(TABLE, "utf-8")
    with watched(library, folder) as imports:
        (tmp_path / "elsewhere").rename(folder / "books")
        next(imports)
    assert quotes(library) == {"the softmax"}


def test_what_is_no_export_is_passed_over(library: Library, folder: Path) -> None:
    with watched(library, folder) as imports:
        (folder / "shopping.txt").write_text("milk\n", "utf-8")
        summary = next(imports)
    assert summary.is_clean
    assert [Path(name).name for name in summary.passed_over] == ["shopping.txt"]


def test_a_file_is_whole_when_it_stayed_as_it_is(tmp_path: Path) -> None:
    now = 0.0
    ripening = Ripening(2.0, clock=lambda: now)
    path = tmp_path / "export.json"
    path.write_text("{", "utf-8")
    ripening.add(path)
    now = 1.5
    path.write_text("{}", "utf-8")  # Nobody says so, as on some drives.
    assert ripening.whole() == []
    now = 3.0
    assert ripening.whole() == []
    now = 3.5
    assert ripening.whole() == [path]
    assert ripening.whole() == []


def test_a_file_that_is_gone_again_is_forgotten(tmp_path: Path) -> None:
    ripening = Ripening(0.0)
    ripening.add(tmp_path / "gone.json")
    assert ripening.whole() == []


@pytest.mark.parametrize("place", [".", "docs", "docs/sources"])
def test_a_folder_with_the_librarys_own_pages_is_not_watched(library: Library, place: str) -> None:
    with pytest.raises(LibraryError, match="pages that an import writes"), watched(library, library.root / place):
        pass


def test_a_folder_that_is_not_there_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is no folder to watch"), watched(library, tmp_path / "nowhere"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there that a test can send to one process")
def test_ctrl_c_stops_it_and_leaves_what_was_imported(library: Library, folder: Path) -> None:
    command = [sys.executable, "-m", "commonplace", "-C", str(library.root), "watch", "--settled", "0.2", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:  # noqa: S603  # Ours.
        giving_up = threading.Timer(PATIENCE, process.kill)
        giving_up.start()
        assert process.stdout is not None
        assert "Ctrl-C stops it" in process.stdout.readline()
        (folder / "notes.csv").write_text(TABLE, "utf-8")
        assert any("The library holds 1 annotation" in line for line in iter(process.stdout.readline, ""))
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        giving_up.cancel()
    assert "Stopped; what was imported stays." in rest
    assert process.returncode == 0
    assert quotes(library) == {"the softmax"}
