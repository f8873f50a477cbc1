"""The learning path: the concepts in steps, each with what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from commonplace.concepts.prerequisites import learning_steps, needed_by
from commonplace.model import Concept
from commonplace.pages.addresses import concept_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.division import Gathered, Listing, gathered
from commonplace.pages.passage_block import beside
from commonplace.pages.sections import Each, Section

PATH = "path.md"


def learning_path(catalogue: Catalogue) -> Gathered:
    """The steps, the first of which needs nothing."""
    steps = enumerate(learning_steps(catalogue.concepts), 1)
    sections = (
        Section(
            place=f"step-{number}",
            name=catalogue.say(f"第 {number} 步", f"Step {number}"),
            count=len(step),
            items=Each((concept.id, partial(_concept, concept, catalogue)) for concept in step),
            joined=in_columns,
        )
        for number, step in steps
    )
    return gathered(Listing(path=PATH, sections=tuple(sections)))


def in_columns(items: Iterable[str]) -> str:
    """Items of a list side by side where there is room."""
    return "/// html | div.cp-columns\n\n" + "\n".join(items) + "\n\n///"


def _concept(concept: Concept, catalogue: Catalogue, page: str) -> str:
    needed = (concept_link(page, catalogue.by_id[name], catalogue) for name in needed_by(concept, catalogue.by_id))
    told = catalogue.listed(needed)
    return f"- {concept_link(page, concept, catalogue)}{beside(f'← {told}' if told else '')}"
