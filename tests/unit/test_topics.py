from __future__ import annotations

import pytest

from commonplace.concepts.topics import depth_of, read_vocabulary
from commonplace.errors import ConceptError

TEXT = "数学: {en: mathematics}\n学习: {en: learning}\n微积分: {en: calculus, parent: 数学, description: {zh: 极限}}\n"


def test_each_topic_stands_below_its_parent() -> None:
    topics = read_vocabulary(TEXT, path="v")
    assert [(t.name, depth_of(t, topics)) for t in topics] == [("数学", 0), ("微积分", 1), ("学习", 0)]
    assert topics[1].description == {"zh": "极限"}


@pytest.mark.parametrize("text", ["- a", "a: b", "a: {parent: b}", "a: {parent: b}\nb: {parent: a}", "a: [", "a: &x"])
def test_what_is_no_tree_is_an_error_that_names_the_file(text: str) -> None:
    with pytest.raises(ConceptError) as error:
        read_vocabulary(text, path="docs/vocabulary.yml")
    assert "docs/vocabulary.yml" in str(error.value)
