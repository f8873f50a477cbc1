"""What the owner decides lasts over imports, and stands on the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import ANNOTATOR_NOTE
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.workflows.deciding import answer, forbid, pin

NOTE = ANNOTATOR_NOTE.replace("#nabla", "#nabla, #Nabla, #to read")


def run(library: Library, *arguments: str) -> Any:
    result = CliRunner().invoke(cli, ["-C", str(library.root), *arguments, "--json"], catch_exceptions=False)
    return json.loads(result.stdout)


@pytest.fixture
def marked(library: Library, tmp_path: Path) -> str:
    """The id of one annotation in the library."""
    (tmp_path / "note.md").write_text(NOTE, "utf-8")
    run(library, "import", str(tmp_path / "note.md"))
    (item,) = run(library, "list", "annotations")
    return str(item["id"])


def again(library: Library, text: str = NOTE) -> dict[str, Any]:
    (library.root / "again.md").write_text(text, "utf-8")
    run(library, "import", str(library.root / "again.md"))
    (item,) = run(library, "list", "annotations")
    return dict(item)


def text_of(library: Library, page: str) -> str:
    return (library.docs / page).read_text("utf-8")


def test_a_pinned_link_comes_first_says_so_and_lasts(library: Library, marked: str) -> None:
    shown = run(library, "link", marked, "交叉熵")
    assert [c["id"] for c in shown["concepts"]] == ["cross-entropy", "gradient"]
    assert shown["concepts"][0]["evidence"] == [{"kind": "owner", "term": ""}]
    assert again(library)["concepts"] == shown["concepts"]
    assert "the word of the owner" in text_of(library, "concepts/cross-entropy.md")


def test_a_forbidden_link_does_not_come_back_until_it_is_pinned(library: Library, marked: str) -> None:
    assert run(library, "unlink", marked, "gradient")["concepts"] == []
    assert again(library)["concepts"] == []
    assert f"hl-{marked}" not in text_of(library, "concepts/gradient.md")
    assert f"hl-{marked}" in text_of(library, "inbox.md")
    assert [c["id"] for c in run(library, "link", marked, "gradient")["concepts"]] == ["gradient"]


def test_what_is_not_there_is_said(library: Library, marked: str) -> None:
    with pytest.raises(LibraryError, match="no concept 'nothing'"):
        pin(library, marked, "nothing")
    with pytest.raises(LibraryError, match="no annotation 'x'"):
        forbid(library, "x", "gradient")
    with pytest.raises(LibraryError, match="answer is empty"):
        answer(library, marked, " ", on="2026-11-25")
    assert library.decisions() == ()


def test_an_answer_closes_a_question_and_keeps_both_words(library: Library, marked: str) -> None:
    assert [item["id"] for item in run(library, "list", "questions")] == [marked]
    answer(library, marked, r"内积最大时 $\nabla f$ 同向。<script>", on="2026-11-25")
    assert run(library, "list", "questions") == []
    shown = again(library)
    assert (shown["question"], shown["answer"]["on"]) == (False, "2026-11-25")
    page = text_of(library, "questions.md")
    assert "没有未解的问题" in page
    assert "#answered" in page
    assert "为什么？" in page
    assert "内积最大时" in page
    assert "<script" not in page
    assert "2026" in page
    assert "cp-question" not in page


def test_the_command_answers_with_todays_date(library: Library, marked: str) -> None:
    shown = run(library, "answer", marked, "因为如此")
    assert shown["answer"]["text"] == "因为如此"
    assert len(shown["answer"]["on"]) == len("2026-11-25")


def test_what_asks_nothing_cannot_be_answered(library: Library, marked: str) -> None:
    again(library, NOTE.replace("为什么？", "懂了。"))
    with pytest.raises(LibraryError, match="asks nothing"):
        answer(library, marked, "x", on="2026-11-25")


def test_a_task_that_is_ticked_in_a_later_export_closes_itself(library: Library) -> None:
    mark = "> [!PDF|yellow] [[书.pdf#page=1&selection=1,0,1,9|书, p.1]]\n> > 梯度指向最陡的方向\n"
    note = f"# 书\n\n{mark}\n- [ ] 什么是梯度？\n"
    path = library.root / "task.md"
    path.write_text(note, "utf-8")
    run(library, "import", str(path))
    assert len(run(library, "list", "questions")) == 1
    before = {item["id"] for item in run(library, "list", "annotations")}
    path.write_text(note.replace("[ ]", "[x]"), "utf-8")
    run(library, "import", str(path))
    assert run(library, "list", "questions") == []
    assert {item["id"] for item in run(library, "list", "annotations")} == before


def test_the_spellings_of_a_tag_are_one_on_its_page_and_in_the_list(library: Library, marked: str) -> None:
    tags = {item["tag"]: item for item in run(library, "list", "tags") if item["kind"] == "reader"}
    assert tags["Nabla"]["spellings"] == ["Nabla", "nabla"]
    assert tags["Nabla"]["concepts"] == ["gradient"]
    assert tags["Nabla"]["annotations"] == [marked]
    page = text_of(library, "tags.md")
    assert page.count('id="tag-nabla"') == 1
    assert "concepts/gradient.md" in page
