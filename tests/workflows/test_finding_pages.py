"""The pages by which things are found: tags as a tree with counts, all formulas by topic."""

from __future__ import annotations

import pytest

from commonplace.store.library import Library
from commonplace.workflows.rendering import render

VOCABULARY = """
数学: {en: mathematics, description: {zh: 数。, en: Numbers.}}
微积分: {en: calculus, parent: 数学}
损失函数: {en: loss functions}
"""
FORMULA = "formulas:\n  - {tex: 'x=y', symbols: {x: {type: real}, y: {type: real}}, check: identity}\n"


@pytest.fixture
def rendered(library: Library) -> Library:
    (library.docs / "vocabulary.yml").write_text(VOCABULARY, encoding="utf-8")
    page = library.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8").replace("tags: ['微积分']\n", f"tags: [微积分]\n{FORMULA}"), "utf-8")
    render(library)
    return library


def test_a_topic_counts_the_concepts_below_it_too(rendered: Library) -> None:
    tags = (rendered.docs / "tags.md").read_text("utf-8")
    root, _, rest = tags.partition("topic-数学")
    assert '<span class="cp-count">1</span>' in root
    assert rest.index("topic-微积分") < rest.index("concepts/gradient.md") < rest.index("topic-损失函数")


def test_roots_are_open_and_what_is_below_them_unfolds(rendered: Library) -> None:
    tags = (rendered.docs / "tags.md").read_text("utf-8")
    opened = [line.lstrip("/") for line in tags.splitlines() if "details.cp-topic" in line]
    assert opened[:2] == [" html | details.cp-topic[open=open]", " html | details.cp-topic"]


def test_a_tag_that_only_a_concept_names_is_in_the_tree(rendered: Library) -> None:
    assert "topic-激活函数" in (rendered.docs / "tags.md").read_text("utf-8")


def test_a_tag_can_be_searched_within(rendered: Library) -> None:
    assert 'href="?tag=%E5%BE%AE%E7%A7%AF%E5%88%86"' in (rendered.docs / "tags.md").read_text("utf-8")


def test_formulas_stand_under_their_topic_and_lead_to_their_place(rendered: Library) -> None:
    formulas = (rendered.docs / "formulas.md").read_text("utf-8")
    assert formulas.index("#topic-微积分") < formulas.index("concepts/gradient.md#formula-1")
    assert "cp-verdict--unchecked" in formulas
