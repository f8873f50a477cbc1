"""What a release is made of is pinned, audited and told, and who finds a hole is told where to say so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-fuzz.lock"])
def test_every_dependency_is_pinned_with_its_hashes(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    pins = [line for line in lines if line.strip() and not line.startswith("#")]
    assert pins
    assert [
        pin[:60] for pin in pins if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", pin)
    ] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_do_nothing_by_default_and_name_each_action_by_its_commit(path: Path) -> None:
    workflow: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    actions = [step["uses"] for step in steps if "uses" in step]
    assert workflow["permissions"] == {}
    assert [action for action in actions if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []


def commands(name: str) -> str:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    return "\n".join(step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"])


def test_what_is_pinned_is_audited_and_fails_where_it_cannot_be() -> None:
    assert re.search(r"pip-audit --strict .*--require-hashes --requirement requirements\.lock", commands("ci.yml"))


def test_a_release_carries_its_bill_of_materials() -> None:
    assert "sbom.json" in commands("release.yml")


def test_who_finds_a_hole_is_told_how_to_report_it() -> None:
    assert "## How to report" in (ROOT / "SECURITY.md").read_text("utf-8")
