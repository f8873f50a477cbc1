"""Every formula that the library's concepts need, as textbooks write it, is read and agrees with numpy."""

from __future__ import annotations

import pytest
from concept_formulas import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.concept)
def test_the_formula_is_read_as_written_and_agrees(case: Case) -> None:
    verdict = case.verdict()
    assert (verdict.outcome, verdict.problem) == ("agrees", "")
