"""The Anki package: read with sqlite, and imported by Anki's own library."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from builders import concept, passage, reading

from commonplace.exporter import Holdings
from commonplace.exporters import exporter_named
from commonplace.model import FormulaDeclaration, Link

SOFTMAX = concept(
    "softmax", "Softmax 函数", "softmax", formulas=(FormulaDeclaration(tex=r"a<b \& c", snippet="softmax.softmax"),)
)
MARKED = passage("先减最大值，softmax 不变 & <b>", id="a1")
HOLDINGS = Holdings(
    concepts=(SOFTMAX,),
    readings=(reading(MARKED),),
    links={"a1": (Link(annotation="a1", concept="softmax", evidence=(), weight=1.0),)},
    moment=1_700_000_000.0,
)


def exported(holdings: Holdings) -> bytes:
    data = exporter_named("anki").export(holdings)
    assert isinstance(data, bytes)
    return data


def notes(package: bytes) -> list[tuple[str, int, str]]:
    """The guid, the note type and the fields of each note."""
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        database = sqlite3.connect(":memory:")
        database.deserialize(files.read("collection.anki2"))
    rows = database.execute("select guid, mid, flds from notes order by id").fetchall()
    database.close()
    return rows


def test_there_is_a_card_for_the_formula_and_one_for_the_passage_with_its_term_hidden() -> None:
    formula, quote = (fields.split("\x1f") for *_, fields in notes(exported(HOLDINGS)))
    assert "Softmax 函数" in formula[0]
    assert formula[1] == r"\[a&lt;b \&amp; c\]"
    assert quote[0] == '<p class="quote">先减最大值，<b>［…］</b> 不变 &amp; &lt;b&gt;</p>'
    assert "softmax" in quote[1]
    assert quote[3] == "林一 · 神经网络札记"


def test_ids_stay_the_same_whatever_is_renamed_and_rewritten() -> None:
    renamed = concept(
        "softmax-function",
        "归一化指数",
        "softmax",
        former=("softmax",),
        formulas=(FormulaDeclaration(tex="b>a", snippet="softmax.softmax"),),
    )
    links = {"a1": (Link(annotation="a1", concept="softmax-function", evidence=(), weight=1.0),)}
    again = Holdings(concepts=(renamed,), readings=HOLDINGS.readings, links=links, moment=1_800_000_000.0)
    assert [row[:2] for row in notes(exported(again))] == [row[:2] for row in notes(exported(HOLDINGS))]


def test_the_same_library_at_the_same_moment_is_the_same_file() -> None:
    assert exported(HOLDINGS) == exported(HOLDINGS)


def test_anki_takes_it_and_keeps_the_history_of_a_card_over_a_later_export(tmp_path: Path) -> None:
    collections = pytest.importorskip("anki.collection", reason="Anki's own library is not installed")
    collection = collections.Collection(str(tmp_path / "collection.anki2"))
    package = tmp_path / "cards.apkg"
    request = collections.ImportAnkiPackageRequest(
        package_path=str(package), options=collections.ImportAnkiPackageOptions()
    )
    try:
        package.write_bytes(exported(HOLDINGS))
        collection.import_anki_package(request)
        assert collection.note_count() == 2
        first = collection.get_card(collection.find_cards("Softmax")[0])
        first.reps = 7
        collection.update_card(first)
        longer = Holdings(
            concepts=HOLDINGS.concepts, readings=(reading(MARKED, title="新书名"),), links=HOLDINGS.links, moment=1.8e9
        )
        package.write_bytes(exported(longer))
        collection.import_anki_package(request)
        assert collection.note_count() == 2
        assert collection.get_card(first.id).reps == 7
        assert collection.find_notes("新书名")
    finally:
        collection.close()
