"""Formulas on the command line, in pytest and under mutation, in a small library."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.workflows.mutating import mutate
from commonplace.workflows.single_formula import Asked, check_one

PAGE = """---
title: 和 Sum
names: {zh: 和, en: sum}
formulas:
  - tex: 's=\\sum_{i=1}^{n} x_i'
    symbols: {x: 'vector[n]', i: 'index[n]', 'n': dim}
    snippet: total_of.total
    args: [x]
---

# 和 Sum
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "docs" / "concepts").mkdir(parents=True)
    (tmp_path / "docs" / "concepts" / "total-of.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "total_of.py").write_text("def total(x):\n    return x.sum()\n", encoding="utf-8")
    return Library(tmp_path)


def asked(tex: str) -> Asked:
    return Asked(tex, "x: vector[n]; i: index[n]; n: dim", "total_of.total", None, (), "definition", 1)


def test_a_formula_is_checked_from_the_command_line(library: Library) -> None:
    assert check_one(library, asked(r"s=\sum_{i=1}^{n} x_i")).outcome == "agrees"
    wrong = check_one(library, asked(r"s=\sum_{i=2}^{n} x_i"))
    assert wrong.outcome == "differs"
    assert "For x = [1], n = 1." in wrong.problem


def test_every_mutant_of_a_plain_sum_is_noticed(library: Library) -> None:
    report = mutate(library)
    assert len(report.mutations) >= 5
    assert not report.survivors
    assert report.share == 1.0
    sampled = mutate(library, sample=3, seed=1)
    assert len(sampled.mutations) == 3
    assert sampled == mutate(library, sample=3, seed=1)


def test_no_mutants_of_a_concept_that_is_not_there(library: Library) -> None:
    with pytest.raises(LibraryError, match="there is no concept 'tital-of'"):
        mutate(library, concept="tital-of")


def test_a_mutant_without_a_reason_and_a_reason_without_a_mutant_are_told(library: Library) -> None:
    snippet = "import numpy as np\n\n\ndef total(x):\n    return np.where(True, x.sum(), 5)\n"
    (library.snippets / "total_of.py").write_text(snippet, encoding="utf-8")
    reasons = library.root / "tests" / "equivalent_mutants.yml"
    reasons.parent.mkdir(exist_ok=True)
    reasons.write_text("- {concept: gone, of: formula, change: a → b, reason: none}\n", encoding="utf-8")
    run = CliRunner().invoke(cli, ["-C", str(library.root), "mutate"])
    assert run.exit_code == 1
    assert "5 → 6 in return np.where(True, x.sum(), 5)" in run.stdout
    assert "and 1 have none" in run.stdout
    assert "A reason for nothing: gone · formula · a → b" in run.stdout


@pytest.mark.parametrize(("wrong", "outcome"), [(False, "1 passed"), (True, "1 failed")])
def test_pytest_makes_a_case_of_a_formula(library: Library, wrong: bool, outcome: str) -> None:  # noqa: FBT001
    if wrong:
        (library.snippets / "total_of.py").write_text("def total(x):\n    return -x.sum()\n", encoding="utf-8")
    plugin = ["-p", "no:commonplace", "-p", "commonplace.pytest_plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *plugin, "-k", "total_of", "docs/concepts"]
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [*command, "--rootdir", str(library.root)], cwd=library.root, capture_output=True, text=True, check=False
    )
    assert outcome in run.stdout
    assert not wrong or "the formula gives" in run.stdout


def test_the_plugin_costs_other_peoples_tests_nothing() -> None:
    code = (
        "import sys, pytest; seen = set(sys.modules); import commonplace.pytest_plugin; print(set(sys.modules) - seen)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert set(re.findall(r"'([\w.]+)'", run.stdout)) == {"commonplace", "commonplace.pytest_plugin"}
