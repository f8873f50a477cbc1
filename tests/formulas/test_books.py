"""Formulas in the notation of well-known books are understood, and their values are right."""

from __future__ import annotations

import pytest
from book_formulas import BOOKS, NOT_UNDERSTOOD, SNIPPETS, Entry, declaration

from commonplace.formulas.checking import Effort, check_formula

UNDERSTOOD = [entry for entry in BOOKS if entry[0] not in NOT_UNDERSTOOD]


@pytest.mark.parametrize("entry", UNDERSTOOD, ids=lambda entry: entry[0][:40])
def test_a_formula_of_a_book_is_understood(entry: Entry) -> None:
    effort = Effort(inputs=20, wide=0)
    verdict = check_formula(declaration(entry), entry[2], snippets=SNIPPETS.__getitem__, effort=effort)
    assert (verdict.outcome, verdict.problem) == ("agrees", "")


def test_nearly_all_are_understood() -> None:
    assert len(BOOKS) >= 100
    assert len(UNDERSTOOD) / len(BOOKS) >= 0.95


@pytest.mark.parametrize("tex", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_refused_with_advice(tex: str) -> None:
    entry = next(entry for entry in BOOKS if entry[0] == tex)
    verdict = check_formula(declaration(entry), entry[2], snippets=SNIPPETS.__getitem__)
    assert (verdict.outcome, verdict.stage) == ("broken", "parse")
    assert "Write" in verdict.problem
