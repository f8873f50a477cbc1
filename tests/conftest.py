"""What tests share: a small library, and exports to read into it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from commonplace.store.library import Library
from commonplace.store.regions import empty_region

ROOT = Path(__file__).parents[1]

os.environ["LANGUAGE"] = "en"  # What commands say is compared in one language, whatever that of who tests.

# A busy machine is no fault of the code: how long anything takes is measured in benchmarks/, never asserted here.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

CONCEPTS = {
    "gradient": ("梯度", "gradient", ["nabla"], ["微积分"]),
    "cross-entropy": ("交叉熵误差", "cross-entropy", ["交叉熵"], ["损失函数"]),
    "softmax": ("Softmax 函数", "softmax", [], ["激活函数"]),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of three concepts without formulas, and nothing read yet."""
    return library_at(tmp_path / "library")


def library_at(folder: Path) -> Library:
    """Make a library of three concepts without formulas in a folder that is not there yet."""
    (folder / "docs" / "concepts").mkdir(parents=True)
    (folder / "docs" / "sources").mkdir()
    (folder / "snippets").mkdir()
    for concept_id, (zh, en, aliases, tags) in CONCEPTS.items():
        (folder / "docs" / "concepts" / f"{concept_id}.md").write_text(
            f"---\ntitle: {zh} {en}\nnames: {{zh: {zh}, en: {en}}}\naliases: {aliases}\ntags: {tags}\n---\n\n"
            f"# {zh} {en}\n\n{empty_region('formulas')}\nOwner’s prose.\n\n{empty_region('passages')}",
            encoding="utf-8",
        )
    return Library(folder)
