"""Laws of the WeRead importer, and its traps that are better said in code than in a recording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from growth import assert_linear
from hypothesis import example, given
from hypothesis import strategies as st

from commonplace.errors import MalformedExportError
from commonplace.grammar.weread import lines
from commonplace.grammar.weread.lines import lines_of
from commonplace.grammar.weread.segments import segments
from commonplace.importer import CERTAIN, TYPICAL
from commonplace.importers import weread
from commonplace.importers.weread import WeRead
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.exports import read_export

SHARED = Path(__file__).parents[3] / "shared"
EXPORTS = Path(__file__).parents[1] / "exports"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of real exports is not beside the project")

_LINES = """---
doc_type: weread-highlights-reviews
bookId: "77"
title: 讲义
# 高亮划线
# 读书笔记
# 热门划线
# 本书评论
## 梯度
## 梯度 的想法
### 划线评论
### 章节评论 No.1
## 书评 No.1
> 📌 下坡 ^77-1-2-3
> 📌 [下坡
](<weread://bestbookmark?bookId=77&chapterUid=1&rangeStart=2&rangeEnd=3>)
- 📌 学习率
> 🔥 热门 — 🙋 9 人划线
> 📊 9 人共读 ^77-1-9-9
> 🔥 9 人共读
> ⏱ 2024-01-01 00:00:00 ^77-1-2-3
    - ⏱ Invalid date
- 💭 想法 - ⏱ 2024-01-01 00:00:00
> 💭 想法
> [!quote|notitle]
> [!Review] 书评
> ---
-

    - Created at x
— 创建于 [[2024-01-01]] 10:00 ^314159-7AbCdEf12
^77-1-2-3
普通一行
《讲义》
2个笔记
◆ 点评
◆ 一句
>> 一句
>一句
2024/1/1 发表想法
◆ 2024/01/01发表想法
◆ 2024/01/01 认为好看
原文：一句
点评
-- 来自微信读书
- 书名: 讲义
第一章
作者
高亮划线
读书笔记
🔥
📌
💭
⏱
^
{
["""
LINES = st.sampled_from(_LINES.split("\n"))
_KEYS = """bookId book updated removed reviews review reviewId markText bookmarkId range chapterUid chapterIdx title
content id type createTime totalCount isPrivate highlights notes"""
NOTE = "---\ndoc_type: weread-highlights-reviews\n---\n# 高亮划线\n"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS.split()),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


def read(text: str) -> list[Annotation | Rejected]:
    return list(WeRead().parse(Export(name="x", text=text)))


def marked(text: str) -> list[Annotation]:
    return [unit for unit in read(text) if isinstance(unit, Annotation)]


def confidence(text: str) -> float:
    return max((claim.confidence for claim in WeRead().identify(Export(name="x", text=text))), default=0.0)


def check_any(text: str) -> None:
    claims = list(WeRead().identify(Export(name="x", text=text)))
    last = text.count("\n") + 1
    assert all(1 <= claim.first_line <= claim.last_line <= last for claim in claims)
    try:
        units = read(text)
    except MalformedExportError:
        return
    assert all(1 <= unit.line <= last and unit.raw for unit in units if isinstance(unit, Rejected))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    check_any(text)


@given(st.lists(LINES | st.text(max_size=8).filter(lambda line: "\r" not in line), max_size=25).map("\n".join))
def test_any_sequence_of_lines_is_read(text: str) -> None:
    check_any(text)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_any_note_of_the_plugin_is_read(text: str) -> None:
    check_any("---\ndoc_type: weread-highlights-reviews\n---\n" + text)


@given(VALUES)
def test_any_json_is_read(value: Any) -> None:
    check_any(json.dumps(value))


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from("甲乙丙丁")), max_size=12), st.sampled_from(["below", "beside"])
)
def test_popular_highlights_are_never_the_readers(marks: list[tuple[bool, str]], count_line: str) -> None:
    link = "<weread://bestbookmark?bookId=77&chapterUid=1&rangeStart={0}&rangeEnd={0}>"
    lines = ["---", "doc_type: weread-highlights-reviews", 'bookId: "77"', "---", "# 高亮划线", "## 梯度"]
    for at, (is_popular, word) in enumerate(marks):
        linked = f"[{word}{at}]({link.format(at)})"
        if not is_popular:
            lines += [f"> 📌🔥 {linked}", "> 🔥 12 人共读", f"> ⏱ 2026-06-01 10:00:00 ^77-1-{at}-{at}"]
        elif count_line == "below":
            lines += [f"> 🔥 {linked}", f"> 📊 12 人共读 ^77-1-{at}-{at}"]
        else:
            lines += [f"> 🔥 {word}{at} — 🙋 12 人划线"]
    units = read("\n".join(lines))
    own = [f"{word}{at}" for at, (is_popular, word) in enumerate(marks) if not is_popular]
    assert [unit.quote for unit in units if isinstance(unit, Annotation)] == own
    assert all(unit.by_design for unit in units if isinstance(unit, Rejected))
    assert len(units) == len(marks)


@given(
    st.sampled_from(["3300012345", "CB_AbC9xYz", "MP_WXS_3001234567"]),
    st.integers(1, 999),
    st.integers(0, 10**6),
    st.integers(1, 500),
)
def test_note_and_json_of_one_highlight_agree(book: str, chapter: int, start: int, length: int) -> None:
    span = f"{start}-{start + length}"
    native_id = f"{book}_{chapter}_{span}"
    bookmark = {"bookId": book, "chapterUid": chapter, "markText": "下坡", "range": span, "bookmarkId": native_id}
    raw = {"updated": [bookmark], "chapters": [{"chapterUid": chapter, "chapterIdx": 1, "title": "梯度"}], "synckey": 1}
    (of_json,) = marked(json.dumps(raw))
    note = "---\ndoc_type: weread-highlights-reviews\nbookId: {}\n---\n# 高亮划线\n## 梯度\n> 📌 下坡\n> ⏱ x ^{}"
    (of_note,) = marked(note.format(book, native_id.replace("_", "-")))
    assert of_json.document.key == of_note.document.key == book
    assert of_json.native_id == of_note.native_id
    assert of_json.locator.range == of_note.locator.range == span
    assert of_json.locator.headings == of_note.locator.headings


def test_a_thought_joins_its_highlight_wherever_it_stands() -> None:
    bookmark = {"bookId": "77", "chapterUid": 3, "markText": "下坡", "range": "4-6", "bookmarkId": "77_3_4-6"}
    review = {
        "reviewId": "314159_7AbCdEf12",
        "bookId": "77",
        "chapterUid": 3,
        "range": "4-6",
        "content": "为何",
        "type": 1,
    }
    elsewhere = review | {"reviewId": "314159_7AbCdEf13", "range": "9-11", "abstract": "下坡"}
    reviews = {"reviews": [{"review": review}, {"review": elsewhere}]}
    found = marked(json.dumps({**reviews, "updated": [bookmark]}))
    assert {(unit.native_id, unit.quote, len(unit.comments)) for unit in found} == {
        ("77-3-4-6", "下坡", 1),
        ("314159-7AbCdEf13", "下坡", 1),
    }


def test_two_highlights_of_the_same_words_stay_two() -> None:
    note = NOTE + "## 梯度\n- 📌 损失 ^3-1-2\n- 📌 损失 ^3-8-9"
    assert [unit.native_id for unit in marked(note)] == ["3-1-2", "3-8-9"]


def test_thoughts_of_different_days_on_one_passage_are_all_kept() -> None:
    text = "《讲义》\n\n某人\n3个笔记\n\n\n一\n\n◆ 下坡\n\n"
    text += "".join(f"◆ 2024/0{day}/01发表想法\n\n第 {day} 遍\n\n原文：下坡\n\n" for day in (1, 2))
    (found,) = marked(text)
    assert [(body.value, body.created) for body in found.bodies] == [
        ("第 1 遍", "2024-01-01"),
        ("第 2 遍", "2024-02-01"),
    ]


def test_a_lone_cr_inside_a_highlight_is_part_of_it() -> None:
    note = NOTE + "> 📌 [一\n\n二](<weread://bestbookmark?a=1>)\n> ⏱ x ^3-1-2"
    assert [unit.quote for unit in marked(note)] == ["一\n\n二"]


def test_what_the_reader_typed_between_highlights_is_a_note_and_right_below_one_a_thought() -> None:
    highlight = "> 📌 下坡\n> ⏱ 2024-01-01 00:00:00 ^3-1-{}\n"
    note = NOTE + highlight.format(2) + "\n我的话。\n\n第二段。\n\n" + highlight.format(9) + "紧跟的话。\n"
    first, own, second = marked(note)
    assert (first.quote, first.comments) == ("下坡", ())
    assert (own.quote, [body.value for body in own.comments]) == ("", ["我的话。\n\n第二段。"])
    assert (second.quote, [body.value for body in second.comments]) == ("下坡", ["紧跟的话。"])


def test_a_callout_of_the_reader_between_highlights_is_a_remark() -> None:
    note = NOTE + "# 高亮划线\n> 📌 下坡\n> ⏱ 2024-01-01 00:00:00 ^3-1-2\n\n> [!tip] 记住\n> 步长要小。\n"
    _, own = marked(note)
    assert (own.quote, [body.value for body in own.comments]) == ("", ["记住\n步长要小。"])


def test_exports_pasted_into_one_file_are_claimed_apart() -> None:
    note = "---\ndoc_type: weread-highlights-reviews\nbookId: {}\n\n---\n# 高亮划线\n> 📌 下坡\n> ⏱ x ^{}-1-2-3\n"
    text = note.format(1, 1) + note.format(2, 2) + "---\naliases: x\n---\n别的笔记\n"
    claims = list(WeRead().identify(Export(name="x", text=text)))
    assert [(claim.first_line, claim.last_line) for claim in claims] == [(1, 8), (9, 16)]
    assert [unit.document.key for unit in marked(text)] == ["1", "2"]


def test_plain_copies_of_two_books_are_two_documents() -> None:
    copy = "{0}-某人\n- 书名: {0}\n- 作者: 某人\n高亮划线\n第一章\n- 📌 下坡 ^3-1-2\n- ⏱ 2023-01-01 00:00:00\n"
    text = copy.format("甲") + copy.format("乙")
    assert [unit.document.title for unit in marked(text)] == ["甲", "乙"]
    claims = WeRead().identify(Export(name="x", text=text))
    assert [(claim.first_line, claim.last_line) for claim in claims] == [(1, 7), (8, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "《讲义》\n\n◆ 第一章\n\n想法\n\n>> 下坡\n",  # NetEase Snail
        "书名[讲义]\n2条笔记\n§ 第一章\n想法\n>>下坡\n",  # iReader
        "# 笔记\n\n◆ 一点\n◆ 两点\n",
        "> 引文\n>> 引文里的引文\n",
        "📌 记得买纸\n",
        # Whole books and the reader's own summaries, under front matter that names WeRead as their source.
        '---\nbookId: "1"\nsource: 微信读书\n---\n# 讲义\n\n## 目录\n\n## 第一章\n\n很长的正文。\n',
        "---\nsource: 微信读书\n---\n# 我读讲义\n\n## 划线\n\n- 我自己的整理\n",
        # Sections of the plugin's names alone, as exporters for other apps copy them.
        "# 元数据\n> - 书名：讲义\n# 高亮划线\n> 下坡 [p.1](marginnote4app://note/1)\n",
        "# 高亮划线\n> 下坡\n# 元数据\n> - 书名：讲义\n![](https://cdn.weread.qq.com/x.jpg)\n",
        '{"bookName": "讲义", "content": "下坡"}',
        '[{"title": "x", "highlights": [{"id": 1, "text": "下坡"}]}]',
    ],
)
def test_other_apps_are_not_claimed(text: str) -> None:
    assert confidence(text) < TYPICAL


@pytest.mark.parametrize("answer", [{"synckey": 1, "updated": [], "removed": []}, {"reviews": [], "synckey": 1}])
def test_an_answer_in_which_nothing_is_marked_is_known_and_holds_nothing(answer: dict[str, Any]) -> None:
    assert confidence(json.dumps(answer)) == TYPICAL
    assert not read(json.dumps(answer))


def test_a_chapter_number_without_end_is_none() -> None:
    chapters = [{"bookId": "77", "chapterUid": 3, "chapterIdx": "9" * 5000, "title": "梯度"}]
    bookmark = {"bookId": "77", "chapterUid": 3, "markText": "下坡", "range": "4-6", "bookmarkId": "77_3_4-6"}
    (found,) = marked(json.dumps({"updated": [bookmark], "chapters": chapters, "synckey": 1}))
    assert found.locator.chapter == "梯度"


def test_broken_json_of_weread_is_claimed_and_refused() -> None:
    text = '{"updated": [{"markText": "下坡", "bookmarkId": '
    assert confidence(text) >= TYPICAL
    with pytest.raises(MalformedExportError):
        read(text)


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("> 📌 ", "[", ""),
        ("> [!", "a", ""),
        ("# a", " ", "x"),
        ("", "- ", ""),
        ("", "— ", "划线"),
        ("📌 ^", "1-", ""),
        ("| 作者 |", " ", ""),
        ("", "> 📌 [x\n", ""),
        ("", "◆ x\n\n", ""),
        ("", "《x》\n", ""),
        ("", "doc_type: weread-highlights-reviews\n", ""),
        ("", "---\ndoc_type: weread-highlights-reviews\n---\n", ""),
        ("", "source: 微信读书\n", ""),
        ("", "---\nsource: 微信读书\nbook_id: 1\n---\n# 1\n", ""),
        ("", "> words\n\n[x](weread://bestbookmark?bookId=1)\n", ""),
        ("", "[x](weread://reading?bId=1) · ", ""),
        ("# 划线", " 1", ""),
        ("💭 2024-01-01 发表想法：**", "*a", ""),
        ("# 元数据\n- 书名：x\n![](https://cdn.weread.qq.com/x)\n# 高亮划线\n", "# 元数据\n- 书名：x\n", ""),
        ("# 元数据\n- 书名：x\n![](https://cdn.weread.qq.com/x)\n# 高亮划线\n", "> 下坡\n", ""),
    ],
)
@pytest.mark.parametrize("top", ["", NOTE], ids=["alone", "note"])
def test_hostile_lines_take_linear_time(top: str, before: str, piece: str, after: str) -> None:
    assert_linear(check_any, lambda size: top + before + piece * size + after)


@NEEDS_SHARED
def test_plain_text_copy_among_the_seeds() -> None:
    path = next(SHARED.glob("seeds/004_*"))
    export = read_export(path, name=path.name)
    found = [unit for unit in WeRead().parse(export) if isinstance(unit, Annotation)]
    assert len(found) == 32
    assert len({unit.native_id for unit in found}) == 32
    assert all(unit.quote and unit.created and unit.locator.range and unit.locator.chapter for unit in found)
    assert len(found[0].document.authors) == 2
    assert found[0].document.published == "2019-04-26"
    assert [unit.locator.order for unit in found] == sorted(unit.locator.order for unit in found)
    assert [claim.confidence for claim in WeRead().identify(export)] == [CERTAIN]


WRITTEN_LINES = st.sampled_from(
    [
        "> 📌 the gradient of a sum",
        "> 📌 梯度的方向 ^26-12-40-52",
        "> 📌 2024-01-02 03:04",
        "> 📌 🔥 words",
        "> 📌 \ufe0f words - ⏱ 2024-01-02 03:04:05",
        "> 📌 12 人划线",
        "> ⏱ 2024-01-02 03:04:05 ^26-12-40-52",
        "> ⏱ 2024-13-02 03:04:05 ^26-12-40-52 ",
        "> ⏱ 2024-01-02 03:04:05 ^2-1",
    ]
)


@given(
    line=WRITTEN_LINES,
    at=st.integers(0, 40),
    piece=st.text("> 📌⏱^人🔥-0９1 \t\ufe0f\u3000a[!|", max_size=3),
    cut=st.integers(0, 3),
)
def test_a_line_is_what_it_is_however_plainly_it_is_written(line: str, at: int, piece: str, cut: int) -> None:
    damaged = line[:at] + piece + line[at + cut :]
    told = list(lines_of([damaged, line], 1))
    with patch.object(lines, "_plain", return_value=None):
        assert told == list(lines_of([damaged, line], 1))


@pytest.mark.parametrize("path", sorted((EXPORTS / "weread").glob("*.md")), ids=lambda path: path.name)
def test_recorded_lines_are_what_they_are_however_plainly_they_are_written(path: Path) -> None:
    source = read_export(path, name=path.name).text.split("\n")
    told = list(lines_of(source, 1))
    with patch.object(lines, "_plain", return_value=None):
        assert told == list(lines_of(source, 1))


NOTE_LINES = st.sampled_from(
    [
        "> 📌 the gradient of a sum\n> ⏱ 2024-01-02 03:04:05 ^77-12-40-52",
        "> 📌 x^{T}y 与人们 ^77-12-60-72\n- ⏱ 2024-02-29 03:04:05",
        "> 📌 [插图] 9 人划线\n> ⏱ 2023-02-29 03:04:05 ^78-1-2-3",
        "> 📌 ^2 ^77-12-60-72",
        "- 💭 想法",
        "> 💭 想法 - ⏱ 2024-01-02 03:04:05",
        "## 梯度",
        "# 热门划线",
        "# 读书笔记",
        "### 划线评论",
        "2024/9/4 发表想法：",
        "> [!quote] 📌",
        "> [下坡",
        "](weread://bestbookmark?bookId=77)",
        "words",
        "> ⏱ 2024-01-02 03:04:05",
        "《讲义》\n林一舟\n3个笔记",
        "^77-12-40-52",
        "---",
        "",
    ]
)


def read_closely(text: str, name: str = "") -> list[Annotation | Rejected]:
    """Read as notes are read in which each highlight was touched."""
    with patch.object(weread, "untouched", return_value=()):
        return list(WeRead().parse(Export(name=name, text=text)))


@given(
    written=st.lists(NOTE_LINES, max_size=8),
    at=st.integers(0, 200),
    piece=st.text("\n> 📌⏱^人🔥[-#0９² \t\x85a", max_size=3),
    cut=st.integers(0, 3),
    book=st.sampled_from(['"77"', "", "7"]),
)
@example(
    written=[
        "> 💭 想法 - ⏱ 2024-01-02 03:04:05",
        "](weread://bestbookmark?bookId=77)",
        "> 📌 the gradient of a sum\n> ⏱ 2024-01-02 03:04:05 ^77-12-40-52",
    ],
    at=0,
    piece="",
    cut=0,
    book='"77"',
)
def test_a_highlight_is_what_it_is_whether_it_is_read_whole_or_by_lines(
    written: list[str], at: int, piece: str, cut: int, book: str
) -> None:
    body = "\n".join(written)
    top = f"---\ndoc_type: weread-highlights-reviews\nbookId: {book}\n---\n# 高亮划线\n"
    text = f"{top}{body[:at]}{piece}{body[at + cut :]}"
    assert list(WeRead().parse(Export(name="", text=text))) == read_closely(text)


@pytest.mark.parametrize("path", sorted((EXPORTS / "weread").glob("*.[mt]*[dt]")), ids=lambda path: path.name)
def test_recorded_notes_are_read_the_same_whole_or_by_lines(path: Path) -> None:
    export = read_export(path, name=path.name)
    assert list(WeRead().parse(export)) == read_closely(export.text, export.name)


def test_what_a_tool_wrote_where_a_summary_may_stand_is_none() -> None:
    text = (EXPORTS / "weread/exporter-excerpts-with-labels.md").read_text(encoding="utf-8")
    units = list(WeRead().parse(Export(name="", text=text.replace("慢下来，才看得见海。", "在这里记录你的总结。"))))
    assert [unit.motivation for unit in units if isinstance(unit, Annotation)] == [
        "commenting",
        "highlighting",
        "commenting",
        "highlighting",
    ]


def test_a_note_that_names_weread_as_its_source_without_highlights_is_no_export() -> None:
    text = '---\n来源: "微信读书"\nbookId: "3300054321"\n---\n\n# 潮间带手记\n\n## 我怎么读\n\n> 慢下来。\n'
    assert not segments(text)
