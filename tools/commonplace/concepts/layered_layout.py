"""Where the nodes of a layered graph are drawn, so that few of its edges cross and none runs through a node.

Layers stand side by side, and every edge leads from one to a later one (Sugiyama, Tagawa and Toda 1981): what spans
several layers gets a point in each of those between; each layer is ordered by the middle of its neighbours, from both
sides in turn, and the order with the fewest crossings is kept; then each node is drawn as near to its neighbours as the
distance to the next one allows. The same graph gives the same numbers everywhere.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

_SWEEPS = 12
_POINT = 0.4  # The height of a point of an edge, in nodes.

Edge = tuple[str, str]


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Heights of nodes, counted in nodes from 0, and of the points between their ends that edges go through."""

    heights: Mapping[str, float]
    bends: Mapping[Edge, tuple[float, ...]]

    @property
    def height(self) -> float:
        """How many nodes high the drawing is."""
        points = (height for bends in self.bends.values() for height in bends)
        return max((*self.heights.values(), *points), default=-1.0) + 1


class _Layered(msgspec.Struct):
    """Layers of nodes and points, with the neighbours of each in the layer before and behind."""

    layers: list[list[str]]
    before: dict[str, list[str]] = msgspec.field(default_factory=dict)
    behind: dict[str, list[str]] = msgspec.field(default_factory=dict)
    points: dict[Edge, list[str]] = msgspec.field(default_factory=dict)


def laid_out(layers: Sequence[Sequence[str]], edges: Iterable[Edge]) -> Layout:
    """
    Lay out a layered graph.

    Parameters
    ----------
    layers
        The names of the nodes of each layer.
    edges
        Pairs of nodes, the first in an earlier layer than the second.
    """
    graph = _with_points(layers, edges)
    best = [list(layer) for layer in graph.layers]
    fewest = _crossings(best, graph)
    for sweep in range(_SWEEPS):
        _reorder(graph, forwards=sweep % 2 == 0)
        if (crossings := _crossings(graph.layers, graph)) < fewest:
            best, fewest = [list(layer) for layer in graph.layers], crossings
    graph.layers = best
    heights = _heights(graph)
    names = {name for layer in layers for name in layer}
    return Layout(
        heights={name: height for name, height in heights.items() if name in names},
        bends={edge: tuple(heights[point] for point in points) for edge, points in graph.points.items()},
    )


def _with_points(layers: Sequence[Sequence[str]], edges: Iterable[Edge]) -> _Layered:
    graph = _Layered([list(layer) for layer in layers])
    place = {name: number for number, layer in enumerate(layers) for name in layer}
    for start, end in edges:
        between = range(place[start] + 1, place[end])
        points = [f"{start}\n{end}\n{number}" for number in between]
        for number, point in zip(between, points, strict=True):
            graph.layers[number].append(point)
        for one, other in pairwise((start, *points, end)):
            graph.behind.setdefault(one, []).append(other)
            graph.before.setdefault(other, []).append(one)
        graph.points[start, end] = points
    return graph


def _reorder(graph: _Layered, *, forwards: bool) -> None:
    """Order each layer by the middle of its neighbours in the layer that was ordered before it."""
    neighbours = graph.before if forwards else graph.behind
    for fixed, free in pairwise(graph.layers if forwards else graph.layers[::-1]):
        place = {name: number for number, name in enumerate(fixed)}
        own = {name: number for number, name in enumerate(free)}
        middle = {
            name: sum(place[other] for other in neighbours[name]) / len(neighbours[name])
            if name in neighbours
            else own[name]
            for name in free
        }
        free.sort(key=lambda name: (middle[name], own[name]))


def _crossings(layers: Sequence[Sequence[str]], graph: _Layered) -> int:
    return sum(_crossings_between(one, other, graph.behind) for one, other in pairwise(layers))


def _crossings_between(one: Sequence[str], other: Sequence[str], behind: Mapping[str, Sequence[str]]) -> int:
    place = {name: number for number, name in enumerate(other)}
    seen: list[int] = []
    count = 0
    for name in one:
        ends = sorted(place[end] for end in behind.get(name, ()))
        count += sum(len(seen) - bisect_right(seen, end) for end in ends)
        for end in ends:
            insort(seen, end)
    return count


def _heights(graph: _Layered) -> dict[str, float]:
    """Stack each layer, then pull its members towards their neighbours from both sides in turn."""
    heights = {name: height for layer in graph.layers for name, height in zip(layer, _stacked(layer), strict=True)}
    for sweep in range(_SWEEPS):
        neighbours = graph.before if sweep % 2 == 0 else graph.behind
        for layer in graph.layers if sweep % 2 == 0 else graph.layers[::-1]:
            wanted = [
                sum(heights[other] for other in neighbours[name]) / len(neighbours[name])
                if name in neighbours
                else heights[name]
                for name in layer
            ]
            heights.update(zip(layer, _spread(wanted, _stacked(layer)), strict=True))
    top = min(heights.values(), default=0.0)
    return {name: height - top for name, height in heights.items()}


def _stacked(layer: Sequence[str]) -> list[float]:
    """Heights without a gap: half of each neighbour stands between two middles."""
    heights, at = [], 0.0
    for number, name in enumerate(layer):
        if number:
            at += (_size(layer[number - 1]) + _size(name)) / 2
        heights.append(at)
    return heights


def _size(name: str) -> float:
    return _POINT if "\n" in name else 1.0


def _spread(wanted: Sequence[float], stacked: Sequence[float]) -> list[float]:
    """The heights nearest to `wanted`, in least squares, that keep the order and the distances of `stacked`."""
    blocks: list[tuple[float, int]] = []
    for want, least in zip(wanted, stacked, strict=True):
        total, count = want - least, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    shifts = [total / count for total, count in blocks for _ in range(count)]
    return [shift + least for shift, least in zip(shifts, stacked, strict=True)]
