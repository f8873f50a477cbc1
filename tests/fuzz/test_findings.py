"""What fuzzing found once is not found again; and each target can be run at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.targets import TARGETS, seeds

FINDINGS = sorted((Path(__file__).parent / "findings").glob("*-*"))


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.name)
def test_a_finding_is_gone(path: Path) -> None:
    TARGETS[path.name.rpartition("-")[0]](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_takes_its_seeds(name: str) -> None:
    for data in seeds(name):
        TARGETS[name](data)
