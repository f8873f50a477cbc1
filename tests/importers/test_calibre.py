"""calibre: what it deleted stays deleted, and its exports for people are told from notes with rules."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from containers import database

from commonplace.errors import MalformedExportError, UnknownFormatError
from commonplace.importers import all_importers, importer_named
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.exports import decode_export
from commonplace.reading.identifying import divided
from commonplace.store.library import Library
from commonplace.workflows.importing import import_exports
from commonplace.workflows.surveying import survey

MARK = {"type": "highlight", "uuid": "u", "highlighted_text": "the slope", "timestamp": "2024-05-02T00:00:00.000Z"}
LINK = "calibre://view-book/_hex_-61/39/EPUB?open_at=epubcfi%28/10/2/4/1%3A10%29"


def units(text: str) -> tuple[str, list[Annotation | Rejected]]:
    (part,) = divided(Export(name="x", text=text), all_importers()).parts
    return part.importer.format, list(part.importer.parse(part.export))


def of(*values: Any) -> list[Annotation | Rejected]:
    found, read = units(json.dumps({"version": 1, "type": "calibre_annotation_collection", "annotations": values}))
    assert found == "calibre"
    return read


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_versions_the_later_counts_even_where_it_is_a_deletion(order: int) -> None:
    gone = {"type": "highlight", "uuid": "u", "removed": True, "timestamp": "2024-05-03T00:00:00.000Z"}
    older, newer = ({**MARK, "highlighted_text": text, "timestamp": time} for text, time in (("a", "1"), ("b", "2")))
    assert not [unit for unit in of(*[MARK, gone][::order]) if isinstance(unit, Annotation)]
    (kept,) = [unit for unit in of(*[older, newer][::order]) if isinstance(unit, Annotation)]
    assert kept.quote == "b"


def test_the_place_in_the_book_counts_items_of_the_spine_in_even_steps() -> None:
    (found,) = of({**MARK, "spine_index": 4, "start_cfi": "/2/4/1:3", "end_cfi": "/2/4/1:9"})
    assert isinstance(found, Annotation)
    assert [getattr(selector, "value", "") for selector in found.selectors][1:] == ["epubcfi(/10,/2/4/1:3,/2/4/1:9)"]


@pytest.mark.parametrize("spine", [None, True, "4", -1, 10**12])
def test_a_place_that_is_none_costs_nothing_but_the_place(spine: Any) -> None:
    (found,) = of({**MARK, "spine_index": spine, "start_cfi": "/2", "end_cfi": "/4"})
    assert isinstance(found, Annotation)
    assert found.quote == "the slope"


def test_bookmarks_that_calibre_keeps_in_a_book_are_unpacked_and_broken_ones_refused() -> None:
    packed = base64.b64encode(json.dumps([MARK]).encode()).decode()
    found, (unit,) = units(f"encoding=json+base64:\n{packed}\n")
    assert (found, isinstance(unit, Annotation)) == ("calibre", True)
    with pytest.raises(MalformedExportError, match="base64 is broken"):
        list(importer_named("calibre").parse(Export(name="x", text="encoding=json+base64:\nabc")))


@pytest.mark.parametrize(
    "text",
    [
        f"a note with a link [here]({LINK}) to a book\n\n---\n",
        "| book | link |\n| --- | --- |\n| x | [c](calibre://view-book/l/1/EPUB) |\n",
        "one\n───\ntwo\n",
        "prose\n\n───\n\n12 of 30\n\n───\n",
    ],
)
def test_notes_that_link_to_calibre_or_have_rules_are_no_exports(text: str) -> None:
    with pytest.raises(UnknownFormatError):
        divided(Export(name="x", text=text), all_importers())


@pytest.mark.parametrize(
    "date",
    [
        "5/3/24 2:45 PM",
        "03.05.24 14:45",
        "2024/5/3 14:45",
        "2024/5/3 下午2:45",
        "3 mai 2024 14:45",
        "24/05/03 2:45\u202fPM",
    ],
)
def test_dates_of_every_language_end_the_words(date: str) -> None:
    found, (unit,) = units(f"## Nets\n\nthe slope\n{date}\n\nmy note\n\n───\n")
    assert isinstance(unit, Annotation)
    assert (found, unit.quote, unit.comments[0].value) == ("calibre-text", "the slope", "my note")
    assert unit.created.startswith("2024-05-03") or unit.extra["date"]


def test_two_books_in_one_export_are_two_with_their_chapters() -> None:
    record = "the slope\n[5/3/24 2:45 PM]({0})\n\n--------------------\n\n"
    text = "## Nets\n\n### One\n\n" + record.format(LINK) + "\n## Hills\n\n" + record.format(LINK.replace("39", "40"))
    _, read = units(text)
    told = [(u.document.key, u.document.title, u.locator.headings) for u in read if isinstance(u, Annotation)]
    assert told == [("calibre:39", "Nets", ("One",)), ("calibre:40", "Hills", ())]


def test_a_text_that_ends_with_a_date_is_claimed_to_its_last_line_and_no_further() -> None:
    text = f"the slope\n[5/3/24 2:45 PM]({LINK})"
    (claim,) = importer_named("calibre-text").identify(Export(name="x", text=text))
    assert (claim.first_line, claim.last_line) == (1, 2)


DATABASE = Path(__file__).parents[1] / "exports" / "calibre-database" / "metadata.db"


@pytest.mark.parametrize("order", [1, -1])
def test_the_database_names_the_books_of_a_collection_and_holds_the_same_annotations(
    library: Library, tmp_path: Path, order: int
) -> None:
    mark = {**MARK, "uuid": "u1", "highlighted_text": "the slope is zero", "book_id": 39}
    collection = {"version": 1, "type": "calibre_annotation_collection", "annotations": [mark]}
    export = tmp_path / "x.calibre_annotation_collection"
    export.write_text(json.dumps(collection), "utf-8")
    before = DATABASE.read_bytes()
    for path in (export, DATABASE)[::order]:
        import_exports(library, [str(path)])
    assert DATABASE.read_bytes() == before
    read = {shelf.source.title: (shelf.source.authors, len(shelf.annotations)) for shelf in survey(library).shelves}
    assert read == {"Nets": (("Lin Yizhou", "Example, Jr."), 1), "梯度小史": (("何川",), 1)}


def test_a_database_in_which_nothing_is_marked_is_known_and_names_its_books() -> None:
    tables: dict[str, list[dict[str, object]]] = {
        "books": [{"id": 1, "title": "Nets"}],
        "books_authors_link": [{"book": 1, "author": 2}],
    }
    (part,) = divided(decode_export(database(tables), name="x"), all_importers()).parts
    (unit,) = part.importer.parse(part.export)
    assert isinstance(unit, Rejected)
    assert (unit.by_design, unit.raw) == (True, "Nets")


SENT = "[Highlighted](calibre://view-book/Nets/39/EPUB?open_at=epubcfi(/8/2/4/84/1:184)) on 2024-05-01 at 05:17:40 UTC:"


@pytest.mark.parametrize(
    ("name", "title", "authors"),
    [
        ("Small Nets by Mei Lin.md", "Small Nets", ("Mei Lin",)),
        ("Books/Small Nets by ('Mei Lin', 'Ada Weber') (2).md", "Small Nets", ("Mei Lin", "Ada Weber")),
        ("Learning by Doing.md", "Learning by Doing", ()),
        ("Nets.md", "Nets", ()),
    ],
)
def test_a_note_of_its_plugin_is_named_by_title_and_authors(name: str, title: str, authors: tuple[str, ...]) -> None:
    export = Export(name=name, text=f"{SENT}\n> the slope\n\nwhy?\n\n---\n")
    (part,) = divided(export, all_importers()).parts
    (found,) = part.importer.parse(part.export)
    assert isinstance(found, Annotation)
    assert (found.quote, [note.value for note in found.comments]) == ("the slope", ["why?"])
    assert (found.document.title, found.document.authors) == (title, authors)


def test_a_book_that_a_note_only_links_to_is_no_highlight() -> None:
    note = f"# Nets\n\nI read [this](calibre://view-book/Nets/39/EPUB) and {SENT}\n\n{SENT}\nno quotation\n"
    with pytest.raises(UnknownFormatError):
        divided(Export(name="x", text=note), all_importers())
