"""What GitHub runs: pinned, allowed little, and with files, versions and words that are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from users.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = [*sorted(FOLDER.glob("*.yml")), ROOT / "tools" / "commonplace" / "template" / "library" / "publish.yml"]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CHANGELOG = "# Changelog\n\n## Unreleased\n\n## [1.2.0] - 2026-01-02\n\n- Slopes.\n\n## [1.1.0]\n\n- Older.\n"


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return found


def step(workflow: str, name: str) -> str:
    """What the step of that name runs."""
    steps = [one for job in jobs(FOLDER / workflow).values() for one in job["steps"] if one.get("name") == name]
    return str(steps[0]["run"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_allowed_that_is_not_named_and_no_action_can_change(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert job["timeout-minutes"] <= 60
        for one in job["steps"]:
            assert "${{" not in one.get("run", ""), "what others name is data, not a command"
            if one.get("uses", "").startswith("actions/checkout@"):
                assert one["with"]["persist-credentials"] is False
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert used
    assert not [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", one)]


def test_one_action_is_of_one_version_everywhere() -> None:
    used = [one.split("@") for path in WORKFLOWS for one in re.findall(r"uses: (.*)", path.read_text("utf-8"))]
    assert len({name for name, _ in used}) == len({(name, version) for name, version in used})


@pytest.mark.parametrize("path", WORKFLOWS[:-1], ids=lambda path: path.stem)
def test_files_that_are_named_are_there(path: Path) -> None:
    text = path.read_text("utf-8")
    named = set(
        re.findall(r"(?<![\w/.-])(?:requirements\.lock|pyproject\.toml|CHANGELOG\.md|\.ci/\w+|tests/\w+)\b", text)
    )
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_versions_of_python_that_are_promised_are_those_that_are_tried() -> None:
    matrix = jobs(FOLDER / "ci.yml")["platforms"]["strategy"]["matrix"]
    promised = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]
    assert promised == matrix["python"]
    assert PROJECT["requires-python"] == f">={promised[0]}"
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}


@pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="GitHub runs these in bash")
@pytest.mark.parametrize(("tag", "passes"), [("v1.2.0", True), ("v1.1.0", False), ("v1.3.0", False), ("v1x2.0", False)])
def test_a_release_is_of_the_version_that_project_and_changelog_name(tmp_path: Path, tag: str, *, passes: bool) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")

    def run(name: str) -> int:
        command = ["bash", "-e", "-c", step("release.yml", name)]
        return subprocess.run(command, cwd=tmp_path, env=os.environ | {"TAG": tag}, check=False).returncode  # noqa: S603

    assert (run("The tag, the version and the changelog say the same") == 0) is passes
    if passes:
        assert run("The changelog's section of this version") == 0
        assert (tmp_path / "notes.md").read_text("utf-8").split() == ["-", "Slopes."]
