from __future__ import annotations

import pytest
from builders import annotation, any_annotation, concept
from hypothesis import given

from commonplace.linking import Terms, link
from commonplace.model import Annotation, Evidence, Locator

CONCEPTS = (
    concept("cross-entropy", "交叉熵误差", "cross-entropy", "交叉熵", "ce-loss"),
    concept("error", "误差"),
    concept("derivative", "导数", "derivative"),
    concept("partial-derivative", "偏导数"),
    concept("softmax", "Softmax 函数", "softmax"),
)
TERMS = Terms(CONCEPTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("使用交叉熵误差作为损失", {"cross-entropy": "交叉熵误差"}),
        ("误差", {"error": "误差"}),
        ("求偏导数", {"partial-derivative": "偏导数"}),
        ("求导数与偏导数", {"derivative": "导数", "partial-derivative": "偏导数"}),
        ("The Cross Entropy of", {"cross-entropy": "cross-entropy"}),
        ("CROSS\u2010ENTROPY", {"cross-entropy": "cross-entropy"}),
        ("ＳＯＦＴＭＡＸ", {"softmax": "softmax"}),
        ("softmax函数", {"softmax": "Softmax 函数"}),
        ("用softmax归一", {"softmax": "softmax"}),
        ("two derivatives.", {"derivative": "derivative"}),
        ("derivativeless mysoftmax softmax2", {}),
        ("", {}),
    ],
)
def test_terms_are_found_where_a_reader_would_find_them(text: str, expected: dict[str, str]) -> None:
    assert TERMS.within(text) == expected


def reasons(marked: Annotation) -> dict[str, tuple[Evidence, ...]]:
    return {found.concept: found.evidence for found in link([marked], TERMS)}


def test_every_link_says_where_the_term_stands() -> None:
    marked = annotation(
        "对导数求和", comment="和偏导数有关", tags=("ce-loss",), locator=Locator(headings=("误差", "Softmax 函数"))
    )
    assert reasons(marked) == {
        "cross-entropy": (Evidence(kind="tag", term="ce-loss"),),
        "softmax": (Evidence(kind="heading", term="Softmax 函数"),),
        "derivative": (Evidence(kind="quote", term="导数"),),
        "partial-derivative": (Evidence(kind="comment", term="偏导数"),),
    }


def test_a_tag_must_be_a_term_and_a_level_of_a_nested_tag_may_be_one() -> None:
    assert not reasons(annotation("x", tags=("导数入门",)))
    assert set(reasons(annotation("x", tags=("数学/导数",)))) == {"derivative"}


def test_all_evidence_for_one_concept_is_kept_once() -> None:
    marked = annotation("导数，导数", comment="导数", tags=("导数", "derivative"))
    kinds = [(reason.kind, reason.term) for reason in reasons(marked)["derivative"]]
    assert kinds == [("tag", "导数"), ("tag", "derivative"), ("quote", "导数"), ("comment", "导数")]


def test_without_concepts_there_are_no_links() -> None:
    assert link([annotation("导数")], Terms([])) == ()


@given(any_annotation)
def test_any_text_can_be_searched(marked: Annotation) -> None:
    link([marked], TERMS)
