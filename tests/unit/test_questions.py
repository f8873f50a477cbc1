from __future__ import annotations

import pytest
from builders import annotation

from commonplace.model import Passage, TextualBody
from commonplace.questions import asks, is_question


@pytest.mark.parametrize(
    "comment",
    [
        "TODO",
        "TODO: look it up",
        "- Q1：为什么？\n\n  https://example.org/?a=1",
        "Q: why",
        "存疑",
        "为什么？",
        "为什么（真的吗？）",
        "Is it so?",
        "先记下来。\n这一步怎么来的？",
        "- [ ] 再看一遍",
        "- [x] 看完\n- [ ] 再看一遍",
    ],
)
def test_what_a_reader_marks_as_doubt_is_open(comment: str) -> None:
    assert is_question(annotation("x", comment=comment))


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "https://example.org/search?",
        "- [x] 为什么？",
        "为什么只让一个动也够用？\n因为别的都固定了。",
        "Q: why\nA: because",
        "TODO 查一查\n答：查过了",
        "TODOS are many",
    ],
)
def test_what_is_told_ticked_or_answered_by_the_reader_is_not(comment: str) -> None:
    assert not is_question(annotation("x", comment=comment))


@pytest.mark.parametrize("tag", ["存疑", "TODO", "待解决", "Question"])
def test_a_tag_may_mark_a_question(tag: str) -> None:
    assert is_question(annotation("x", tags=(tag,)))


def test_a_question_mark_in_a_readers_own_prose_asks_nobody() -> None:
    assert not is_question(annotation(comment="为什么？"))


def test_a_task_asks_until_it_is_ticked() -> None:
    body = (TextualBody(value="什么是卷积？", purpose="questioning"),)
    assert is_question(annotation(motivation="questioning", bodies=body))
    assert not is_question(annotation("x", comment="什么是卷积？", extra={"task": "done"}))
    reopened = annotation(motivation="questioning", bodies=body, extra={"task": "done"})
    assert is_question(reopened)


def test_an_answer_to_any_witness_closes_the_passage() -> None:
    passage = Passage(annotations=(annotation("x", id="a", comment="为什么？"), annotation("x", id="b")), quote="x")
    assert asks(passage)
    assert not asks(passage, ["b"])
    assert asks(passage, ["c"])
