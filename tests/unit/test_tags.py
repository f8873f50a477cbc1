from __future__ import annotations

from collections import Counter

import pytest
from builders import concept
from hypothesis import given
from hypothesis import strategies as st

from commonplace.concepts.terms import Terms
from commonplace.pages.addresses import tag_anchor
from commonplace.tags import reader_tags, tag_key

NAMED = Terms(
    [
        concept("gradient", "梯度", "gradient", "nabla"),
        concept("cross-entropy", "交叉熵误差", "ce-loss"),
        concept("mse", "MSE"),
    ]
).named


def spellings(*written: str) -> list[tuple[str, ...]]:
    return [tag.spellings for tag in reader_tags(Counter(written), NAMED)]


@pytest.mark.parametrize(
    "same",
    [
        ("to read", "to-read", "To_Read", "ｔｏｒｅａｄ"),
        ("梯度", "gradient", "Gradient", "nabla"),
        ("ce-loss", "CE_loss", "交叉熵误差"),
    ],
)
def test_one_tag_however_it_is_spelt(same: tuple[str, ...]) -> None:
    (found,) = spellings(*same)
    assert set(found) == set(same)


def test_other_characters_tell_tags_apart() -> None:
    assert len(spellings("c++", "c#", "c", "数学/梯度", "梯度", "重要!")) == 6


def test_the_most_common_spelling_is_its_name_whatever_the_order() -> None:
    for written in (["b-c", "b c", "b c"], ["b c", "b-c", "b c"]):
        (tag,) = reader_tags(Counter(written), NAMED)
        assert tag.name == "b c"


def test_a_tag_is_about_the_concepts_that_it_or_its_levels_name() -> None:
    tags = {tag.name: tag.concepts for tag in reader_tags(Counter(["数学/梯度", "均方误差/MSE", "其他"]), NAMED)}
    assert tags == {"数学/梯度": ("gradient",), "均方误差/MSE": ("mse",), "其他": ()}


@given(st.text(max_size=8), st.text(max_size=8))
def test_places_on_the_page_of_tags_are_as_many_as_tags(one: str, other: str) -> None:
    assert (tag_anchor(one) == tag_anchor(other)) == (tag_key(one) == tag_key(other))
