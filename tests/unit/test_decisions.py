from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.errors import LibraryError
from commonplace.store.decisions import Decision, decided, decisions_text, read_decisions

PIN = Decision(verb="pin", subject="a1", object="gradient")
words = st.text("ab中\n\"'，{}", min_size=1, max_size=8)
any_decision = st.builds(
    Decision,
    verb=st.sampled_from(("pin", "forbid", "join", "part", "answer")),
    subject=words,
    object=words,
    text=words,
    on=st.sampled_from(("", "2026-11-25")),
)


def test_the_last_word_on_a_matter_counts() -> None:
    forbid = Decision(verb="forbid", subject="a1", object="gradient")
    assert decided((PIN,), forbid) == (forbid,)
    assert decided((forbid,), PIN) == (PIN,)
    join, part = Decision(verb="join", subject="x", object="y"), Decision(verb="part", subject="y", object="x")
    assert decided((join,), part) == (part,)
    assert decided((PIN,), join) == tuple(sorted((PIN, join)))


@given(st.lists(any_decision, max_size=6))
def test_what_is_written_is_read_back(decisions: list[Decision]) -> None:
    kept = decided(decisions)
    assert read_decisions(decisions_text(kept), path="d") == kept


@given(st.lists(any_decision, max_size=6, unique_by=lambda d: (d.subject, d.object)), st.randoms())
def test_the_order_of_different_matters_does_not_count(decisions: list[Decision], chance: random.Random) -> None:
    apart = [d for d in decisions if (d.object, d.subject) not in {(e.subject, e.object) for e in decisions}]
    shuffled = list(apart)
    chance.shuffle(shuffled)
    assert decisions_text(decided(shuffled)) == decisions_text(decided(apart))


@pytest.mark.parametrize("line", ["x", "[]", '{"verb": "eat", "subject": "a"}', '{"verb": "pin"}', "<<<<<<< HEAD"])
def test_a_line_that_is_no_decision_is_named(line: str) -> None:
    with pytest.raises(LibraryError) as error:
        read_decisions(decisions_text([PIN]) + line, path="docs/decisions.jsonl")
    assert "docs/decisions.jsonl:2" in str(error.value)
