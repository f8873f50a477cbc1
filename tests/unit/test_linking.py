from __future__ import annotations

import pytest
from builders import annotation, any_annotation, concept
from hypothesis import given

from commonplace.concepts.terms import Terms
from commonplace.linking.links import link
from commonplace.model import Annotation, Evidence, Link, Locator

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


def linked(marked: Annotation) -> list[Link]:
    return list(link([marked], TERMS))


def reasons(marked: Annotation) -> dict[str, tuple[Evidence, ...]]:
    return {found.concept: found.evidence for found in linked(marked)}


def concepts(quote: str, heading: str = "", comment: str = "") -> list[str]:
    marked = annotation(quote, comment=comment, locator=Locator(headings=(heading,) if heading else ()))
    return [found.concept for found in linked(marked)]


def test_every_link_says_where_the_term_stands() -> None:
    marked = annotation(
        "导数与导数之和",
        comment="偏导数",
        tags=("ce-loss",),
        locator=Locator(headings=("误差", "Softmax 函数")),
    )
    assert reasons(marked) == {
        "cross-entropy": (Evidence(kind="tag", term="ce-loss"),),
        "partial-derivative": (Evidence(kind="comment", term="偏导数"),),
        "derivative": (Evidence(kind="quote", term="导数"),),
        "softmax": (Evidence(kind="heading", term="Softmax 函数"),),
    }
    weights = [found.weight for found in linked(marked)]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("quote", "main"),
    [
        ("这样得到的总和称为误差，它与导数无关", "error"),
        ("在导数的世界里，这个量叫作误差", "error"),
        ("导数的误差很小", "error"),
        ("当导数为零时，误差最小", "error"),
        ("后述的导数要用到交叉熵的时候很多", "cross-entropy"),
        ("偏导数（partial）由导数推广而来", "partial-derivative"),
        ("用手算出导数，这就是误差", "error"),
        ("So far the softmax of a cross-entropy", "softmax"),
        ("the sum is called the derivative, of a softmax", "derivative"),
    ],
)
def test_the_main_concept_is_what_the_sentence_is_about(quote: str, main: str) -> None:
    assert concepts(quote)[0] == main


def test_what_a_sentence_defines_outweighs_its_chapter_and_its_chapter_a_passing_word() -> None:
    assert concepts("这样的比值称为导数", "Softmax 函数")[0] == "derivative"
    assert concepts("它由导数算出", "Softmax 函数")[0] == "softmax"


def test_a_heading_that_is_part_of_a_longer_term_is_not_that_term() -> None:
    assert concepts("", "2.7 偏导数") == ["partial-derivative"]


def test_an_outer_heading_counts_where_nothing_else_does_and_it_is_nothing_but_a_term() -> None:
    bare = annotation("见下图", locator=Locator(headings=("3. Softmax 函数", "优缺点")))
    assert reasons(bare) == {"softmax": (Evidence(kind="chapter", term="Softmax 函数"),)}
    assert not reasons(annotation("见下图", locator=Locator(headings=("第 3 章：导数与误差", "优缺点"))))


def test_a_further_concept_needs_more_than_a_plain_mention() -> None:
    assert concepts("误差就是误差，它由导数算出") == ["error"]


def test_a_common_term_says_less_and_the_order_does_not_matter() -> None:
    common = [annotation(f"误差{n}", id=f"x{n}") for n in range(60)]
    marked = annotation("误差由导数算出", id="a")
    assert link([marked], TERMS)[0].concept == "error"
    told = [one.concept for one in link([*common, marked], TERMS) if one.annotation == "a"]
    assert told[0] == "derivative"
    assert sorted(link([marked, *common], TERMS), key=str) == sorted(link([*common, marked], TERMS), key=str)


def test_addresses_and_emphasis_are_not_words() -> None:
    assert not concepts("https://example.org/softmax")
    assert not concepts("x", comment="[这里](https://example.org/softmax)")
    assert concepts("x", comment="交叉**熵**误差") == ["cross-entropy"]


def test_a_tag_must_be_a_term_and_a_level_of_a_nested_tag_may_be_one() -> None:
    assert not reasons(annotation("x", tags=("导数入门",)))
    assert set(reasons(annotation("x", tags=("数学/导数",)))) == {"derivative"}


@pytest.mark.parametrize(
    "tag", ["ce_loss", "CE-Loss", "ｃｅ－ｌｏｓｓ", "celoss", "ce loss", "cross-entropy", "partial_derivative"]
)
def test_a_tag_is_a_term_however_it_is_spelt(tag: str) -> None:
    assert len(reasons(annotation("x", tags=(tag,)))) == 1


def test_all_evidence_for_one_concept_is_kept_once() -> None:
    marked = annotation("导数，导数", comment="导数", tags=("导数", "derivative"))
    kinds = [(reason.kind, reason.term) for reason in reasons(marked)["derivative"]]
    assert kinds == [("tag", "导数"), ("tag", "derivative"), ("quote", "导数"), ("comment", "导数")]


def test_without_concepts_there_are_no_links() -> None:
    assert link([annotation("导数")], Terms([])) == ()


@given(any_annotation)
def test_any_text_can_be_searched(marked: Annotation) -> None:
    link([marked], TERMS)
