"""What the terminal shows where there is little room."""

from __future__ import annotations

import io

from rich.console import Console

from commonplace.display import show_list


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
