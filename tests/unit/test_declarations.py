"""What an owner wrote into the front matter of a concept page and is not what belongs there, is named with its key."""

from __future__ import annotations

import pytest

from commonplace.concepts.declarations import read_concept
from commonplace.errors import ConceptError


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("related: [gradient]", "related[0]"),
        ("related: gradient", "related"),
        ("related: 5", "related"),
        ("related: {concept: gradient}", "related"),
        ("related: [{concept: 5, relation: needs}]", "related[0].concept"),
        ("formulas: ['y = x']", "formulas[0]"),
        ("formulas: y = x", "formulas"),
        ("formulas: {tex: x}", "formulas"),
        ("formulas: [{tex: x, where: 5}]", "formulas[0].where"),
        ("formulas: [{tex: x, symbols: {x: 5}}]", "formulas[0].symbols.x"),
        ("aliases: 5", "aliases"),
        ("aliases: {a: b}", "aliases"),
        ("tags: [1]", "tags"),
        ("names: [a]", "names"),
    ],
)
def test_what_does_not_belong_under_a_key_is_an_error_that_names_it_and_says_what_to_write(
    written: str, key: str
) -> None:
    with pytest.raises(ConceptError, match="front matter: ") as caught:
        read_concept("gradient", f"---\ntitle: Gradient\n{written}\n---\n", path="docs/concepts/gradient.md")
    assert f"`{key}`" in str(caught.value)
    assert caught.value.hint
