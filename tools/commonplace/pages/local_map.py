"""The map around one concept, on its page."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.concepts.graph import neighbourhood
from commonplace.model import Concept
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.map_drawing import drawing


def local_map(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """The concept between what it builds on and what builds on it; nothing where it stands alone."""
    graph = neighbourhood(concept, catalogue.concepts, catalogue.passage_counts)
    if not graph.edges:
        return
    yield "/// html | figure.cp-map-figure"
    yield drawing(graph, page, catalogue, current=concept.id)
    yield f"//// html | figcaption\n{_caption(catalogue)} [{catalogue.say('整张图', 'the whole map')}](../map.md)\n////"
    yield "///"


def _caption(catalogue: Catalogue) -> str:
    return catalogue.say(
        "左边是它所依据的，右边是以它为据的；方角的是书。",
        "What it builds on stands to the left, what builds on it to the right; square corners are books.",
    )
