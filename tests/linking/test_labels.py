"""Linking compared with a person's labels of the 117 highlights of the five real documents.

``labels.txt`` holds a line for each: the annotation's id, its main concept, and the others that it is about. They were
written by reading the passages, before linking was made what it is.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from commonplace.store.library import Library
from commonplace.workflows.importing import import_exports
from commonplace.workflows.surveying import Survey, survey

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
LABELS = {
    name: tuple(concepts)
    for name, *concepts in map(str.split, (Path(__file__).parent / "labels.txt").read_text("utf-8").splitlines())
}
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents stand in ../shared/seeds")


@dataclass(frozen=True)
class Score:
    """How many were given, how many wanted, and how many of them are the same."""

    same: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.same / self.given

    @property
    def recall(self) -> float:
        return self.same / self.wanted


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """The five documents in a fresh library with all our concepts."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(ROOT / "docs" / "concepts", folder / "docs" / "concepts")
    import_exports(Library(folder), sorted(map(str, SEEDS.iterdir())))
    return survey(Library(folder))


@pytest.fixture(scope="module")
def given(seen: Survey) -> dict[str, tuple[str, ...]]:
    """The concepts of each highlight."""
    return {
        marked.id: tuple(link.concept for link in seen.links.get(marked.id, ()))
        for marked in seen.annotations
        if marked.quote
    }


def test_every_highlight_is_labelled_with_concepts_that_there_are(given: dict[str, tuple[str, ...]]) -> None:
    pages = {path.stem for path in (ROOT / "docs" / "concepts").glob("*.md")}
    assert given.keys() == LABELS.keys()
    assert {concept for label in LABELS.values() for concept in label} <= pages


def test_the_main_concept_is_the_one_that_a_person_names(given: dict[str, tuple[str, ...]]) -> None:
    same = sum(given[name][:1] == label[:1] != () for name, label in LABELS.items())
    score = Score(same, sum(map(bool, given.values())), sum(map(bool, LABELS.values())))
    print(f"main concept: precision {score.precision:.3f}, recall {score.recall:.3f}")  # noqa: T201  # Shown with -s.
    assert score.precision >= 0.90
    assert score.recall >= 0.85


def test_the_other_concepts_are_those_that_a_person_names(given: dict[str, tuple[str, ...]]) -> None:
    same = sum(len(set(given[name]) & set(label)) for name, label in LABELS.items())
    score = Score(same, sum(map(len, given.values())), sum(map(len, LABELS.values())))
    print(f"all concepts: precision {score.precision:.3f}, recall {score.recall:.3f}")  # noqa: T201  # As above.
    assert score.precision >= 0.90
    assert score.recall >= 0.70


def test_each_note_with_formulas_is_under_the_concept_that_its_heading_or_prose_names(seen: Survey) -> None:
    notes = [marked for marked in seen.annotations if marked.formulas and not marked.quote]
    assert sum(len(note.formulas) for note in notes) == 31
    assert {seen.links[note.id][0].concept for note in notes} == {
        "activation-function",
        "backpropagation",
        "cross-entropy",
        "forward-propagation",
        "perceptron",
        "softmax",
        "weight-initialization",
    }


def test_nine_questions_are_open(seen: Survey) -> None:
    asked = [marked for marked in seen.annotations if seen.is_open(marked)]
    assert sorted(bool(marked.quote) for marked in asked) == [False] * 6 + [True] * 3
