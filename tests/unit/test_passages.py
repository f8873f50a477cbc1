from __future__ import annotations

import pytest
from builders import BOOK, annotation, plain_texts, texts
from hypothesis import given

from commonplace.merging.identity import identified
from commonplace.merging.passages import passages_of
from commonplace.merging.passages.alike import likeness
from commonplace.merging.passages.words import words_of
from commonplace.model import Document, TextQuoteSelector

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
        (
            "学习率 η 决定每一步走多远，太大就会越过谷底，太小天黑也到不了。",
            "学习率 η 决定毎一步走多远，太大就会越过谷底，太小天黑也到不了。",
        ),
        (
            "学习率 η 决定每一步走多远，太大就会越过谷底，太小天黑也到不了。",
            "学习率 η 决定每一步走走多远，太大就会越过谷底，太小天黑也到不了。",
        ),
        ("the gradient points where the climb is steepest", "the gradient points wheer the climb is steepest"),
        ("the gradient points where the climb is steepest", "the gradient points where the clirnb is steepest"),
        ("so the gradient points where the climb is steepest", "the gradient points where the climb is steep"),
    ],
)
def test_slips_and_trimmed_ends_make_no_other_passage(one: str, other: str) -> None:
    assert len(quotes((one, None), (other, PDF))) == 1
    assert len(quotes((other, PDF), (one, None))) == 1


@pytest.mark.parametrize(
    "part",
    [
        "太大就会越过谷底，太小天黑也到不了。",
        "学习率 [插图] 决定每一步走多远",
        "动量让它记得来路，于是能滚过小坑。",
    ],
)
def test_a_sentence_or_clause_of_a_longer_passage_is_shown_as_a_part_of_it(part: str) -> None:
    long = WHOLE.rstrip("。") + "，太小天黑也到不了。动量让它记得来路，于是能滚过小坑。"
    for order in ((long, part), (part, long)):
        marked = identified(
            annotation(quote, document=PDF if quote == part else BOOK, importer="x" if quote == part else "y")
            for quote in order
        )
        (passage,) = passages_of(marked)
        assert passage.quote == long
        assert [witness.quote for witness in passage.wholes] == [long]
        assert [witness.quote for witness in passage.annotations if witness.id in passage.parts] == [part]


@pytest.mark.parametrize(("quote", "count"), [("它处处可导吗？", 1), ("单位阶跃函数", 2), ("fully connected", 2)])
def test_a_short_question_is_known_by_its_words_and_a_term_is_not(quote: str, count: int) -> None:
    assert len(quotes((quote, None), (quote, PDF))) == count


def test_one_word_for_another_is_no_slip_where_the_book_uses_both() -> None:
    here, there = "把对每个变量的偏导数排成一列便是梯度向量", "把对每个变量的偏导数排成一列便是散度向量"
    assert len(quotes((here, None), (there, PDF))) == 1
    others = [("下面先来说明梯度的含义与用处", None), ("下面再来说明散度是怎样的一种量", None)]
    assert len(quotes((here, None), (there, PDF), *others)) == 4


def test_two_parts_of_one_passage_stand_under_it_and_the_same_part_twice_is_another_place() -> None:
    long = "太大就会越过谷底，太小天黑也到不了。动量让它记得来路，于是能滚过小坑。"
    first, second = "太大就会越过谷底，太小天黑也到不了。", "动量让它记得来路，于是能滚过小坑。"
    assert [len(found) for found in quotes((long, PDF), (first, None), (second, None))] == [3]
    assert sorted(len(found) for found in quotes((long, PDF), (first, None), (first, None))) == [1, 2]


def test_equal_words_go_before_a_part_of_longer_ones() -> None:
    sentence = "动量让它记得来路，于是能滚过小坑。"
    found = quotes((sentence + "所以它走得稳。", None), (sentence, None), (sentence, PDF))
    assert found == [(sentence + "所以它走得稳。",), (sentence, sentence)]


def test_short_words_are_one_passage_only_where_the_same_stands_around_them() -> None:
    around = {"prefix": "权重的学习率决定每一步走多远的", "suffix": "太大了就会越过谷底"}
    told = (
        TextQuoteSelector(exact="步长", **around),
        TextQuoteSelector(exact="步长", prefix="别处的另一些话里的", suffix="说的是别的"),
    )
    for other, count in ((told[0], 1), (told[1], 2)):
        marked = identified(
            [annotation(selectors=(told[0],)), annotation(selectors=(other,), document=PDF, importer="pdf-plus")]
        )
        assert len(passages_of(marked)) == count


def test_any_two_texts_can_be_compared_in_either_order() -> None:
    @given(texts | plain_texts, texts | plain_texts)
    def law(one: str, other: str) -> None:
        assert likeness(words_of(one * 9), words_of(other * 9)) == likeness(words_of(other * 9), words_of(one * 9))

    law()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("当 x 大于 0 时函数单调递增，并且处处可导", "当 x 小于 0 时函数单调递增，并且处处可导"),
        ("这个函数在原点处不连续所以不可导", "这个函数在原点处连续所以不可导"),
        ("取学习率为 0.01 时，训练很快就会收敛到谷底", "取学习率为 0.1 时，训练很快就会收敛到谷底"),
        ("the partial derivative with respect to x is zero", "the partial derivative with respect to y is zero"),
        ("this is a minimum of the function of the weights", "this is a maximum of the function of the weights"),
        ("损失函数是 a + b 的平方和再除以样本的个数", "损失函数是 a − b 的平方和再除以样本的个数"),
        ("可导的函数一定连续，反过来却未必如此", "不可导的函数一定连续，反过来却未必如此，要另外证明它的真假才行"),
        ("rectified linear unit activation", "The rectified linear unit activation is cheap, and works."),
        ("误差反向传播法的基本原理", "下面讲误差反向传播法的基本原理，它用到链式法则。"),
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
