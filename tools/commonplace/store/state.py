"""Whether files are what they were: the state of a library without reading it, and digests of what is outside of it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_AT_ONCE = 1 << 18
"""Bytes of a file that are in memory."""
_OF_A_LIBRARY = ("docs", "snippets", "commonplace.toml", ".commonplace/verdicts.json")


def state_of(root: Path) -> str:
    """A digest that changes with any file that pages are made from, with the tool itself, and with what is installed.

    As git does, it trusts size, time of change and inode of a file: what is replaced or written to has others.
    """
    lines = (line for name in _OF_A_LIBRARY for line in _states(os.fspath(root / name)))
    return _digest((tool_state(), *lines))


def tool_state() -> str:
    """A digest that changes with the tool itself, with Python, and with what is installed."""
    return _digest((sys.version, *_states(os.fspath(_PACKAGE)), *_installed()))


def line_of(path: Path) -> str:
    """A line that changes with a file, as far as that can be told without reading it; empty if there is none."""
    try:
        return _line(os.fspath(path), path.stat())
    except OSError:
        return ""


def states_in(folder: Path) -> dict[str, str]:
    """The same line of each file in a folder, by its name; nothing of what is no file, or cannot be looked at."""
    found: dict[str, str] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if not entry.is_dir():
                    # An entry's own `stat` knows no inode on Windows; a path takes longer to make than to ask.
                    found[entry.name] = _line(entry.path, os.stat(entry.path))  # noqa: PTH116  # As said.
    return found


def states_of(places: Iterable[Path]) -> dict[str, str]:
    """The state of each file that `places` are or hold, by its path."""
    lines = (line for place in places for line in _states(os.fspath(place)))
    return {line.partition("\0")[0]: line for line in lines}


def digest_of(path: Path) -> str:
    """A digest of a file's bytes; empty if there is none, or it cannot be read."""
    state = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as file:
            while data := file.read(_AT_ONCE):  # `file_digest` makes its buffer anew for each of many small files.
                state.update(data)
    except OSError:
        return ""
    return state.hexdigest()


def _states(place: str) -> Iterator[str]:
    """One line for each file that `place` is or holds, in the order of their names."""
    try:
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except NotADirectoryError:
        yield _line(place, Path(place).stat())
        return
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _states(entry.path)
            continue
        leads_nowhere = entry.is_symlink() and not Path(entry.path).exists()  # As the lock of an editor does.
        yield _line(entry.path, entry.stat(follow_symlinks=not leads_nowhere))


def _installed() -> Iterator[str]:
    """One line for each package that Python can import, which may have formats of its own."""
    for place in sys.path:
        try:
            entries = sorted(os.scandir(place or "."), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith((".dist-info", ".egg-info")):
                yield f"{entry.path}\0{entry.stat().st_mtime_ns}\n"


def _digest(lines: Iterable[str]) -> str:
    state = hashlib.sha256()
    for line in lines:
        state.update(line.encode("utf-8", "surrogateescape"))
    return state.hexdigest()


def _line(path: str, told: os.stat_result) -> str:
    return f"{path}\0{told.st_size}\0{told.st_mtime_ns}\0{told.st_ctime_ns}\0{told.st_ino}\n"
