"""What the terminal shows where there is little room."""

from __future__ import annotations

import io

from growth import assert_linear
from rich.console import Console

from commonplace.display.answers import show_details, show_list
from commonplace.display.formats import show_formats
from commonplace.workflows.import_summary import FileReport


def test_a_long_name_leaves_room_for_what_else_a_list_says() -> None:
    said = io.StringIO()
    source = {"id": "a-name-of-many-words-" * 5, "authors": ["Lin Yizhou"], "importers": ["hypothesis"]}
    show_list(Console(file=said, width=80), "sources", [{**source, "annotations": 4321, "passages": 1234}])
    assert "Lin Yizhou" in said.getvalue()
    assert "4321" in said.getvalue()
    assert "1234" in said.getvalue()


def test_a_short_name_stays_on_one_line() -> None:
    said = io.StringIO()
    source = {"id": "softmax-and-cross-entropy", "authors": ["Lin Yizhou"] * 5, "importers": ["hypothesis"] * 5}
    show_list(Console(file=said, width=80), "sources", [{**source, "annotations": 4321, "passages": 1234}])
    assert "softmax-and-cross-entropy" in said.getvalue()


def test_the_names_of_counts_are_not_broken() -> None:
    said = io.StringIO()
    source = {"id": "softmax-and-cross-entropy", "authors": ["Lin Yizhou, Wang Er"], "importers": ["obsidian-callouts"]}
    show_list(Console(file=said, width=80), "sources", [{**source, "annotations": 4321, "passages": 1234}])
    assert {"annotations", "passages"} <= set(said.getvalue().split())


def test_a_list_has_the_beginning_of_what_is_long() -> None:
    said = io.StringIO()
    item: dict[str, object] = {"id": "a", "source": "b", "quote": "引" * 900, "comments": ["评" * 900]}
    show_list(Console(file=said, width=80), "gone", [item])
    assert said.getvalue().count("…") == 2
    assert len(said.getvalue().splitlines()) < 12


def test_what_an_annotation_is_about_stands_with_its_reasons() -> None:
    said = io.StringIO()
    evidence = [{"kind": "quote", "term": "步长"}, {"kind": "owner", "term": ""}]
    item = {
        "published": True,
        "answer": {"text": "It is.", "on": "2026-03-01"},
        "locator": {"page": "12", "range": ""},
        "concepts": [{"id": "learning-rate", "evidence": evidence}],
    }
    show_details(Console(file=said, width=80), item)
    assert said.getvalue().splitlines() == [
        "published: yes",
        "answer: It is. (2026-03-01)",
        "locator: page 12",
        "concepts: ",
        "  - learning-rate (quote 步长, owner)",
    ]


def test_what_a_folder_held_is_counted_in_linear_time() -> None:
    def show(text: str) -> None:
        files = [FileReport(path=f"{number}.md", format="weread", source=None, new=1) for number in range(len(text))]
        show_formats(Console(file=io.StringIO()), files)

    assert_linear(show, lambda count: "x" * count)
