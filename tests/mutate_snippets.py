"""Let mutmut make each snippet wrong in one place after the other, and tell which of these its tests do not notice.

It works on a copy in which the snippets stand under ``src/``, where mutmut finds a module by the name
that tests import.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = """\
[tool.mutmut]
source_paths = ["src/"]
pytest_add_cli_args_test_selection = ["tests/snippets"]

[tool.pytest.ini_options]
pythonpath = ["src"]
addopts = ["--import-mode=importlib", "-q"]
"""
PATIENT = """\
from hypothesis import HealthCheck, settings

settings.register_profile("mutants", deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
settings.load_profile("mutants")
"""


def main() -> None:
    """Lay out the copy, run mutmut on the snippets named or on all, and print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to work; an earlier run in it is gone on with")
    parser.add_argument("modules", nargs="*", help="which snippets: cross_entropy …")
    parser.add_argument("--processes", default="2")
    asked = parser.parse_args()
    folder: Path = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "snippets", folder / "src", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "snippets", folder / "tests" / "snippets", dirs_exist_ok=True)
    (folder / "tests" / "conftest.py").write_text(PATIENT, "utf-8")
    (folder / "pyproject.toml").write_text(SETTINGS, "utf-8")
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    wanted = [f"{module}.*" for module in asked.modules]
    subprocess.run([mutmut, "run", "--max-children", asked.processes, *wanted], cwd=folder, check=False)  # noqa: S603
    subprocess.run([mutmut, "results"], cwd=folder, check=False)  # noqa: S603


if __name__ == "__main__":
    main()
