"""Building and serving the site: MkDocs, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonplace.errors import BuildError

_QUIET_JIEBA = "import jieba, mkdocs.__main__ as mkdocs; jieba.setLogLevel('WARNING'); mkdocs.cli()"
_MKDOCS = (sys.executable, "-c", _QUIET_JIEBA)
_LEVEL = re.compile(r"([A-Z]+) +-  ")


def build(root: Path, destination: Path, *, language: str = "zh") -> None:
    """Build the site of the library at `root`, its theme in `language`; complaints go to standard error.

    Raises
    ------
    BuildError
        If MkDocs fails or warns.
    """
    # Not --quiet: with it, --strict counts no warning.
    command = ["build", "--clean", "--strict", "--site-dir", str(destination.resolve())]
    with subprocess.Popen(  # noqa: S603  # Our own.
        [*_MKDOCS, *command],
        cwd=root,
        env=_environment(language),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in complaints(process.stdout or ()):
            sys.stderr.write(line)
    if process.returncode:
        raise BuildError("MkDocs could not build the site", hint="Its own words stand above.", path=str(root))


def serve(root: Path, address: str, *, language: str = "zh") -> None:
    """Serve the site of the library at `root` until interrupted; it is built anew when a page changes.

    Raises
    ------
    BuildError
        If MkDocs ends by itself.
    """
    command = ["serve", "--dev-addr", address]
    try:
        done = subprocess.run(  # noqa: S603  # Our own.
            [*_MKDOCS, *command], cwd=root, env=_environment(language), stdout=sys.stderr, check=False
        )
    except KeyboardInterrupt:
        return
    if done.returncode:
        raise BuildError("MkDocs could not serve the site", hint="Its own words stand above.", path=str(root))


def complaints(lines: Iterable[str]) -> Iterator[str]:
    """The lines of MkDocs' output that say what is wrong: a message goes on until the next one begins."""
    wanted = True
    for line in lines:
        if level := _LEVEL.match(line):
            wanted = level[1] not in ("INFO", "DEBUG")
        if wanted:
            yield line


def _environment(language: str) -> dict[str, str]:
    return os.environ | {
        "COMMONPLACE_LANGUAGE": language,
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner; mkdocs is pinned below 2.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # The notebooks' kernel warns of a debugger that nobody uses.
    }
