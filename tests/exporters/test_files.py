"""What is written is valid by the rules of whoever reads it, whatever stood in the exports it came from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from builders import annotation, any_annotation, passage, reading
from hypothesis import given, settings
from hypothesis import strategies as st
from returning import files, holdings
from w3c_schemas import definition, needs_schemas

from commonplace.exporter import Exporter, Holdings
from commonplace.exporters import all_exporters
from commonplace.merging.identity import identified
from commonplace.model import Link

OTHER_APPS = Path(__file__).parents[2] / "docs" / "other-apps.md"
anything = st.lists(any_annotation, max_size=3).map(identified).map(holdings)
SECRETS = "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "  =1", "'=1", '=cmd|"/c calc"!A1'


def one(library: Holdings, name: str) -> str:
    (data,) = files(library, name).values()
    return data.decode("utf-8-sig")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def only(quote: str = "", **fields: Any) -> Holdings:
    return holdings(identified([annotation(quote, **fields)]))


@pytest.mark.parametrize("exporter", all_exporters(), ids=lambda exporter: exporter.format)
@settings(max_examples=25)
@given(library=anything)
def test_any_library_becomes_a_file(exporter: Exporter, library: Holdings) -> None:
    data = exporter.export(library)
    for content in data.values() if isinstance(data, Mapping) else (data,):
        assert isinstance(content, bytes)
        if exporter.format != "anki":
            content.decode("utf-8")


@pytest.mark.parametrize("exporter", all_exporters(), ids=lambda exporter: exporter.format)
def test_the_documentation_says_of_each_format_what_it_has_no_place_for(exporter: Exporter) -> None:
    rows = [line for line in OTHER_APPS.read_text("utf-8").split("\n") if line.startswith(f"| `{exporter.format}` |")]
    assert len(rows) == 1
    assert exporter.loses
    assert f"<br> {exporter.loses} |" in rows[0]


@needs_schemas
@settings(max_examples=25)
@given(library=anything)
def test_web_annotations_are_valid_by_the_w3cs_own_schemas(library: Holdings) -> None:
    collection = json.loads(one(library, "w3c"))
    for name in ("annotationCollectionTypeValueFound", "labelFound", "firstFound"):
        definition(f"collections.json#{name}").validate(collection)
    definition("collections.json#annotationPageTypeValueFound").validate(collection["first"])
    for item in collection["first"]["items"]:
        for name in ("annotationTypeValueFound", "motivationSingularIfPresent"):
            definition(f"annotations.json#{name}").validate(item)
        definition("bodyTarget.json#targetResourcesFound").validate(item["target"])


@settings(max_examples=25)
@given(library=anything)
def test_hypothesis_gets_what_its_client_reads_of_an_annotation(library: Holdings) -> None:
    for item in json.loads(one(library, "hypothesis"))["annotations"]:
        assert item["user"].startswith("acct:")
        assert item["uri"]
        assert item["document"].keys() == {"title"}
        assert isinstance(item["text"], str)
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert [target["source"] for target in item["target"]] == [item["uri"]]
        assert all("type" in selector for target in item["target"] for selector in target.get("selector", ()))


def test_readwise_gets_its_seven_columns_and_tags_as_it_reads_them() -> None:
    text = one(only("先减，后指数", comment="为什么？", tags=("softmax", "deep learning")), "readwise")
    assert text.split("\r\n")[0] == "Highlight,Title,Author,URL,Note,Location,Date"
    (row,) = rows(text)
    assert row["Note"] == ".softmax .deep-learning 为什么？"
    assert row["Location"] == "1"


def test_readwise_gets_no_row_without_a_highlight() -> None:
    assert rows(one(only(comment="只有批注"), "readwise")) == []


@pytest.mark.parametrize("text", SECRETS)
def test_nothing_in_the_table_is_a_formula_to_a_spreadsheet(text: str) -> None:
    (row,) = rows(one(only(f"{text}", comment=text, tags=(text,)), "csv"))
    assert [cell for cell in row.values() if cell.lstrip(" ")[:1] in set("=+-@\t\r＝＋－＠")] == []
    assert row["quote"] == "'" + text


@settings(max_examples=25)
@given(library=anything)
def test_the_table_is_one_by_rfc_4180(library: Holdings) -> None:
    text = one(library, "csv")
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len(table) == 1 + len(library.annotations)
    assert {len(row) for row in table} == {len(table[0])}
    assert text.endswith("\r\n")


@settings(max_examples=25)
@given(st.lists(any_annotation, min_size=1, max_size=3).map(identified).map(holdings))
def test_a_parser_of_bibtex_finds_an_entry_for_each_source(library: Holdings) -> None:
    parsed = parse_string(one(library, "bibtex"))
    assert parsed.failed_blocks == []
    assert len({entry.key for entry in parsed.entries}) == len(library.readings)


def test_names_and_titles_in_bibtex_are_what_they_were() -> None:
    source: dict[str, Any] = {
        "title": "100% of {Nets} & Co",
        "authors": ("Lin Yizhou", "林一", "Barnes and Noble"),
        "published": "2026年1月",
        "publisher": "示例",
        "isbn": "978-0-00-000271-6",
        "url": "https://example.org/a_b?x=%20{}",
    }
    (entry,) = parse_string(one(Holdings(concepts=(), readings=(reading(**source),)), "bibtex")).entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("book", "100-of-nets-co")
    assert fields == {
        "title": r"{100\% of \{Nets\} \& Co}",
        "author": "Lin Yizhou and {林一} and {Barnes and Noble}",
        "publisher": "示例",
        "year": "2026",
        "isbn": "978-0-00-000271-6",
        "url": r"https://example.org/a_b?x=\%20%7B%7D",
    }


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("![[secret]]", r"\![[secret]]"),
        ("![x](https://example.org/pixel.png)", r"\![x](https://example.org/pixel.png)"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)>"),
        ("`= this.file.name`", r"\`= this.file.name`"),
        ("`$= app.vault`", r"\`$= app.vault`"),
        ("```dataviewjs", "```text dataviewjs"),
        ("<% tp.file.title %>", r"<\% tp.file.title %>"),
        ("%% hidden %%", r"\%\% hidden \%\%"),
        ("# heading", r"\# heading"),
        ("> quote", r"\> quote"),
    ],
)
def test_marked_words_start_nothing_in_a_vault(text: str, written: str) -> None:
    (note,) = files(only(f"marked\n{text}"), "obsidian").values()
    assert f"> marked\n> {written}\n> — 神经网络札记\n" in note.decode()


def test_a_note_has_chapters_callouts_places_and_block_ids() -> None:
    items = identified(
        [
            annotation("先减，后指数", comment="为什么？", native_id="1", motivation="questioning", tags=("softmax",)),
        ]
    )
    (note,) = files(holdings(items), "obsidian").values()
    assert note.decode() == (
        '---\ntitle: "神经网络札记"\nauthor: ["林一"]\n---\n\n'
        "> [!quote]\n> 先减，后指数\n> — 神经网络札记\n>\n> > [!question]\n> > 为什么？\n> >\n> > #softmax\n\n"
        f"^{items[0].id}\n"
    )


def test_concepts_stand_in_the_table() -> None:
    library = Holdings(
        concepts=(),
        readings=(reading(passage("a", id="a1")),),
        links={"a1": (Link(annotation="a1", concept="softmax", evidence=()),)},
    )
    (row,) = rows(one(library, "csv"))
    assert row["concepts"] == "softmax"
