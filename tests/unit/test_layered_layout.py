"""Where nodes of a layered graph are drawn."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commonplace.concepts.layered_layout import Layout, laid_out


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[str, str]]]:
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    layers = [[f"{number}.{place}" for place in range(size)] for number, size in enumerate(sizes)]
    pairs = [(a, b) for n, layer in enumerate(layers) for later in layers[n + 1 :] for a in layer for b in later]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12)) if pairs else []
    return layers, edges


@given(graphs())
def test_nothing_of_a_layer_stands_on_another_thing(graph: tuple[list[list[str]], list[tuple[str, str]]]) -> None:
    layers, edges = graph
    layout = laid_out(layers, edges)
    place = {name: number for number, layer in enumerate(layers) for name in layer}
    for number, layer in enumerate(layers):
        points = [layout.bends[edge][number - place[edge[0]] - 1] for edge in edges if _passes(edge, number, place)]
        spans = sorted([(layout.heights[name], 0.5) for name in layer] + [(height, 0.2) for height in points])
        for (one, half), (other, other_half) in pairwise(spans):
            assert other - one >= half + other_half - 1e-6


@given(graphs())
def test_the_same_graph_is_drawn_the_same(graph: tuple[list[list[str]], list[tuple[str, str]]]) -> None:
    assert laid_out(*graph) == laid_out(*graph)


def test_a_crossing_that_need_not_be_is_not_drawn() -> None:
    layout = laid_out([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")])
    heights = layout.heights
    assert (heights["a"] < heights["b"]) == (heights["d"] < heights["c"])


def test_an_edge_over_a_layer_goes_past_what_stands_there() -> None:
    layout = laid_out([["a"], ["b"], ["c"]], [("a", "b"), ("b", "c"), ("a", "c")])
    assert abs(layout.bends["a", "c"][0] - layout.heights["b"]) >= 0.7 - 1e-9


def test_no_graph_has_no_height() -> None:
    assert laid_out([], []) == Layout(heights={}, bends={})
    assert laid_out([], []).height == 0


def _passes(edge: tuple[str, str], number: int, place: dict[str, int]) -> bool:
    return place[edge[0]] < number < place[edge[1]]
