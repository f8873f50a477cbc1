"""What Readwise exports, as a table, as JSON and as Markdown, whatever stands in its cells and notes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.errors import MalformedExportError
from commonplace.grammar.readwise import read_note
from commonplace.importers.readwise_csv import ReadwiseCsv
from commonplace.importers.readwise_json import ReadwiseJson
from commonplace.importers.readwise_markdown import ReadwiseMarkdown
from commonplace.importers.readwise_reader import ReadwiseReader
from commonplace.model import Annotation, Export, Rejected

COLUMNS = [
    "Highlight",
    "Book Title",
    "Book Author",
    "Amazon Book ID",
    "Note",
    "Color",
    "Tags",
    "Location",
    "Highlighted at",
]
cells = (
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)


def table(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def read_csv(text: str) -> list[Annotation | Rejected]:
    return list(ReadwiseCsv().parse(Export(name="x", text=text)))


@settings(max_examples=40)
@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_whatever_stands_in_a_cell_is_read_back(rows: list[tuple[str, str]]) -> None:
    written = [[quote, "Nets", "Lin", "", "", "", "", "7", date] for quote, date in rows]
    found = read_csv(table(written))
    assert [unit.quote for unit in found if isinstance(unit, Annotation)] == [quote for quote, _ in rows]


def test_the_line_of_a_row_counts_the_lines_within_cells() -> None:
    rows = [["two\nlines", "Nets", *[""] * 7], ["", "Nets", *[""] * 7]]
    (rejected,) = (unit for unit in read_csv(table(rows)) if isinstance(unit, Rejected))
    assert rejected.line == 4


def test_a_table_with_other_columns_is_not_claimed() -> None:
    for header in ("Name,Title,Author", "Highlight,Colour", "Highlight\tTitle", '"Highlight,Book Title"'):
        assert not list(ReadwiseCsv().identify(Export(name="x", text=header + "\na,b,c\n")))


def test_semicolons_and_a_mark_of_byte_order_do_not_hide_a_table() -> None:
    text = "\ufeff" + "\n".join(
        ";".join(row) for row in [COLUMNS, ["the slope", "Nets", "Lin", "", "", "", "", "1", ""]]
    )
    (found,) = read_csv(text)
    assert isinstance(found, Annotation)
    assert (found.quote, found.document.title) == ("the slope", "Nets")


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ada W and Max M", ("Ada W", "Max M")),
        ("Ada W, Max M, and Lin Y", ("Ada W", "Max M", "Lin Y")),
        ("Weber, Ada C.", ("Weber, Ada C.",)),
        ("example.org", ("example.org",)),
        ("", ()),
    ],
)
def test_several_authors_in_one_cell_are_several(author: str, authors: tuple[str, ...]) -> None:
    (found,) = read_csv(table([["the slope", "Nets", author, "", "", "", "", "7", ""]]))
    assert isinstance(found, Annotation)
    assert found.document.authors == authors


@pytest.mark.parametrize(
    ("note", "text", "tags"),
    [
        (".loss Why?", "Why?", ("loss",)),
        (".5 is a half", ".5 is a half", ()),
        ("... and so on", "... and so on", ()),
        ("Why .loss?", "Why .loss?", ()),
        (".loss", "", ("loss",)),
        ("..loss", "..loss", ()),
    ],
)
def test_a_note_begins_with_commands_or_is_a_note(note: str, text: str, tags: tuple[str, ...]) -> None:
    found = read_note(note)
    assert (found.text, found.tags) == (text, tags)


def test_tags_that_repeat_the_commands_of_a_note_are_none() -> None:
    highlight = {"text": "Of nets", "note": ".h1", "tags": [{"name": "h1"}, {"name": "h2"}, {"name": "sea"}]}
    (found,) = ReadwiseJson().parse(
        Export(name="x", text=json.dumps({"results": [{"title": "Nets", "highlights": [highlight]}]}))
    )
    assert isinstance(found, Annotation)
    assert (found.tags, found.extra["heading"]) == (("h2", "sea"), 1)


def test_what_was_deleted_in_the_app_is_left_out_by_design() -> None:
    book = {"user_book_id": 1, "title": "Nets", "highlights": [{"id": 2, "text": "the slope", "is_deleted": True}]}
    (found,) = ReadwiseJson().parse(Export(name="x", text=json.dumps({"results": [book]})))
    assert isinstance(found, Rejected)
    assert found.by_design


@pytest.mark.parametrize("text", ["{}", "[]", '{"results": {}}', '{"results": [7, {"highlights": 7}]}', "7"])
def test_json_of_something_else_is_not_claimed_and_refused_in_words(text: str) -> None:
    export = Export(name="x", text=text)
    assert not list(ReadwiseJson().identify(export))
    with pytest.raises(MalformedExportError, match="holds no highlights"):
        list(ReadwiseJson().parse(export))


def test_an_item_in_metadata_is_no_highlight_and_brackets_in_words_no_place() -> None:
    text = "# Nets\n\n## Metadata\n- Full Title: Nets\n\n## Highlights\n- one (Page 3) more\n- two (Page 4)\n"
    found = [u for u in ReadwiseMarkdown().parse(Export(name="x", text=text)) if isinstance(u, Annotation)]
    assert [(a.quote, a.locator.page) for a in found] == [("one (Page 3) more", ""), ("two", "4")]


def test_many_marks_that_are_never_closed_take_time_in_proportion() -> None:
    assert_linear(read_csv, lambda n: table([]) + '"\n' * n)


@pytest.mark.parametrize(
    "sync", ["- Highlights first synced by #Readwise", "- ### Highlights first synced by [[Readwise]]"]
)
def test_a_page_of_an_outliner_is_known_by_the_item_of_its_sync_alone(sync: str) -> None:
    export = Export(name="x.md", text=f"title:: Nets (highlights)\n\n{sync} [[Mar 1st, 2024]]\n\t- the slope\n")
    assert [claim.confidence for claim in ReadwiseMarkdown().identify(export)]
    (found,) = ReadwiseMarkdown().parse(export)
    assert isinstance(found, Annotation)
    assert (found.quote, found.document.title, found.extra) == ("the slope", "Nets", {"added": "2024-03-01"})


def test_a_diary_that_tells_of_a_sync_is_none_of_readwise() -> None:
    export = Export(
        name="x.md", text="- Highlights first synced by me\n\t- a word\n- New highlights added to the wall\n"
    )
    assert not list(ReadwiseMarkdown().identify(export))


def reader(*items: Mapping[str, object]) -> Export:
    """Answer as the API of Readwise Reader does."""
    return Export(
        name="x", text=json.dumps({"count": len(items), "results": [{"parent_id": None, **one} for one in items]})
    )


def test_a_note_of_reader_joins_its_highlight_whichever_comes_first() -> None:
    document = {"id": "d", "category": "article", "title": "Nets", "notes": ""}
    mark = {"id": "h", "category": "highlight", "content": "the slope", "parent_id": "d"}
    note = {"id": "n", "category": "note", "content": "uphill", "parent_id": "h"}
    for items in ((note, mark, document), (document, mark, note)):
        (found,) = ReadwiseReader().parse(reader(*items))
        assert isinstance(found, Annotation)
        assert (found.quote, [body.value for body in found.comments], found.document.title) == (
            "the slope",
            ["uphill"],
            "Nets",
        )


def test_what_belongs_to_itself_ends() -> None:
    (found,) = ReadwiseReader().parse(reader({"id": "h", "category": "highlight", "content": "a", "parent_id": "h"}))
    assert isinstance(found, Annotation)


@pytest.mark.parametrize(
    "items",
    [
        [{"id": "d", "category": "article", "title": "Nets", "notes": ""}],
        [{"id": 7, "kind": "highlight"}],
        [],
    ],
)
def test_saved_documents_without_highlights_are_not_claimed(items: list[dict[str, object]]) -> None:
    assert not list(ReadwiseReader().identify(reader(*items)))


def test_json_without_documents_of_reader_is_refused_in_words() -> None:
    with pytest.raises(MalformedExportError, match="holds no documents"):
        list(ReadwiseReader().parse(Export(name="x", text='{"results": 7}')))
