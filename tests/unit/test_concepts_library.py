"""The library of concepts as a whole: what is promised of every page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from commonplace.concepts.prerequisites import learning_steps
from commonplace.concepts.terms import Terms
from commonplace.model import Concept
from commonplace.store.library import Library
from commonplace.text import folded

ROOT = Path(__file__).parents[2]
LIBRARY = Library(ROOT)
CONCEPTS = LIBRARY.concepts()
SHARED = ROOT.parent / "shared" / "CONCEPTS.md"
HEADINGS = ("## 含义", "## 常见误解", "## In English", "### Meaning", "### A classic mistake", "## 出处 Sources")


def test_prerequisites_form_no_circle() -> None:
    assert sum(map(len, learning_steps(CONCEPTS))) == len(CONCEPTS)


def test_each_concept_has_a_neighbour_and_each_pair_is_related_once() -> None:
    pairs = [frozenset((concept.id, relation.concept)) for concept in CONCEPTS for relation in concept.related]
    assert [pair for pair, count in Counter(pairs).items() if count > 1] == []
    assert {concept.id for concept in CONCEPTS} == {name for pair in pairs for name in pair}


def test_no_two_concepts_are_called_the_same() -> None:
    names = Counter(folded(term) for concept in CONCEPTS for term in {folded(t) for t in concept.terms})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)
def test_a_page_has_all_that_is_promised(concept: Concept) -> None:
    text = (LIBRARY.docs / "concepts" / f"{concept.id}.md").read_text("utf-8")
    places = [text.index(f"\n{heading}\n") for heading in HEADINGS]
    assert places == sorted(places)
    assert set(concept.names) == {"zh", "en"}
    assert concept.names["zh"] in concept.title
    assert set(concept.tags) <= {topic.name for topic in LIBRARY.topics()}
    assert concept.tags
    assert concept.sources
    known = {other.id for other in CONCEPTS}
    assert {relation.concept for relation in concept.related} <= known - {concept.id}
    for formula in concept.formulas:
        assert all({"zh", "en"} <= set(symbol.meaning) for symbol in formula.symbols), formula.tex


def test_each_snippet_has_its_test_and_belongs_to_a_page() -> None:
    modules = {path.stem for path in (ROOT / "snippets").glob("*.py")}
    assert modules == {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "snippets").glob("test_*.py")}
    assert {module.replace("_", "-") for module in modules} <= {concept.id for concept in CONCEPTS}


@pytest.mark.skipif(not SHARED.is_file(), reason="the list of concepts stands in ../shared/CONCEPTS.md")
def test_every_concept_of_the_list_is_there_with_all_its_names() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|", SHARED.read_text("utf-8"), re.MULTILINE)
    wanted = {row[0]: row[1:] for row in rows if row[0] != "id" and set(row[0]) != {"-"}}
    by_id = {concept.id: concept for concept in CONCEPTS}
    assert wanted.keys() <= by_id.keys()
    terms = Terms(CONCEPTS)
    names = {
        name: [n.strip() for cell in cells for n in cell.split(",") if n.strip()] for name, cells in wanted.items()
    }
    lost = [(name, term) for name, called in names.items() for term in called if name not in terms.named(term)]
    assert lost == []
