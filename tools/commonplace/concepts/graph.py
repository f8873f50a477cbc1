"""Concepts and books as a layered graph: what is needed stands before what needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from commonplace.concepts.prerequisites import NEEDS, learning_steps, needed_by
from commonplace.model import Concept

_CLOSEST = 3
MOST_BOOKS = 60
"""Books of the whole map: those with the most passages."""
_BOOKS_AROUND = 20  # Of one concept: those with the most passages on it.
BOOK = "book"
LOOSE = "see also"


class GraphEdge(msgspec.Struct, frozen=True, kw_only=True):
    """From a concept to what builds on it, or to a book that speaks of it; `kind` is a relation or ``book``."""

    start: str
    end: str
    kind: str


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Layers of concepts, by id, and books, by the path of their page; edges lead from one layer to a later one."""

    layers: tuple[tuple[str, ...], ...]
    edges: tuple[GraphEdge, ...]


def whole_graph(concepts: Sequence[Concept], passages: Mapping[str, Mapping[str, int]]) -> Graph:
    """
    Put all concepts and books into one graph.

    What a concept needs through another one that it needs is not drawn, a mere ``see also`` only for a concept that is
    joined to nothing else, and a concept without any edge not at all.

    Parameters
    ----------
    concepts
        Every concept.
    passages
        How many passages each book has on each concept; it is joined to the three that it speaks of most. Of very many
        books, those with the most passages are drawn.
    """
    known = {concept.id: concept for concept in concepts}
    step = {concept.id: number for number, members in enumerate(learning_steps(concepts)) for concept in members}
    needs = {concept.id: set(needed_by(concept, known)) for concept in concepts}
    behind: dict[str, set[str]] = {}
    for name in sorted(needs, key=step.__getitem__):
        behind[name] = needs[name].union(*(behind[needed] for needed in needs[name]))
    edges = [
        GraphEdge(start=needed, end=name, kind=NEEDS)
        for name in known
        for needed in needed_by(known[name], known)
        if not any(needed in behind[other] for other in needs[name])
    ]
    for start in {edge.start for edge in edges if not needs[edge.start]}:
        step[start] = min(step[edge.end] for edge in edges if edge.start == start) - 1
    edges += _declared(concepts, step, edges, loose=False)
    edges += _declared(concepts, step, edges, loose=True)
    told = {book: sum(n for name, n in counts.items() if name in known) for book, counts in passages.items()}
    for book in _with_most(told, MOST_BOOKS):
        counts = passages[book]
        closest = sorted((name for name in counts if name in known), key=lambda name: -counts[name])[:_CLOSEST]
        edges += [GraphEdge(start=name, end=book, kind=BOOK) for name in closest]
        step[book] = max((step[name] for name in closest), default=0) + 1
    return _layered(step, edges)


def neighbourhood(concept: Concept, concepts: Sequence[Concept], passages: Mapping[str, Mapping[str, int]]) -> Graph:
    """One concept between what its page names and what names it, with the books that speak of it most."""
    known = {other.id for other in concepts} - {concept.id}
    edges = [
        GraphEdge(start=relation.concept, end=concept.id, kind=relation.kind)
        for relation in concept.related
        if relation.concept in known
    ]
    before = dict.fromkeys(edge.start for edge in edges)
    edges += [
        GraphEdge(start=concept.id, end=other.id, kind=relation.kind)
        for other in concepts
        for relation in other.related
        if relation.concept == concept.id and other.id in known and other.id not in before
    ]
    told = {book: counts[concept.id] for book, counts in passages.items() if concept.id in counts}
    edges += [GraphEdge(start=concept.id, end=book, kind=BOOK) for book in _with_most(told, _BOOKS_AROUND)]
    edges = list({(edge.start, edge.end): edge for edge in reversed(edges)}.values())[::-1]
    step = {concept.id: 1} | dict.fromkeys(before, 0) | {edge.end: 2 for edge in edges if edge.start == concept.id}
    return _layered(step, edges)


def _with_most(counts: Mapping[str, int], number: int) -> list[str]:
    """At most so many of what is counted, those with the highest counts, in the order given."""
    chosen = set(sorted(counts, key=lambda name: (-counts[name], name))[:number])
    return [name for name in counts if name in chosen]


def _declared(
    concepts: Sequence[Concept], step: Mapping[str, int], drawn: Sequence[GraphEdge], *, loose: bool
) -> list[GraphEdge]:
    """The relations other than `needs`, from the earlier step to the later one; loose ones for whom nothing joins."""
    pairs = {frozenset((edge.start, edge.end)) for edge in drawn}
    joined = frozenset[str]().union(*pairs) if loose else frozenset[str]()
    edges = []
    for concept in concepts:
        for relation in concept.related if concept.id not in joined else ():
            pair = frozenset((concept.id, relation.concept))
            is_wanted = relation.kind != NEEDS and (relation.kind == LOOSE) == loose
            if not is_wanted or relation.concept not in step or pair in pairs:
                continue
            start, end = sorted((relation.concept, concept.id), key=step.__getitem__)
            if step[start] < step[end]:
                pairs.add(pair)
                edges.append(GraphEdge(start=start, end=end, kind=relation.kind))
    return edges


def _layered(step: Mapping[str, int], edges: Sequence[GraphEdge]) -> Graph:
    joined = {name for edge in edges for name in (edge.start, edge.end)}
    steps = sorted({number for name, number in step.items() if name in joined})
    layers = (tuple(name for name in step if step[name] == number and name in joined) for number in steps)
    return Graph(layers=tuple(layers), edges=tuple(edges))
