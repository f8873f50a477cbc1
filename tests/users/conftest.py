"""The wheel as people install it, and a place outside of the repository to use it from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


def _python(*words: str, cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # Ours.
        [sys.executable, *words],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment in which `commonplace` is what the wheel holds, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "COLUMNS": "120"}
    made = _python("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT, environment=environment)
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob("*.whl")
    target = ["--no-deps", "--no-index", "--no-compile", "--target", str(folder / "installed")]
    done = _python("-m", "pip", "install", "--quiet", *target, str(wheel), cwd=folder, environment=environment)
    assert done.returncode == 0, done.stderr
    environment["PYTHONPATH"] = str(folder / "installed")
    where = _python("-c", "import commonplace; print(commonplace.__file__)", cwd=folder, environment=environment)
    assert where.stdout.startswith(environment["PYTHONPATH"]), where.stdout + where.stderr
    return environment


@pytest.fixture(scope="session")
def commonplace(installed: Mapping[str, str]) -> Command:
    """Runs the installed tool in a folder."""

    def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return _python("-m", "commonplace", *words, cwd=cwd, environment=installed)

    return run
