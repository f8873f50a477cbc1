"""豆瓣, 得到, 多看 and 掌阅: texts that look alike are told apart, and what their apps vary is read."""

from __future__ import annotations

import pytest

from commonplace.errors import UnknownFormatError
from commonplace.importers import all_importers, importer_named
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.identifying import divided

FORMATS = ["dedao", "douban", "duokan", "zhangyue"]


def units(text: str, name: str = "x") -> tuple[str, list[Annotation | Rejected]]:
    (part,) = divided(Export(name=name, text=text), all_importers()).parts
    return part.importer.format, list(part.importer.parse(part.export))


def words(text: str, name: str = "x") -> tuple[str, list[tuple[str, str, str]]]:
    """The format, and of each annotation its chapter, quote and comment."""
    found, read = units(text, name)
    marks = [unit for unit in read if isinstance(unit, Annotation)]
    return found, [
        (mark.locator.chapter, mark.quote, "\n".join(body.value for body in mark.comments)) for mark in marks
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "原文：一句话",
        ">>一句话",
        "日记\n\n今天读了书\n 2020-01-02\n明天再读\n",
        "我在得到App 上读书",
        "三条笔记\n\n一\n二\n三",
        "《梯度》的故事\n\n> 一句话",
        "title:\n  date\n  2020-01-02\n  2020-01-03\n",
        "# 笔记\n\n  2020-01-02\n\n  2020-01-03\n",
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_only_alike_is_not_claimed_for_sure(name: str, text: str) -> None:
    assert all(claim.confidence < 0.5 for claim in importer_named(name).identify(Export(name="x", text=text)))


@pytest.mark.parametrize("signature", ["——来自得到App", "—— 来自得到 App", "--来自「得到」APP"])
def test_every_way_in_which_dedao_signs(signature: str) -> None:
    text = f"《梯度小史》\n\n林一舟\n\n\n斜率\n原文：山顶的斜率为零\n\n{signature}\n"
    assert words(text) == ("dedao", [("斜率", "山顶的斜率为零", "")])


def test_two_copies_of_dedao_in_one_file_are_two_books() -> None:
    copy = "《{0}》\n林一舟\n\n\n斜率\n原文：一句话\n\n——来自得到App\n"
    _, read = units(copy.format("梯度") + "\n" + copy.format("散度"))
    assert [unit.document.title for unit in read if isinstance(unit, Annotation)] == ["梯度", "散度"]


def test_records_with_a_thought_are_of_zhangyue_and_those_with_a_remark_of_douban() -> None:
    zhangyue = "2022-03-04\n原文：一句话\n想法：我的话\n"
    douban = "梯度\n\n斜率\n\n原文：一句话\n批注：我的话\n2022-03-04\n"
    assert words(zhangyue, "notes/《梯度》.txt") == ("zhangyue", [("", "一句话", "我的话")])
    assert words(douban) == ("douban", [("斜率", "一句话", "我的话")])


def test_a_book_of_zhangyue_without_chapters_or_author_and_two_in_one_file() -> None:
    book = "{0}\n2条笔记\n\n\n>>一\n>>二\n\n"
    found, read = units(book.format("梯度") + book.format("散度"))
    marks = [unit for unit in read if isinstance(unit, Annotation)]
    assert found == "zhangyue"
    assert [(mark.document.title, mark.quote) for mark in marks] == [
        ("梯度", "一"),
        ("梯度", "二"),
        ("散度", "一"),
        ("散度", "二"),
    ]


def test_a_note_of_douban_that_is_cut_off_is_rejected_with_its_line() -> None:
    text = "梯度\n\n斜率\n\n原文：一句话 2022-03-04\n\n原文：没有日期\n"
    _, (mark, cut) = units(text)
    assert isinstance(mark, Annotation)
    assert isinstance(cut, Rejected)
    assert (cut.line, cut.by_design, "没有日期" in cut.raw) == (6, False, True)


def test_the_line_of_the_app_below_notes_of_douban_is_no_loss() -> None:
    _, (mark, of_app) = units("梯度\n\n斜率\n\n原文：一句话 2022-03-04\n\n来自豆瓣阅读 App\n")
    assert isinstance(mark, Annotation)
    assert isinstance(of_app, Rejected)
    assert (of_app.line, of_app.by_design) == (6, True)


def test_dates_of_duokan_below_their_words() -> None:
    text = "梯度小史\n\n林一舟\n\n斜率\n\n山顶的斜率为零\n 2020-01-02\n谷底也一样\n注: 当然\n 2020-01-03\n"
    found, marks = words(text)
    assert found == "duokan"
    assert [(quote, comment) for _, quote, comment in marks] == [("山顶的斜率为零", ""), ("谷底也一样", "当然")]


def test_the_copies_of_weread_stay_its_own() -> None:
    text = "《梯度小史》\n林一舟\n2个笔记\n\n◆ 第一章\n\n>> 山顶的斜率为零\n\n-- 来自微信读书\n"
    assert words(text)[0] == "weread"


def test_markdown_that_quotes_a_title_is_no_export_of_douban() -> None:
    with pytest.raises(UnknownFormatError):
        divided(Export(name="x", text="读《梯度》的批注与划线之后，我想……\n"), all_importers())
