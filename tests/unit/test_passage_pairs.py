"""Joining, measured on made pairs whose answer is known."""

from __future__ import annotations

from passage_pairs import pairs, report, scores


def test_joining_is_as_good_as_promised_on_made_pairs() -> None:
    scored = scores(pairs(1000, seed=3))
    table = "\n".join(report(scored))
    assert len(scored) == 11, table
    assert scored["all"].precision >= 0.995, table
    assert scored["all"].recall >= 0.97, table
    assert all(score.recall >= 0.95 for score in scored.values()), table


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert pairs(40, seed=7) == pairs(40, seed=7) != pairs(40, seed=8)
