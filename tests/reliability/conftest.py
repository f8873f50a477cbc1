"""A small library before and after each command that writes."""

from __future__ import annotations

import pytest
from reliability.scenario import Case, cases


@pytest.fixture(scope="session")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    return cases(tmp_path_factory.mktemp("reliability"))
