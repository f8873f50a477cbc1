"""A real command that is killed, or meets an error, at a system call; `make faults` tries every call, this a few."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from reliability.inject_faults import commands
from reliability.scenario import QUOTES, Case, contents, export, small_library
from reliability.system_calls import STRACE, Strike, said, struck

from commonplace.workflows.importing import import_exports

needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed")
COMMONPLACE = (sys.executable, "-c", "from commonplace.cli import main; main()")
NOBODY = 65534
IS_SUPERUSER = getattr(os, "geteuid", lambda: 1)() == 0
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


@pytest.mark.skipif(not IS_SUPERUSER, reason="only the superuser can become somebody who may not write")
def test_a_folder_that_may_not_be_written_is_said_and_can_be_looked_at() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        library = small_library(place / "library")
        import_exports(library, [str(export(place / "one.json", *QUOTES))])
        other = str(export(place / "two.json", *QUOTES[:1], comment=""))
        before = contents(library)
        status, told = said(library, ("import", other), place / "output", user=NOBODY)
        assert status == 1
        assert told.startswith("Error: ")
        assert "Permission denied" in told
        assert contents(library) == before
        status, told = said(library, ("list", "sources"), place / "output", user=NOBODY)
        assert status == 0
        assert "神经网络札记" in told


def test_an_output_that_is_full_is_an_error_of_ours(tmp_path: Path) -> None:
    library = small_library(tmp_path / "library")
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [*COMMONPLACE, "-C", str(library.root), "list", "concepts"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603  # Ours.
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
