"""Formulas in the notation of well-known books are understood, and their values are right."""

from __future__ import annotations

import pytest
from book_formulas import BOOKS, SNIPPETS, Entry, declaration
from more_book_formulas import MORE

from commonplace.formulas.checking import Effort, check_formula


@pytest.mark.parametrize("entry", [*BOOKS, *MORE], ids=lambda entry: entry[0][:40])
def test_a_formula_of_a_book_is_understood(entry: Entry) -> None:
    effort = Effort(inputs=20, wide=0)
    verdict = check_formula(declaration(entry), entry[2], snippets=SNIPPETS.__getitem__, effort=effort)
    assert (verdict.outcome, verdict.problem) == ("agrees", "")


def test_many_books_are_tried() -> None:
    assert len({entry[0] for entry in (*BOOKS, *MORE)}) >= 150
