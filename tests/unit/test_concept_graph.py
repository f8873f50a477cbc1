"""Which concepts and books are joined, and in which layers they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from builders import concept

from commonplace.concepts.graph import Graph, neighbourhood, whole_graph
from commonplace.model import Concept, Relation


def needing(name: str, *needed: str, **others: str) -> Concept:
    related = [Relation(concept=other, kind="needs") for other in needed]
    related += [Relation(concept=other, kind=kind.replace("_", " ")) for kind, other in others.items()]
    return concept(name, name, related=tuple(related))


def pairs(graph: Graph) -> set[tuple[str, str]]:
    return {(edge.start, edge.end) for edge in graph.edges}


def test_what_is_needed_through_another_is_not_drawn_twice() -> None:
    graph = whole_graph([needing("a"), needing("b", "a"), needing("c", "a", "b")], {})
    assert pairs(graph) == {("a", "b"), ("b", "c")}
    assert graph.layers == (("a",), ("b",), ("c",))


def test_a_book_stands_behind_the_three_concepts_that_it_speaks_of_most() -> None:
    concepts = [needing(name) for name in "abcd"]
    graph = whole_graph(concepts, {"sources/x.md": {"a": 1, "b": 5, "c": 4, "d": 3}})
    assert pairs(graph) == {("b", "sources/x.md"), ("c", "sources/x.md"), ("d", "sources/x.md")}


def test_see_also_is_drawn_only_for_what_hangs_on_nothing_else() -> None:
    concepts = [needing("a"), needing("b", "a", see_also="d"), needing("c", see_also="b"), needing("d")]
    assert pairs(whole_graph(concepts, {})) == {("a", "b"), ("c", "b")}


def test_a_concept_stands_between_what_it_names_and_what_names_it() -> None:
    here = needing("here", "before")
    concepts = [needing("before"), here, needing("behind", "here"), needing("far", "behind")]
    graph = neighbourhood(here, concepts, {"sources/x.md": {"here": 2}, "sources/y.md": {"far": 1}})
    assert graph.layers == (("before",), ("here",), ("behind", "sources/x.md"))


def test_the_order_of_a_set_is_not_seen() -> None:
    """Python orders the members of a set anew in each process."""
    command = (
        "import test_concept_graph as t; here = t.needing('here', *'abcdefgh');"
        "every = [here, *map(t.needing, 'abcdefgh')];"
        "print(t.neighbourhood(here, every, {}), t.whole_graph(every, {}))"
    )
    path = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[1]), *sys.path))
    told = {
        subprocess.run(  # noqa: S603  # Our own.
            [sys.executable, "-c", command],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path},
            check=True,
            capture_output=True,
        ).stdout
        for seed in "123"
    }
    assert len(told) == 1


def test_two_that_name_each_other_are_joined_once() -> None:
    here = needing("here", see_also="there")
    graph = neighbourhood(here, [here, needing("there", see_also="here")], {})
    assert pairs(graph) == {("there", "here")}


def test_of_very_many_books_those_with_the_most_passages_are_drawn() -> None:
    passages = {f"b{number:03}": {"a": number} for number in range(1, 101)}
    whole = whole_graph([needing("a"), needing("b", "a")], passages)
    around = neighbourhood(needing("a"), [needing("a")], passages)
    assert {edge.end for edge in whole.edges if edge.kind == "book"} == {f"b{number:03}" for number in range(41, 101)}
    assert {edge.end for edge in around.edges} == {f"b{number:03}" for number in range(81, 101)}
