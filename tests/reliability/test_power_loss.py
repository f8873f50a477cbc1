"""A power cut leaves the library before a command or after it; `inject_faults.py` tries every image, this a share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from reliability.campaign import power_cuts
from reliability.power_loss import Sync
from reliability.scenario import Case

from commonplace.errors import LibraryError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no call that syncs a folder")
DEFECTS: dict[str, Callable[[Sync], bool]] = {
    "new files are not synced": lambda sync: sync.path.rpartition("/")[2].isdecimal(),
    "the manifest is not synced": lambda sync: sync.path.endswith("manifest.json.partial"),
    "the names of new files are not synced": lambda sync: sync.path.endswith(".commonplace/pending"),
    "the folder of the new files is not synced": lambda sync: sync.path.endswith(".commonplace"),
    "the folders of the pages are not synced": lambda sync: "/docs" in sync.path,
}


@pytest.mark.parametrize("name", ["import", "sync", "render", "undo"])
def test_a_power_cut_leaves_the_library_before_or_after(all_cases: dict[str, Case], name: str, tmp_path: Path) -> None:
    outcomes = power_cuts(all_cases[name], tmp_path, every=67)
    assert outcomes["as before"]
    assert outcomes["done at once"]


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_sync_that_is_left_out_is_found(all_cases: dict[str, Case], defect: str, tmp_path: Path) -> None:
    with pytest.raises((AssertionError, LibraryError)):
        power_cuts(all_cases["import"], tmp_path, every=5, forgotten=DEFECTS[defect])
