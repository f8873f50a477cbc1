"""Building and serving the site: MkDocs, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from commonplace.errors import BuildError


def build(root: Path, destination: Path) -> None:
    """Build the site of the library at `root`; what MkDocs says goes to standard error.

    Raises
    ------
    BuildError
        If MkDocs fails or warns.
    """
    command = ["build", "--clean", "--strict", "--quiet", "--site-dir", str(destination.resolve())]
    if _mkdocs(root, command):
        raise BuildError("MkDocs could not build the site", hint="Its own words stand above.", path=str(root))


def serve(root: Path, address: str) -> None:
    """Serve the site of the library at `root` until interrupted; it is built anew when a page changes.

    Raises
    ------
    BuildError
        If MkDocs ends by itself.
    """
    try:
        status = _mkdocs(root, ["serve", "--dev-addr", address])
    except KeyboardInterrupt:
        return
    if status:
        raise BuildError("MkDocs could not serve the site", hint="Its own words stand above.", path=str(root))


def _mkdocs(root: Path, arguments: list[str]) -> int:
    environment = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner; mkdocs is pinned below 2.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # The notebooks' kernel warns of a debugger that nobody uses.
    }
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=root, env=environment, stdout=sys.stderr, check=False).returncode  # noqa: S603  # Our own.
