"""The map of concepts and books: one drawing, or one for each topic where there are many concepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from heapq import nlargest

from commonplace.concepts.graph import MOST_BOOKS, whole_graph
from commonplace.concepts.prerequisites import needed_by
from commonplace.model import Concept
from commonplace.pages.addresses import concept_link, curated_tag_anchor, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.division import MOST, Gathered, Listing, gathered
from commonplace.pages.map_drawing import drawing
from commonplace.pages.passage_block import beside
from commonplace.pages.path_page import in_columns
from commonplace.pages.sections import Each, Section
from commonplace.pages.tags_page import topic_heading

PATH = "map.md"
_MOST_NAMED = 20  # Books that are named with a concept.


def concept_map(catalogue: Catalogue) -> Gathered:
    """The drawing, and the same in words."""
    if len(catalogue.concepts) <= MOST:
        return Gathered(_whole(catalogue))
    told = catalogue.say(
        "概念很多，每个主题一张图；跨主题的联系见概念页。",
        "There are many concepts: a drawing for each topic. What joins topics stands on the pages of concepts.",
    )
    return gathered(Listing(path=PATH, sections=tuple(_by_topic(catalogue))), [f"{told}\n{{: .cp-facts }}"])


def _whole(catalogue: Catalogue) -> Iterator[str]:
    if drawn := _drawn(catalogue.concepts, catalogue, PATH):
        yield drawn
    yield f"## {catalogue.say('同样的内容，用文字', 'The same in words')} {{: #in-words }}"
    if not catalogue.concepts:
        yield catalogue.say("还没有概念。", "No concept yet.")
    yield in_columns(_in_words(concept, catalogue, PATH) for concept in catalogue.concepts)


def _by_topic(catalogue: Catalogue) -> Iterator[Section]:
    """The concepts under the first of their tags, at most as many in a section as a page holds."""
    for tag, found in catalogue.by_first_tag.items():
        name = topic_heading(tag, catalogue)
        for start in range(0, len(found), MOST):
            concepts = found[start : start + MOST]
            yield Section(
                place=f"{curated_tag_anchor(tag)}{f'-{start + 1}' if start else ''}",
                name=f"{name} {start + 1}–{start + len(concepts)}" if len(found) > MOST else name,
                count=len(concepts),
                items=Each((concept.id, partial(_in_words, concept, catalogue)) for concept in concepts),
                above=partial(_drawn, concepts, catalogue),
                joined=in_columns,
            )


def _drawn(concepts: Sequence[Concept], catalogue: Catalogue, page: str) -> str:
    """The drawing of some concepts, and how it is read; nothing where they do not hang together."""
    graph = whole_graph(concepts, catalogue.passage_counts)
    if not graph.edges:
        return ""
    return "\n\n".join(
        (
            "/// html | figure.cp-map-figure",
            drawing(graph, page, catalogue),
            f"//// html | figcaption\n{_caption(catalogue)}\n////",
            "///",
        )
    )


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


def _in_words(concept: Concept, catalogue: Catalogue, page: str) -> str:
    say = catalogue.say
    needed = [concept_link(page, catalogue.by_id[name], catalogue) for name in needed_by(concept, catalogue.by_id)]
    found = catalogue.on_concept[concept.id]
    told = found if len(found) <= _MOST_NAMED else nlargest(_MOST_NAMED, found, key=lambda one: len(one[1].numbers))
    books = [f"{source_link(page, reading)} {len(on.numbers)}" for reading, on in told]
    books += [say(f"另外 {len(found) - len(told)} 本", f"{len(found) - len(told)} more")] * (len(found) > len(told))
    parts = [f"{say('需要', 'needs')} {catalogue.listed(needed)}"] if needed else []
    parts += [f"{say('书', 'books')} {catalogue.listed(books)}"] if books else []
    return f"- {concept_link(page, concept, catalogue)}{beside(*parts)}"
