"""A file may hold the marks of several apps, one below the other: each is read, and by its own importer."""

from __future__ import annotations

import json
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from commonplace.importers import all_importers
from commonplace.model import Annotation, Export
from commonplace.reading.identifying import divided

EXPORTS = Path(__file__).parent / "exports"
SECTIONS = {
    "obsidian-annotator": "pdf-in-the-vault.md",
    "obsidian-callouts": "callouts-without-front-matter.md",
    "pdf-plus": "quote-in-callout.md",
    "weread": "plain-text-copy.txt",
}


def read(text: str) -> Counter[tuple[str, str]]:
    """Count the marked words by importer; the owner's own words may belong to the app that stands nearest."""
    division = divided(Export(name="a note.md", text=text), all_importers())
    return Counter(
        (part.importer.format, unit.quote)
        for part in division.parts
        for unit in part.importer.parse(part.export)
        if isinstance(unit, Annotation) and unit.quote
    )


def test_blank_lines_below_another_apps_words_are_no_part_of_the_file() -> None:
    dated = "《讲义》\n某人\n\n\n第一章\n* 为什么\n----------\n原文：损失是一个数\n2024-05-01\n\n\n\n——来自得到App\n\n"
    division = divided(Export(name="x.txt", text=dated), all_importers())
    assert [part.importer.format for part in division.parts] == ["dedao"]


@pytest.mark.parametrize("order", list(permutations(SECTIONS, 2)), ids="-above-".join)
def test_two_apps_in_one_note(order: tuple[str, str]) -> None:
    texts = [(EXPORTS / name / SECTIONS[name]).read_text(encoding="utf-8").strip("\n") for name in order]
    assert read("\n\n".join(texts)) == read(texts[0]) + read(texts[1])


@pytest.mark.parametrize(
    "note",
    ["[[nets.pdf#page=2&selection=0,1,0,9|nets]]", "> [!quote] words", "zotero://open-pdf/library/items/AB12CD34"],
)
def test_in_json_the_marks_of_other_apps_are_words_of_the_reader(note: str) -> None:
    row = {"id": "a", "user": "acct:reader@hypothes.is", "uri": "https://example.org/nets", "text": note, "target": []}
    text = json.dumps({"total": 1, "rows": [row]})
    (part,) = divided(Export(name="api.json", text=text), all_importers()).parts
    assert part.importer.format == "hypothesis"


def test_a_chapter_that_begins_as_a_page_leaves_a_copy_from_weread_whole() -> None:
    chapter = '<html><span class="arithmatex">\\(z\\)</span>'
    text = f"《网络讲义》\n\n某人\n2个笔记\n\n\n{chapter}\n\n◆ 先乘权重\n\n\n第二章\n\n◆ 再加偏置\n\n"
    assert read(text) == Counter({("weread", "先乘权重"): 1, ("weread", "再加偏置"): 1})


def test_claims_that_are_equally_weak_below_a_stronger_one_leave_no_question() -> None:
    chapters = ['<html><span class="arithmatex">\\(z\\)</span>', "> [!danger] Loss\n> A number."]
    shown = "".join(f"\n\n{chapter}\n\n◆ 先乘权重 {place}\n" for place, chapter in enumerate(chapters))
    assert read(f"《网络讲义》\n\n某人\n2个笔记\n{shown}")["weread", "先乘权重 0"] == 1
