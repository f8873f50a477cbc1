"""The map of all concepts and books."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest

from commonplace.concept_graph import MOST_BOOKS, whole_graph
from commonplace.pages.addresses import concept_link, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.map_drawing import drawing
from commonplace.prerequisites import needed_by

PATH = "map.md"
_MOST_NAMED = 20  # Books that are named with a concept.


def map_content(catalogue: Catalogue) -> Iterator[str]:
    """The drawing, and the same in words."""
    say = catalogue.say
    graph = whole_graph(catalogue.concepts, catalogue.passage_counts)
    if graph.edges:
        yield "/// html | figure.cp-map-figure"
        yield drawing(graph, PATH, catalogue)
        yield f"//// html | figcaption\n{_caption(catalogue)}\n////"
        yield "///"
    yield f"## {say('同样的内容，用文字', 'The same in words')} {{: #in-words }}"
    yield "\n".join(_in_words(catalogue)) or say("还没有概念。", "No concept yet.")


def _caption(catalogue: Catalogue) -> str:
    caption = catalogue.say(
        "从左往右读：实线是“需要”，虚线是其他关系，点线连着一本书和它谈得最多的三个概念。图可以横向滚动。",
        "Read it from left to right: a line means “needs”, dashes another relation, dots join a book to the three "
        "concepts that it speaks of most. The map scrolls sideways.",
    )
    if len(catalogue.readings) <= MOST_BOOKS:
        return caption
    some = catalogue.say(
        f"画出的是摘录最多的 {MOST_BOOKS} 本书。", f"It has the {MOST_BOOKS} books with the most passages."
    )
    return f"{caption} {some}"


def _in_words(catalogue: Catalogue) -> Iterator[str]:
    say = catalogue.say
    for concept in catalogue.concepts:
        needed = [concept_link(PATH, catalogue.by_id[name], catalogue) for name in needed_by(concept, catalogue.by_id)]
        found = catalogue.on_concept[concept.id]
        told = found if len(found) <= _MOST_NAMED else nlargest(_MOST_NAMED, found, key=lambda one: len(one[1].numbers))
        books = [f"{source_link(PATH, reading)} {len(on.numbers)}" for reading, on in told]
        books += [say(f"另外 {len(found) - len(told)} 本", f"{len(found) - len(told)} more")] * (len(found) > len(told))
        parts = [concept_link(PATH, concept, catalogue)]
        parts += [f"{say('需要', 'needs')} {catalogue.listed(needed)}"] if needed else []
        parts += [f"{say('书', 'books')} {catalogue.listed(books)}"] if books else []
        yield f"- {' · '.join(parts)}"
