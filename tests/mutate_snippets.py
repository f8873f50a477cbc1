"""Let mutmut make each snippet wrong in one place after the other, and say which of it goes unnoticed without a reason.

It works on a copy in which the snippets stand under ``src/``, where mutmut finds a module by the name
that tests import. `snippet_survivors.yml` says of each mutant that lives why it may; a survivor without a
reason fails, and so does a reason without its survivor.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
REASONS = ROOT / "tests" / "snippet_survivors.yml"
SETTINGS = """\
[tool.mutmut]
source_paths = ["src/"]
pytest_add_cli_args_test_selection = ["tests/snippets"]

[tool.pytest.ini_options]
pythonpath = ["src"]
addopts = ["--import-mode=importlib", "-q"]
filterwarnings = ["error"]
"""
# The same examples each time: a mutant lives or dies by what the tests say, not by luck.
PATIENT = """\
from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants", deadline=None, max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("mutants")
"""
MUTANT = re.compile(r"x_(?P<function>\w+?)__mutmut_(?P<number>\d+|orig)")
SURVIVED, UNTESTED = 0, (5, 33)


@dataclass(frozen=True, order=True)
class Mutant:
    """A function of a snippet, and the statement that was changed in it."""

    of: str
    change: str


def main() -> None:
    """Lay out the copy, run mutmut on the snippets named or on all, and compare the survivors with the reasons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to work; an earlier run in it is gone on with")
    parser.add_argument("modules", nargs="*", help="which snippets: cross_entropy …")
    parser.add_argument("--processes", default="2")
    asked = parser.parse_args()
    _lay_out(asked.folder)
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    wanted = [f"{module}.*" for module in asked.modules]
    subprocess.run([mutmut, "run", "--max-children", asked.processes, *wanted], cwd=asked.folder, check=False)  # noqa: S603
    modules = asked.modules or sorted(path.stem for path in (ROOT / "snippets").glob("*.py"))
    outcomes = [outcome for module in modules for outcome in _outcomes(asked.folder / "mutants" / "src", module)]
    sys.exit(_report(outcomes, set(modules)))


def _lay_out(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "snippets", folder / "src", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "snippets", folder / "tests" / "snippets", dirs_exist_ok=True)
    (folder / "tests" / "conftest.py").write_text(PATIENT, "utf-8")
    (folder / "pyproject.toml").write_text(SETTINGS, "utf-8")


def _outcomes(source: Path, module: str) -> Iterator[tuple[Mutant, int | None]]:
    """Give each mutant of a module with what pytest's exit code was, None where it has not run."""
    functions = {
        node.name: node
        for node in ast.parse((source / f"{module}.py").read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    codes = json.loads((source / f"{module}.py.meta").read_text("utf-8"))["exit_code_by_key"]
    for key, code in codes.items():
        name = key.removeprefix(f"{module}.")
        found = MUTANT.fullmatch(name)
        if not found:
            raise ValueError(f"mutmut names a mutant in a way that is not known here: {key}")
        original = functions[f"x_{found['function']}__mutmut_orig"]
        yield Mutant(f"{module}.{found['function']}", _change(original, functions[name])), code


def _change(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    """Say which statements became which, in one line."""
    lines = list(difflib.ndiff(statements(before), statements(after)))
    return " → ".join(" ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+")


def statements(function: ast.FunctionDef) -> list[str]:
    """Give the lines of a function without its head, its docstring and its comments."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return [line for statement in body for line in ast.unparse(statement).replace("'", '"').splitlines()]


def _report(outcomes: list[tuple[Mutant, int | None]], modules: set[str]) -> int:
    """Print what lives and why, and give the exit code."""
    unfinished = sum(code is None for _, code in outcomes)
    survivors = [mutant for mutant, code in outcomes if code == SURVIVED or code in UNTESTED]
    explained = {mutant for mutant in reasons() if mutant.of.partition(".")[0] in modules}
    unexplained, unneeded = sorted(set(survivors) - explained), sorted(explained - set(survivors))
    killed = len(outcomes) - unfinished - len(survivors)
    lines = [
        *(f"survives, and no reason is given: {mutant.of}: {mutant.change}" for mutant in unexplained),
        *(f"a reason is given, and it does not survive: {mutant.of}: {mutant.change}" for mutant in unneeded),
        f"{killed} of {len(outcomes)} mutants die ({killed / max(len(outcomes), 1):.1%}), {unfinished} have not run;",
        f"{len(survivors)} live, {len(unexplained)} without a reason; {len(unneeded)} reasons without a survivor.",
    ]
    print("\n".join(lines))  # noqa: T201 (it is run, and tells)
    return 1 if unexplained or unneeded or unfinished else 0


def reasons() -> Iterator[Mutant]:
    """Give the mutants of which it is written down why they live."""
    for entry in yaml.safe_load(REASONS.read_text("utf-8")):
        for of, changes in entry["mutants"].items():
            yield from (Mutant(of, change) for change in changes)


if __name__ == "__main__":
    main()
