from __future__ import annotations

import pytest
from builders import concept

from commonplace.concepts.prerequisites import learning_steps
from commonplace.errors import ConceptError
from commonplace.model import Concept, Relation


def needing(concept_id: str, *needed: str) -> Concept:
    return concept(concept_id, concept_id, related=tuple(Relation(concept=name, kind="needs") for name in needed))


def test_each_step_needs_only_earlier_ones() -> None:
    concepts = (needing("d", "b", "c"), needing("b", "a"), needing("a"), needing("c"), needing("e", "nowhere"))
    assert [[c.id for c in step] for step in learning_steps(concepts)] == [["a", "c", "e"], ["b"], ["d"]]


def test_a_circle_is_named() -> None:
    with pytest.raises(ConceptError, match="circle") as error:
        learning_steps((needing("a", "b"), needing("b", "c"), needing("c", "a")))
    assert {"a", "b", "c"} <= set(error.value.problem.split("circle: ")[1].split(" → "))


def test_other_relations_order_nothing() -> None:
    pair = (
        concept("a", "a", related=(Relation(concept="b", kind="see also"),)),
        concept("b", "b", related=(Relation(concept="a", kind="see also"),)),
    )
    assert learning_steps(pair) == (pair,)
