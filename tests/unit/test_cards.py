"""Cards for review."""

from __future__ import annotations

import pytest
from builders import concept, passage, reading

from commonplace.cards import Card, PassageCard, cards_of, fitting
from commonplace.model import Concept, FormulaDeclaration, Passage, Source

GRADIENT = concept("gradient", "梯度", "gradient", "梯度向量")
SOURCE = reading().source


def made(told: Concept, passages: list[tuple[Source, Passage]]) -> tuple[Card, ...]:
    return cards_of([told], fitting([told], {told.id: passages}))


@pytest.mark.parametrize(
    ("quote", "hidden"),
    [
        ("函数的梯度向量指向上升最快处", ["梯度向量"]),
        ("The Gradient, and the gradient again", ["Gradient", "gradient"]),
        ("下降的是梯度", ["梯度"]),
    ],
)
def test_every_mention_of_the_concept_is_hidden_the_longest_name_first(quote: str, hidden: list[str]) -> None:
    (card,) = made(GRADIENT, [(SOURCE, passage(quote, id="a"))])
    assert isinstance(card, PassageCard)
    assert [text for text, is_hidden in card.pieces if is_hidden] == hidden
    assert "".join(text for text, _ in card.pieces) == quote


@pytest.mark.parametrize("quote", ["没有提到它", "gradients of it", "梯度" + "很长" * 200])
def test_a_passage_that_does_not_name_it_or_is_long_makes_no_card(quote: str) -> None:
    assert made(GRADIENT, [(SOURCE, passage(quote, id="a"))]) == ()


def test_every_card_has_a_key_of_its_own() -> None:
    formulas = (FormulaDeclaration(tex="a", snippet="m.f"), FormulaDeclaration(tex="b", snippet="m.f"))
    told = concept("gradient", "梯度", formulas=formulas)
    passages = [(SOURCE, passage("求梯度", id="a")), (SOURCE, passage("求梯度", id="b"))]
    keys = [card.key for card in made(told, passages)]
    assert len(set(keys)) == len(keys) == 4
