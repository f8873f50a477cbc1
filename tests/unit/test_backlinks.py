"""The sentence in which a link to a concept stands."""

from __future__ import annotations

import pytest

from commonplace.concepts.backlinks import backlinks


@pytest.mark.parametrize(
    ("prose", "sentence"),
    [
        ("先说别的。它用到[梯度](gradient.md)，再说。最后。", "它用到<b>梯度</b>，再说。"),
        (
            "Before. It needs the [gradient](gradient.md#code), e.g. here. After.",
            "It needs the <b>gradient</b>, e.g. here.",
        ),
        ("- **One.** Follow the [gradient](gradient.md)!\n- Two.", "Follow the <b>gradient</b>!"),
        ("With $a.b$ and `x. y`, the [gradient](gradient.md) is 0.5 now.", None),
        ("A line\nthat goes on to the [gradient](gradient.md)", "A line that goes on to the <b>gradient</b>"),
        ("另见[均方误差](mse.md)与[梯度](gradient.md)。", "另见[均方误差](mse.md)与<b>梯度</b>。"),
        ("$$\na. b\n$$\n\n“见[梯度](gradient.md)。”下一句。", "“见<b>梯度</b>。”"),
    ],
)
def test_the_whole_sentence_is_given_and_no_more(prose: str, sentence: str | None) -> None:
    wanted = prose.replace("[gradient](gradient.md)", "<b>gradient</b>") if sentence is None else sentence
    found = backlinks({"here": prose}, ["gradient", "here"])
    assert [backlink.sentence for backlink in found["gradient"]] == [wanted]


@pytest.mark.parametrize(
    "prose",
    [
        "```python\n# [gradient](gradient.md)\n```",
        "| a | [gradient](gradient.md) |",
        "[gradient](../gradient.md)",
        "[no such concept](nothing.md)",
        "[itself](here.md)",
    ],
)
def test_code_tables_other_folders_and_the_page_itself_give_none(prose: str) -> None:
    assert backlinks({"here": prose}, ["gradient", "here"]) == {}
