"""The page of all formulas, to be scanned by eye: by topic, each with its concept, and what came of checking it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from commonplace.model import Concept
from commonplace.pages.addresses import concept_path, curated_tag_anchor, relative
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.division import Gathered, Listing, gathered
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.sections import Each, Section
from commonplace.pages.tags_page import topic_heading
from commonplace.pages.words import SHORT_OUTCOMES


def formulas(catalogue: Catalogue) -> Gathered:
    """How many formulas agree; then each under the first tag of its concept, in the order of the vocabulary."""
    declaring = [concept for concept in catalogue.concepts if concept.formulas]
    if not declaring:
        return Gathered([catalogue.say("还没有公式。", "No formula yet.")])
    places = [(concept, place) for concept in declaring for place in range(1, len(concept.formulas) + 1)]
    agreeing = sum(_outcome(concept, place, catalogue) == "agrees" for concept, place in places)
    told = catalogue.say(
        f"{len(places)} 个公式，{agreeing} 个与代码一致。",
        f"{len(places)} formulas, {agreeing} agree with their code.",
    )
    sections = []
    for tag, concepts in catalogue.by_first_tag.items():
        if found := [concept for concept in concepts if concept.formulas]:
            place = curated_tag_anchor(tag) if tag else "others"
            sections.append(_section(place, topic_heading(tag, catalogue), found, catalogue))
    return gathered(Listing(path="formulas.md", sections=tuple(sections)), [f"{told}\n{{: .cp-facts }}"])


def _section(place: str, name: str, concepts: Sequence[Concept], catalogue: Catalogue) -> Section:
    return Section(
        place=place,
        name=name,
        count=sum(len(concept.formulas) for concept in concepts),
        items=Each((concept.id, partial(_rows, concept, catalogue)) for concept in concepts),
        joined=_as_table,
    )


def _as_table(rows: Iterable[str]) -> str:
    body = "\n\n".join(rows)
    return f"///// html | div.cp-formulas\n\n{body}\n\n/////"


def _rows(concept: Concept, catalogue: Catalogue, page: str) -> str:
    return "\n\n".join(_row(concept, place, catalogue, page) for place in range(1, len(concept.formulas) + 1))


def _row(concept: Concept, place: int, catalogue: Catalogue, page: str) -> str:
    """A formula beside the name of its concept, which leads to it, and its verdict."""
    address = f"{relative(page, concept_path(concept.id))}#formula-{place}"
    name = encoded_line(
        catalogue.title_of(concept) if place == 1 else catalogue.say(f"公式 {place}", f"formula {place}")
    )
    outcome = _outcome(concept, place, catalogue)
    told = catalogue.say(*SHORT_OUTCOMES[outcome])
    kind = "div.cp-formula-row" if place == 1 else "div.cp-formula-row.cp-formula-row--more"
    return (
        f"//// html | {kind}\n\n[{name}]({address})\n\n$$\n{concept.formulas[place - 1].tex}\n$$\n\n"
        f'<p class="cp-verdict cp-verdict--{outcome}">{told}</p>\n\n////'
    )


def _outcome(concept: Concept, place: int, catalogue: Catalogue) -> str:
    verdict = catalogue.verdicts.get((concept.id, place))
    return verdict.outcome if verdict else "unchecked"
