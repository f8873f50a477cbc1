"""What tests of safety share."""

from __future__ import annotations

import pytest
from safety.breaking import neutral_in
from safety.gate import Neutral


@pytest.fixture(scope="session")
def neutral(tmp_path_factory: pytest.TempPathFactory) -> Neutral:
    """What pages have where every field of every app, and every recorded value, holds plain words."""
    return neutral_in(tmp_path_factory.mktemp("neutral"))
