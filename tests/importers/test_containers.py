"""Databases and PDF files: what is in them is read, and the files stay as they are."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from containers import database, fill, pdf, quad

from commonplace.cli import cli
from commonplace.errors import NotTextError, UnknownFormatError
from commonplace.importers import all_importers, importer_named
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.containers import pdf_streams
from commonplace.reading.exports import decode_export, read_export
from commonplace.reading.identifying import divided, undivided
from commonplace.store.library import Library

ROW = {"ZANNOTATIONUUID": "U", "ZANNOTATIONASSETID": "B", "ZANNOTATIONDELETED": 0}
MARKED = {**ROW, "ZANNOTATIONSELECTEDTEXT": "the slope"}
BOOK = {"ZASSETID": "B", "ZTITLE": "Nets", "ZAUTHOR": "Lin"}
HIGHLIGHT = "/Subtype /Highlight /Rect [0 0 1 1]"


def units(export: Export) -> list[Annotation | Rejected]:
    (part,) = divided(export, all_importers()).parts
    return list(part.importer.parse(part.export))


def marks(data: bytes) -> list[Annotation]:
    return [unit for unit in units(decode_export(data, name="x.pdf")) if isinstance(unit, Annotation)]


def highlighted(*quads: str, further: str = "") -> str:
    return f"{HIGHLIGHT} /QuadPoints [{' '.join(quads)}] {further}"


def test_titles_come_from_the_database_beside_it_as_on_a_mac_and_as_copied_into_one_folder(tmp_path: Path) -> None:
    for folder, books in (("mac/AEAnnotation", "mac/BKLibrary"), ("copied", "copied")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / books).mkdir(exist_ok=True)
        path = tmp_path / folder / "AEAnnotation_v1_local.sqlite"
        path.write_bytes(database({"ZAEANNOTATION": [MARKED]}))
        (tmp_path / books / "BKLibrary-1.sqlite").write_bytes(database({"ZBKLIBRARYASSET": [BOOK]}))
        (found,) = units(read_export(path, name="x"))
        assert isinstance(found, Annotation)
        assert (found.document.title, found.document.authors) == ("Nets", ("Lin",))


def test_what_the_app_has_not_written_back_yet_is_read_from_its_log_and_no_byte_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "AEAnnotation.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        fill(connection, {"ZAEANNOTATION": [MARKED]})
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("INSERT INTO ZAEANNOTATION VALUES ('U2', 'B', 0, 'in the log')")
        connection.commit()
        before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
        found = units(read_export(path, name="x"))
        after = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
    assert [unit.quote for unit in found if isinstance(unit, Annotation)] == ["the slope", "in the log"]
    assert before == after


def test_an_import_is_done_again_where_only_the_database_with_the_titles_changed(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "AEAnnotation.sqlite"
    path.write_bytes(database({"ZAEANNOTATION": [MARKED]}))
    command = ["-C", str(library.root), "import", str(path)]
    assert CliRunner().invoke(cli, command, catch_exceptions=False).exit_code == 0
    (tmp_path / "BKLibrary-1.sqlite").write_bytes(database({"ZBKLIBRARYASSET": [BOOK]}))
    assert CliRunner().invoke(cli, command, catch_exceptions=False).exit_code == 0
    assert [store.stem for store in (library.docs / "sources").glob("*.jsonld")] == ["nets"]


def test_a_row_that_is_left_out_is_told_with_its_line() -> None:
    gone = {**MARKED, "ZANNOTATIONUUID": "U2", "ZANNOTATIONDELETED": 1}
    export = decode_export(database({"ZAEANNOTATION": [MARKED, gone, ROW]}), name="x")
    _, deleted, bookmark = units(export)
    assert isinstance(deleted, Rejected)
    assert isinstance(bookmark, Rejected)
    assert '"U2"' in export.text.split("\n")[deleted.line - 1]
    assert (deleted.by_design, bookmark.by_design) == (True, True)


def test_a_database_of_something_else_is_in_no_known_format_whatever_its_rows_say() -> None:
    said = "[x](a.pdf#page=2) ```annotation-json Excerpt From"
    export = decode_export(database({"notes": [{"body": said}]}), name="x")
    with pytest.raises(UnknownFormatError, match="in no format"):
        divided(export, all_importers())


def test_text_that_looks_like_the_inside_of_a_container_is_not_taken_for_one() -> None:
    text = decode_export(database({"ZAEANNOTATION": [MARKED]}), name="x").text
    with pytest.raises(UnknownFormatError):
        divided(Export(name="x", text=text), all_importers())


@pytest.mark.parametrize("data", [database({"a": [{"b": 1}]})[:300], b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_database_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError, match="SQLite database that cannot be read"):
        decode_export(data, name="x")


def test_a_format_that_reads_another_kind_of_file_is_refused() -> None:
    export = decode_export(database({"ZAEANNOTATION": [MARKED]}), name="x")
    with pytest.raises(UnknownFormatError, match="is an SQLite database, and weread reads text"):
        undivided(export, importer_named("weread"))


@pytest.mark.parametrize("order", ["zed", "around"])
def test_marked_words_are_found_whatever_the_order_of_the_corners(order: str) -> None:
    mark = highlighted(quad(50 + 6 * 4, 300, 3, order=order))
    (found,) = marks(pdf([([(50, 300, "one two three")], [mark])]))
    assert found.quote == "two"


def test_lines_are_joined_with_a_space_a_parted_word_without_its_hyphen() -> None:
    lines = [(50.0, 300.0, "a gra-"), (50.0, 285.0, "dient of"), (50.0, 270.0, "L-2 norms")]
    boxes = [quad(50, base, 9) for _, base, _ in lines]
    (found,) = marks(pdf([(lines, [highlighted(*boxes)])]))
    assert found.quote == "a gradient of L-2 norms"


def test_boxes_from_the_bottom_up_and_boxes_that_overlap_give_the_words_once_and_in_order() -> None:
    lines = [(50.0, 300.0, "first"), (50.0, 285.0, "second")]
    boxes = [quad(50, 285, 6), quad(50, 285, 3), quad(50, 300, 5)]
    (found,) = marks(pdf([(lines, [highlighted(boxes[0], boxes[2])])]))
    (twice,) = marks(pdf([(lines, [highlighted(boxes[2], boxes[0], boxes[1])])]))
    assert found.quote == twice.quote == "first second"


def test_one_box_around_several_lines_is_read_line_by_line() -> None:
    lines = [(50.0, 300.0, "first"), (50.0, 285.0, "second")]
    (found,) = marks(pdf([(lines, ["/Subtype /Highlight /Rect [40 280 120 312]"])]))
    assert found.quote == "first second"


def test_two_columns_are_not_mixed() -> None:
    lines = [(50.0, 300.0, "left"), (50.0, 285.0, "below"), (250.0, 300.0, "right"), (250.0, 285.0, "last")]
    boxes = [quad(left, base, 6) for left, base, _ in lines]
    (found,) = marks(pdf([(lines, [highlighted(*boxes)])]))
    assert found.quote == "left below right last"


def test_words_drawn_apart_on_one_line_have_a_space_between_and_chinese_characters_none() -> None:
    lines = [(50.0, 300.0, "one"), (74.0, 300.0, "two"), (50.0, 285.0, "梯度"), (75.0, 285.0, "下降")]
    latin, chinese = highlighted(quad(50, 300, 8)), highlighted(quad(50, 285, 9))
    found = marks(pdf([(lines, [latin, chinese])]))
    assert [one.quote for one in found] == ["one two", "梯度下降"]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_is_turned_or_begins_elsewhere_loses_no_words(turned: int) -> None:
    page = f"/Rotate {turned} /MediaBox [-20 -30 380 370]"
    data = pdf([([(50, 300, "one two")], [highlighted(quad(50, 300, 3))])], page=page)
    data = data.replace(b"/MediaBox [0 0 400 400] ", b"")
    (found,) = marks(data)
    assert sorted(found.quote.replace(" ", "")) == sorted("one")


def test_a_comment_that_repeats_the_marked_words_is_none() -> None:
    mark = highlighted(quad(50, 300, 7), further="/Contents (One, two!)")
    (found,) = marks(pdf([([(50, 300, "one two")], [mark])]))
    assert (found.comments, found.motivation) == ((), "highlighting")


def test_a_mark_without_words_is_an_area_and_its_note_is_kept() -> None:
    (found,) = marks(pdf([([], ["/Subtype /Highlight /Rect [10 20 30.5 40] /Contents (a scan)"])]))
    assert (found.quote, found.locator.rectangle, found.comments[0].value) == ("", "10,20,30.5,40", "a scan")


def test_a_file_is_the_owners_where_one_person_wrote_and_everybodys_own_where_several_did() -> None:
    notes = [f"/Subtype /Text /Rect [0 0 1 1] /Contents (x) /T ({name})" for name in ("Ada", "Bo")]
    assert [found.creator for found in marks(pdf([([], notes)]))] == ["Ada", "Bo"]
    assert [found.creator for found in marks(pdf([([], notes[:1] * 2)]))] == ["", ""]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("D:20240503124501+02'00'", "2024-05-03T12:45:01+02:00"),
        ("D:20240503124501Z00'00'", "2024-05-03T12:45:01Z"),
        ("D:20240503124501-0930", "2024-05-03T12:45:01-09:30"),
        ("20240503", "2024-05-03"),
        ("yesterday", ""),
    ],
)
def test_dates_of_every_writer(written: str, read: str) -> None:
    (found,) = marks(pdf([([], [f"/Subtype /Text /Rect [0 0 1 1] /Contents (x) /M ({written})"])]))
    assert found.created == read


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (pdf([([(50, 300, "words")], [])]), "nobody marked anything"),
        (pdf([([], ["/Subtype /Link /Rect [0 0 1 1]"])]), "nobody marked anything"),
        (b"%PDF-1.7\nnothing of the kind", "cannot be read"),
        (pdf([([], [])]).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R"), "cannot be read|password"),
    ],
)
def test_a_pdf_without_marks_or_that_cannot_be_opened_is_refused_with_the_reason(data: bytes, problem: str) -> None:
    with pytest.raises(NotTextError, match=problem):
        decode_export(data, name="x")


@pytest.mark.parametrize("loop", ["5 0 R", "100 0 R"])
def test_a_reference_that_leads_back_to_itself_is_not_followed_for_ever(loop: str) -> None:
    note = "/Subtype /Text /Rect [0 0 1 1] /Contents (x)"
    data = pdf([([], [note])], info="/Title (t)", further=["5 0 R"])
    (found,) = marks(data.replace(b"5 0 obj\n<< /Title (t) >>", f"5 0 obj\n{loop}".encode()))
    assert found.comments[0].value == "x"


def test_in_a_folder_files_without_marks_are_passed_over_and_the_others_read(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "plain.pdf").write_bytes(pdf([([(50, 300, "words")], [])]))
    (folder / "marked.pdf").write_bytes(pdf([([(50, 300, "one two")], [highlighted(quad(50, 300, 7))])]))
    (folder / "other.sqlite").write_bytes(database({"a": [{"b": 1}]}))
    result = CliRunner().invoke(cli, ["-C", str(library.root), "import", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert [path.read_text("utf-8").count("one two") for path in (library.docs / "sources").glob("*.jsonld")] == [1]


@pytest.mark.parametrize("times", [1, 2])
def test_a_pdf_that_unpacks_to_more_than_memory_holds_is_refused(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_streams, "LARGEST", 2**20)
    content = b" " * 2**21
    for _ in range(times):
        content = zlib.compress(content)
    filters = "/FlateDecode " * times
    plain = pdf([([(50, 300, "one two three")], [highlighted(quad(50, 300, 3))])])
    assert [mark.quote for mark in marks(plain)] == ["one"]
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    stream = f"<< /Length {len(content)} /Filter [{filters}] >>\nstream\n".encode() + content + b"\n"
    with pytest.raises(NotTextError, match="unpacks to more than"):
        decode_export(plain[:start] + stream + plain[end:], name="x.pdf")


def test_a_box_of_endless_numbers_loses_no_mark_of_its_file() -> None:
    endless = f"/Subtype /Text /Rect [0 0 {'9' * 400}.0 1] /Contents (far out)"
    found = marks(pdf([([(10, 100, "words")], [endless, "/Subtype /Text /Rect [0 0 9 9] /Contents (near)"])]))
    assert [one.comments[0].value for one in found] == ["far out", "near"]
