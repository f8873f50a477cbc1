from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from builders import annotation, any_annotation
from hypothesis import given
from hypothesis import strategies as st

from commonplace.merging.annotations import fates, merge
from commonplace.merging.identity import identified
from commonplace.model import Annotation, TextualBody

marked = st.lists(any_annotation, max_size=8).map(identified)


def versions(**told: Any) -> Annotation:
    return identified([annotation("梯度", native_id="1", comment="初", **told)])[0]


@given(marked)
def test_nothing_is_lost_and_everything_is_new_at_first(incoming: list[Annotation]) -> None:
    merged = merge({}, incoming)
    assert set(merged.annotations) == {item.id for item in incoming} == merged.new


@given(marked)
def test_the_same_again_changes_nothing(incoming: list[Annotation]) -> None:
    once = merge({}, incoming)
    again = merge(once.annotations, incoming)
    assert again.annotations == once.annotations
    assert not again.new
    assert not again.changed


@given(marked, st.randoms(use_true_random=False))
def test_the_order_within_an_import_does_not_matter(incoming: list[Annotation], chance: random.Random) -> None:
    shuffled = list(incoming)
    chance.shuffle(shuffled)
    assert merge({}, shuffled).annotations == merge({}, incoming).annotations


@given(marked, marked)
def test_what_is_not_in_an_export_stays(stored: list[Annotation], incoming: list[Annotation]) -> None:
    merged = merge(merge({}, stored).annotations, incoming)
    assert {item.id for item in stored} <= set(merged.annotations)


def test_an_edited_comment_replaces_the_old_one() -> None:
    before = versions()
    after = replace(before, bodies=(TextualBody(value="后"),))
    merged = merge({before.id: before}, [after])
    assert merged.annotations[before.id].comments[0].value == "后"
    assert merged.changed == {before.id}


def test_an_older_export_does_not_take_back_a_newer_one() -> None:
    newer = replace(versions(updated="2024-06-01T00:00:00Z"), bodies=(TextualBody(value="新"),))
    older = versions(updated="2024-01-01T00:00:00Z")
    merged = merge({newer.id: newer}, [older])
    assert merged.annotations[newer.id] == newer
    assert merged.unchanged == {newer.id}


def test_two_exports_of_different_age_in_one_import_leave_the_newer_in_either_order() -> None:
    older, newer = versions(updated="2024-01-01T00:00:00Z"), versions(updated="2024-06-01T00:00:00Z", color="red")
    for order in ([older, newer], [newer, older]):
        assert merge({}, order).annotations[older.id] == newer
        assert not merge(merge({}, order).annotations, order).changed


def test_two_kinds_of_export_of_one_highlight_settle_on_one_whichever_came_first() -> None:
    markdown = versions(extra={"block": "x"}, created="2024-05-01T20:00:00")
    raw = versions(extra={"style": 1}, created="2024-05-01T12:00:00Z", color="2")
    both = [merge(merge({}, [one]).annotations, [two]).annotations for one, two in ((markdown, raw), (raw, markdown))]
    assert both[0] == both[1] == merge({}, [raw, markdown]).annotations
    settled = both[0][raw.id]
    assert (settled.extra, settled.created, settled.color) == ({"block": "x", "style": 1}, raw.created, "2")
    for again in ([markdown], [raw], [markdown, raw]):
        assert not merge(both[0], again).changed


def test_each_unit_of_each_file_is_accounted_for() -> None:
    one, two, three = identified([annotation(text, native_id=text) for text in ("一", "二", "三")])
    stored = {one.id: one, two.id: replace(two, bodies=(TextualBody(value="初"),))}
    merged = merge(stored, [one, two, three, three])
    assert fates(merged, [[one.id, two.id, three.id], [three.id]]) == [["unchanged", "changed", "new"], ["unchanged"]]


def test_what_comes_again_as_it_is_stays_the_very_value_that_is_stored() -> None:
    stored, again = versions(extra={"style": 1, "block": "x"}), versions(extra={"block": "x", "style": 1})
    assert merge({stored.id: stored}, [again]).annotations[stored.id] is stored


def test_equal_values_that_are_written_differently_settle_on_one_whichever_came_first() -> None:
    whole, point = versions(extra={"style": 1}), versions(extra={"style": 1.0})
    both = [merge(merge({}, [one]).annotations, [two]).annotations for one, two in ((whole, point), (point, whole))]
    assert repr(both[0]) == repr(both[1])
