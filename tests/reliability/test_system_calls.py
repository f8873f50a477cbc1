"""A real command that is killed, or meets an error, at a system call; `make faults` tries every call, this a few."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from reliability.inject_faults import commands
from reliability.scenario import QUOTES, Case, contents, export, small_library
from reliability.system_calls import STRACE, Strike, struck

from commonplace.workflows.importing import import_exports

needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed")
COMMONPLACE = (sys.executable, "-c", "from commonplace.cli import main; main()")
STRIKES = [
    Strike("write", 9, "signal=KILL"),
    Strike("fsync", 20, "signal=KILL"),
    Strike("rename", 1, "signal=KILL"),
    Strike("rename", 5, "signal=KILL"),
    Strike("write", 9, "error=ENOSPC"),
    Strike("rename", 5, "error=EROFS"),
    Strike("openat", 30, "error=EMFILE"),
]


@needs_strace
@pytest.mark.parametrize("strike", STRIKES, ids=lambda strike: f"{strike.call}-{strike.number}-{strike.what}")
def test_a_real_command_leaves_the_library_before_or_after(
    all_cases: dict[str, Case], tmp_path: Path, strike: Strike
) -> None:
    command = commands(all_cases, all_cases["import"].folder.parent)[0]
    assert struck(command, strike, tmp_path)


def commonplace(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMONPLACE, *words], capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603  # Ours.


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="the superuser, or Windows, may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_and_can_be_looked_at(tmp_path: Path) -> None:
    library = small_library(tmp_path / "library")
    import_exports(library, [str(export(tmp_path / "one.json", *QUOTES))])
    before = contents(library)
    other = export(tmp_path / "two.json", *QUOTES[:1], comment="")
    for folder in (library.docs, library.root / ".commonplace", library.docs / "concepts"):
        folder.chmod(0o500)
        done = commonplace("-C", str(library.root), "import", str(other))
        folder.chmod(0o700)
        assert done.returncode == 1
        assert done.stderr.startswith("Error: ")
        assert "Traceback" not in done.stderr
        assert contents(library) == before


def test_an_output_that_is_full_is_an_error_of_ours(tmp_path: Path) -> None:
    library = small_library(tmp_path / "library")
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [*COMMONPLACE, "-C", str(library.root), "list", "concepts"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603  # Ours.
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
