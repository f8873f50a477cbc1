from __future__ import annotations

import pytest
from builders import BOOK, annotation

from commonplace.identity import identified
from commonplace.model import Document
from commonplace.passages import passages_of

PDF = Document(key="x.pdf", file="x.pdf")
WHOLE = "学习率 η 决定每一步走多远，太大就会越过谷底。"


def quotes(*pairs: tuple[str, Document | None]) -> list[tuple[str, ...]]:
    marked = identified(annotation(q, native_id=str(n), document=d or BOOK) for n, (q, d) in enumerate(pairs))
    return [tuple(witness.quote for witness in passage.annotations) for passage in passages_of(marked)]


@pytest.mark.parametrize(
    "other",
    [
        WHOLE,
        "学习率η决定每一步走多远,太大就会越过谷底",
        "。学习率 η 决定每一步走多远，太大就会越过谷底",
        "学习率 [插图] 决定每一步走多远，太大就会越过谷底。",
        "学习率[图片]决定每一步走多远,太大就会越过谷底。",
        "学习率 \ufffc 决定每一步走多远，太大就会越过谷底。",
    ],
)
def test_the_same_words_in_two_apps_are_one_passage_shown_in_the_better_text(other: str) -> None:
    assert len(quotes((WHOLE, None), (other, PDF))) == 1
    assert len(quotes((other, PDF), (WHOLE, None))) == 1
    marked = identified([annotation(other, document=PDF), annotation(WHOLE)])
    assert "η" in passages_of(marked)[0].quote


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("函数", "函数"),
        ("MSE", "MSE"),
        (WHOLE, "学习率 η 决定每一步走多远，太小就要走很久很久。"),
        ("[插图]决定[插图]", "谷底决定一切的走向与结果和终点"),
        (WHOLE, "学习率"),
    ],
)
def test_what_is_not_the_same_passage(one: str, other: str) -> None:
    assert len(quotes((one, None), (other, PDF))) == 2


def test_the_same_sentence_twice_in_one_app_is_two_places() -> None:
    assert len(quotes((WHOLE, None), (WHOLE, None))) == 2


def test_each_of_two_places_in_one_app_has_its_own_witness_in_another() -> None:
    assert [len(group) for group in quotes((WHOLE, None), (WHOLE, None), (WHOLE, PDF), (WHOLE, PDF))] == [2, 2]


def test_a_note_without_words_is_a_passage_of_its_own() -> None:
    marked = identified([annotation(comment="想法"), annotation(comment="又一个", document=PDF)])
    assert [len(passage.annotations) for passage in passages_of(marked)] == [1, 1]


def test_many_lost_formulas_do_not_take_exponential_time() -> None:
    damaged = "如果把参数" + "[插图]、" * 200 + "看作常数那么加权输入是一次函数"
    whole = "如果把参数" + "w、" * 200 + "看作常数那么加权输入是一次函娄"
    assert len(quotes((damaged, None), (whole, PDF))) == 2
