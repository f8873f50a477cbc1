"""The last build that went well: what it was made from, and how it left the site.

Where neither has changed, building again would change nothing. As git does, this trusts size, times and inode of files.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from commonplace.site.builder.kept import key_of
from commonplace.site.builder.left_site import shown_in
from commonplace.store.state import digest_of, states_of, tool_state

Severity: TypeAlias = Literal["error", "warning"]
_RECORD = Path(".commonplace", "built.json")
_OWN = ".commonplace"
_VERDICTS = f"{_OWN}/verdicts.json"
SITE = "site"
_PACKAGE = Path(__file__).parents[2]
_TICK = 0.02
"""Seconds within which a file may be written twice and keep its times."""
_OF_A_TERMINAL = re.compile(
    r"_|PWD|OLDPWD|SHLVL|COLUMNS|LINES|TERM.*|COLORTERM|WINDOWID|DISPLAY|SSH_.*|TMUX.*|STY|XDG_SESSION_.*|MAKE.*|MFLAGS"
)
"""Variables of the environment that differ from one terminal to the next; of the others any may stand on a page."""


class LastBuild(msgspec.Struct, frozen=True):
    """
    What is kept of a build.

    Attributes
    ----------
    made_from : str
        The key of all that it was made from; none if that is not known.
    left : str
        The key of the site.
    beside : tuple of str
        Files and folders elsewhere that it was made from.
    said : tuple
        What was said of it, to be said again: the fields of each finding.
    """

    made_from: str = ""
    left: str = ""
    beside: tuple[str, ...] = ()
    said: tuple[tuple[str, str, Severity], ...] = ()


def last_build(root: Path) -> LastBuild:
    """What is known of the last build of the library at `root`; nothing where the record is missing or damaged."""
    try:
        return msgspec.json.decode((root / _RECORD).read_bytes(), type=LastBuild)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return LastBuild()


def keep(root: Path, built: LastBuild) -> None:
    """Remember a build."""
    path = root / _RECORD
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(msgspec.json.encode(built))
    partial.replace(path)


def forget(root: Path) -> None:
    """Remember no build, since the next one begins."""
    (root / _RECORD).unlink(missing_ok=True)


def state_of_site(site: Path) -> str:
    """A key that changes with any file of a site; none if a file went while it was looked at."""
    try:
        return key_of(sorted(states_of(shown_in(site)).values()))
    except OSError:
        return ""


class Inputs:
    """
    What a site is made from, as it was before any of it was read.

    That is all that lies in the library, since notebooks and pictures may read anything, but what is hidden there, the
    site itself and virtual environments.

    Parameters
    ----------
    root : Path
        The library.
    wish : tuple
        How it is to be built.
    beside : iterable of str
        Files and folders elsewhere.
    """

    def __init__(self, root: Path, wish: tuple[object, ...], beside: Iterable[str]) -> None:
        self._root = root.resolve()
        self.beside = tuple(beside)
        self._common = key_of(wish, tool_state(), _environment())
        self._states = self._looked_at()

    @property
    def key(self) -> str:
        """The key of it all; none if a file went while it was looked at."""
        return "" if self._states is None else key_of(self._common, sorted(self._states.values()))

    def settled(self, written: Mapping[Path, str]) -> bool:
        """
        Look again, after a build's own files were written; return whether nothing else changed meanwhile.

        Parameters
        ----------
        written : mapping
            The digest of what the build wrote into each file.
        """
        time.sleep(_TICK)  # What is written from now on has other times.
        before, self._states = self._states, self._looked_at()
        if before is None or self._states is None:
            return False
        ours = {str(path.resolve()): digest for path, digest in written.items()}
        return all(
            before.get(path) == self._states.get(path) or ours.get(path) == digest_of(Path(path))
            for path in before.keys() | self._states.keys()
        )

    def _looked_at(self) -> dict[str, str] | None:
        try:
            return states_of((*self._places(), *map(Path, self.beside)))
        except OSError:
            return None

    def _places(self) -> list[Path]:
        names = (name for name in self._root.iterdir() if not name.name.startswith(".") and name.name != SITE)
        return [*(name for name in names if not (name / "pyvenv.cfg").is_file()), self._root / _VERDICTS]

    def unwatched(self, places: Iterable[str]) -> tuple[str, ...]:
        """Those of `places` that lie elsewhere."""
        watched = (*self._places(), self._root / _OWN, _PACKAGE)
        return tuple(
            sorted({place for place in places if not any(Path(place).is_relative_to(known) for known in watched)})
        )


def _environment() -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in os.environ.items() if not _OF_A_TERMINAL.fullmatch(name))
