"""Faults at the system calls of a real command: strace makes one call fail, or kills the process as it makes it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from reliability.scenario import Case, contents, settled

from commonplace import cli
from commonplace.store.library import Library

STRACE = shutil.which("strace")
KILLED_AT = ("openat", "write", "fsync", "rename", "unlink", "mkdir", "rmdir", "close", "getdents64", "flock")
ERRORS: Mapping[str, tuple[str, ...]] = {
    "write": ("ENOSPC", "EIO"),
    "fsync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "EROFS", "EACCES", "ENOSPC"),
    "unlink": ("EIO", "EROFS", "EACCES"),
    "mkdir": ("ENOSPC", "EROFS", "EACCES"),
    "rmdir": ("EIO", "EROFS"),
    "openat": ("EMFILE", "ENOSPC", "EIO", "EACCES"),
    "getdents64": ("EIO",),
    "read": ("EIO",),
}
_LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Strike:
    """The n-th call of a kind, and what happens at it: ``signal=KILL`` or ``error=…``."""

    call: str
    number: int
    what: str

    @property
    def words(self) -> tuple[str, ...]:
        """What strace is told."""
        return ("-e", f"trace={self.call}", "-e", f"inject={self.call}:{self.what}:when={self.number}")


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, on the library of a case."""

    case: Case
    words: tuple[str, ...]


def counts(command: Command, folder: Path) -> Counter[str]:
    """How often a command makes each call when nothing goes wrong."""
    log = folder / "calls"
    kinds = sorted({*KILLED_AT, *ERRORS})
    _traced(command, folder / "counted", ("-o", str(log), "-e", f"trace={','.join(kinds)}"))
    return Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", log.read_text("utf-8", "replace"), re.MULTILINE))


def strikes(found: Counter[str]) -> Iterator[Strike]:
    """A kill at each call, and each error that a call may give."""
    for call in KILLED_AT:
        yield from (Strike(call, number, "signal=KILL") for number in range(1, found[call] + 1))
    for call, errors in ERRORS.items():
        first = 2 if call == "read" else 1  # The first one waits for strace.
        yield from (Strike(call, number, f"error={e}") for e in errors for number in range(first, found[call] + 1))


def struck(command: Command, strike: Strike, folder: Path) -> str:
    """What became of the library, said in one word, and asserted to be no loss."""
    case = command.case
    library, status, said = _traced(command, folder / "struck", ("-o", os.devnull, *strike.words))
    at = f"{case.name}: {strike.what} at {strike.call} {strike.number}, exit {status}, said {said!r}"
    assert "Traceback" not in said, at
    at_once = contents(library)
    found = settled(library)
    if "/exports/" in said and "cannot be read" in said and status == 1:
        case.run(library)  # What it brings now is less, since the other exports were read before.
        told = {"docs/new.md", "docs/last-import.jsonl"}
        assert {k: v for k, v in contents(library).items() if k not in told} == {
            k: v for k, v in case.after.items() if k not in told
        }, at
        return "an export was unreadable, and said"
    assert found in (case.before, case.after), at
    if strike.what.startswith("error") and found == case.before:
        assert status == 1, at
    if found != case.after:
        case.run(library)
        assert contents(library) == case.after, at
        return "as before"
    return "done at once" if at_once == found else "finished by the next run"


def said(library: Library, words: tuple[str, ...], output: Path, *, user: int) -> tuple[int, str]:
    """Run a command as another user, and give its exit status and what it said."""
    waiting, go = os.pipe()
    child = _forked(library, words, waiting, output, user=user)
    os.close(waiting)
    os.write(go, b"!")
    os.close(go)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output.read_text("utf-8", "replace")


def _traced(command: Command, folder: Path, words: tuple[str, ...]) -> tuple[Library, int, str]:
    """Run a command under strace: all is imported already, and nothing but the command is traced."""
    library = command.case.copy(folder)
    output = folder.with_suffix(".output")
    waiting, go = os.pipe()
    child = _forked(library, command.words, waiting, output)
    os.close(waiting)
    tracer = subprocess.Popen(  # noqa: S603  # Ours.
        [str(STRACE), "-f", "-qq", *words, "-p", str(child)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _wait_for_tracer(child, tracer)
    os.write(go, b"!")
    os.close(go)
    _, status = os.waitpid(child, 0)
    tracer.wait()
    return library, os.waitstatus_to_exitcode(status), output.read_text("utf-8", "replace")


def _wait_for_tracer(child: int, tracer: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _LONGEST
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text("utf-8"):
        if tracer.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("strace could not attach")
        time.sleep(0.002)


def _forked(library: Library, words: tuple[str, ...], waiting: int, output: Path, *, user: int | None = None) -> int:
    """A process that is the command once `waiting` says so; what it says goes to a file."""
    cli.cli.get_command(click.Context(cli.cli), words[0])  # Another user may not be able to read where Python lies.
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)  # Not in the child, which may be traced already.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Of threads, none of which the child needs.
        child = os.fork()
    if child:
        os.close(handle)
        return child
    status = 99
    try:
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["commonplace", "-C", str(library.root), *words]
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        os.read(waiting, 1)
        cli.main()
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001  # Whatever it is, it is the outcome.
        traceback.print_exc()
    finally:
        os._exit(status)
