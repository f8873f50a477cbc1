"""The page of all formulas, to be scanned by eye: by topic, each with its concept, and what came of checking it."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.model import Concept, FormulaDeclaration, Topic
from commonplace.pages.addresses import concept_path, curated_tag_anchor, relative
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.tags_page import topic_name
from commonplace.pages.words import SHORT_OUTCOMES

_PAGE = "formulas.md"


def formulas_content(catalogue: Catalogue) -> Iterator[str]:
    """How many formulas agree; then each under the first tag of its concept, in the order of the vocabulary."""
    formulas = [(concept, place) for concept in catalogue.concepts for place in range(1, len(concept.formulas) + 1)]
    if not formulas:
        yield catalogue.say("还没有公式。", "No formula yet.")
        return
    agreeing = sum(_outcome(concept, place, catalogue) == "agrees" for concept, place in formulas)
    yield (
        catalogue.say(
            f"{len(formulas)} 个公式，{agreeing} 个与代码一致。",
            f"{len(formulas)} formulas, {agreeing} agree with their code.",
        )
        + "\n{: .cp-facts }"
    )
    topics = {topic.name: topic for topic in catalogue.topics}
    for tag, concepts in catalogue.by_topic.items():
        first = [concept for concept in concepts if concept.tags[0] == tag and concept.formulas]
        if first:
            name = encoded_line(topic_name(topics.get(tag, Topic(name=tag)), catalogue))
            yield from _group(f"{name} ({_count(first)}) {{: #{curated_tag_anchor(tag)} }}", first, catalogue)
    untagged = [concept for concept in catalogue.concepts if not concept.tags and concept.formulas]
    if untagged:
        name = catalogue.say("其他", "Others")
        yield from _group(f"{name} ({_count(untagged)}) {{: #others }}", untagged, catalogue)


def _count(concepts: list[Concept]) -> int:
    return sum(len(concept.formulas) for concept in concepts)


def _group(heading: str, concepts: list[Concept], catalogue: Catalogue) -> Iterator[str]:
    yield f"## {heading}"
    rows = (
        _row(concept, place, formula, catalogue)
        for concept in concepts
        for place, formula in enumerate(concept.formulas, 1)
    )
    body = "\n\n".join(rows)
    yield f"///// html | div.cp-formulas\n\n{body}\n\n/////"


def _row(concept: Concept, place: int, formula: FormulaDeclaration, catalogue: Catalogue) -> str:
    """A formula beside the name of its concept, which leads to it, and its verdict."""
    address = f"{relative(_PAGE, concept_path(concept.id))}#formula-{place}"
    name = encoded_line(
        catalogue.title_of(concept) if place == 1 else catalogue.say(f"公式 {place}", f"formula {place}")
    )
    outcome = _outcome(concept, place, catalogue)
    told = catalogue.say(*SHORT_OUTCOMES[outcome])
    kind = "div.cp-formula-row" if place == 1 else "div.cp-formula-row.cp-formula-row--more"
    return (
        f"//// html | {kind}\n\n[{name}]({address})\n\n$$\n{formula.tex}\n$$\n\n"
        f'<p class="cp-verdict cp-verdict--{outcome}">{told}</p>\n\n////'
    )


def _outcome(concept: Concept, place: int, catalogue: Catalogue) -> str:
    verdict = catalogue.verdicts.get((concept.id, place))
    return verdict.outcome if verdict else "unchecked"
