"""What to learn before what: the concepts in steps, each after all that it needs."""

from __future__ import annotations

from collections.abc import Container, Sequence
from graphlib import CycleError, TopologicalSorter

from commonplace.errors import ConceptError
from commonplace.model import Concept

NEEDS = "needs"


def learning_steps(concepts: Sequence[Concept]) -> tuple[tuple[Concept, ...], ...]:
    """
    Order concepts by what they need.

    Returns
    -------
    tuple of tuple of Concept
        The first step needs nothing, each later one only what stands in earlier steps.

    Raises
    ------
    ConceptError
        If concepts need each other in a circle; it names them.
    """
    by_id = {concept.id: concept for concept in concepts}
    sorter = TopologicalSorter({concept.id: needed_by(concept, by_id) for concept in concepts})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise ConceptError(
            f"concepts need each other in a circle: {circle}", hint="Let one of these `needs` be `see also`."
        ) from error
    steps = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=list(by_id).index)
        steps.append(tuple(by_id[name] for name in ready))
        sorter.done(*ready)
    return tuple(steps)


def needed_by(concept: Concept, known: Container[str]) -> list[str]:
    """The concepts that `concept` needs, as far as they are `known`."""
    return [relation.concept for relation in concept.related if relation.kind == NEEDS and relation.concept in known]
