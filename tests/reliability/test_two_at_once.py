"""Two commands on one library, or a command and an editor: one waits or leaves, and nothing is torn."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from reliability.scenario import PROSE, QUOTES, Case, contents, export, settled, small_library

from commonplace.errors import LibraryError
from commonplace.site import building
from commonplace.store.library import Library
from commonplace.store.transactions import alone, committing, locking
from commonplace.workflows import publishing
from commonplace.workflows.importing import import_exports

HOLD = """
import sys, time
from pathlib import Path
from commonplace.store.transactions import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def holder(library: Library) -> Iterator[None]:
    """Another commonplace is at work in a library, until it is killed."""
    command = [sys.executable, "-c", HOLD, str(library.root.resolve() / ".commonplace")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # Ours.
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
        process.kill()


def test_parallel_imports_are_one_after_another(tmp_path: Path) -> None:
    exports = [str(export(tmp_path / f"{n}.json", *QUOTES[: n + 1], title=f"书{n}")) for n in range(4)]
    together, in_turn = small_library(tmp_path / "together"), small_library(tmp_path / "in-turn")
    for path in exports:
        import_exports(in_turn, [path])
    command = [sys.executable, "-c", "from commonplace.cli import main; main()", "-C", str(together.root), "import"]
    running = [subprocess.Popen([*command, path], stdout=subprocess.DEVNULL) for path in exports]  # noqa: S603  # Ours.
    assert [process.wait() for process in running] == [0] * 4
    last = ("docs/new.md", "docs/last-import.jsonl")
    assert {k: v for k, v in contents(together).items() if k not in last} == {
        k: v for k, v in contents(in_turn).items() if k not in last
    }


def test_who_comes_second_says_that_it_waits_and_leaves_when_it_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    library = small_library(tmp_path / "library")
    before = contents(library)
    monkeypatch.setattr(locking, "_SILENCE", 0.05)
    monkeypatch.setattr(committing, "alone", lambda folder: alone(folder, patience=0.1))
    with holder(library), pytest.raises(LibraryError, match="another commonplace is at work"):
        import_exports(library, [str(export(tmp_path / "one.json", *QUOTES))])
    assert "waiting for it" in caplog.text
    assert contents(library) == before


def test_a_holder_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    library = small_library(tmp_path / "library")
    with holder(library):
        pass
    import_exports(library, [str(export(tmp_path / "one.json", *QUOTES))])
    assert len(library.store().annotations) == len(QUOTES)


def test_an_import_waits_for_a_build_to_end(all_cases: dict[str, Case], tmp_path: Path) -> None:
    library = all_cases["import"].copy(tmp_path / "built")
    path = str(export(tmp_path / "more.json", *QUOTES))
    started = threading.Event()
    seen: dict[str, dict[str, bytes]] = {}

    def slow_build(root: Path, *_: object, **__: object) -> None:
        before = contents(Library(root))
        started.set()
        time.sleep(0.5)
        seen["before"], seen["after"] = before, contents(Library(root))

    with mock.patch.object(building, "build", slow_build):
        a_build = threading.Thread(target=publishing.build, args=(library,))
        a_build.start()
        assert started.wait(60)
        import_exports(library, [path])
        a_build.join()
    assert seen["before"] == seen["after"]
    assert contents(library) != seen["after"]


def saved_while(command: Callable[[], object], page: Path, text: str) -> None:
    """Run a command; an editor saves a page after the command has read it."""
    real = committing._differences

    def differences(*arguments: object) -> object:
        replacement = page.with_suffix(".tmp")
        replacement.write_text(text, "utf-8")
        os.replace(replacement, page)  # noqa: PTH105  # As editors do.
        return real(*arguments)  # type: ignore[arg-type]

    with mock.patch.object(committing, "_differences", differences):
        command()


def test_a_page_that_an_editor_saved_meanwhile_is_not_overwritten(all_cases: dict[str, Case], tmp_path: Path) -> None:
    case = all_cases["import"]
    library = case.copy(tmp_path / "edited")
    page = library.docs / "concepts" / "gradient.md"
    text = page.read_text("utf-8").replace(PROSE, "Saved while the import ran.")
    with pytest.raises(LibraryError, match=r"gradient\.md: was saved by someone else") as caught:
        saved_while(lambda: case.run(library), page, text)
    assert "again" in caught.value.hint
    assert settled(library) == {**case.before, "docs/concepts/gradient.md": text.encode("utf-8")}
    case.run(library)
    assert "Saved while the import ran." in page.read_text("utf-8")
    assert contents(library).keys() == case.after.keys()


def test_a_store_that_is_removed_at_the_very_moment_of_writing_is_written(
    all_cases: dict[str, Case], tmp_path: Path
) -> None:
    case = all_cases["import"]
    library = case.copy(tmp_path / "removed")
    store = next((library.docs / "sources").glob("*.jsonld"))
    real = committing._stage

    def stage(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        store.unlink()

    with mock.patch.object(committing, "_stage", stage):
        case.run(library)
    assert contents(library) == case.after


def test_a_page_that_is_saved_at_the_very_moment_of_writing_stays_and_is_said(
    all_cases: dict[str, Case], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case = all_cases["import"]
    library = case.copy(tmp_path / "edited")
    page, store = library.docs / "concepts" / "gradient.md", next((library.docs / "sources").glob("*.jsonld"))
    real = committing._put

    def put(*arguments: object) -> None:
        page.write_text("# Saved.\n", "utf-8")
        store.write_text("{}", "utf-8")
        with mock.patch.object(committing, "_put", real):
            real(*arguments)  # type: ignore[arg-type]

    with mock.patch.object(committing, "_put", put):
        case.run(library)
    assert page.read_text("utf-8") == "# Saved.\n"
    assert "gradient.md was saved meanwhile and is left so" in caplog.text
    (kept,) = (library.root / ".commonplace" / "kept").iterdir()
    assert kept.read_text("utf-8") == "{}"
    assert str(kept) in caplog.text
