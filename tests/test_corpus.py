"""The real exports of strangers, in ../shared/corpus: each is claimed and read as its app meant, or refused in words.

``EXPECTED.tsv`` beside them counts by crude rules what each holds. Where an importer finds something else, a table
here says why it is right, file by file.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.errors import MalformedExportError, UnknownFormatError
from commonplace.importers import all_importers
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Rejected
from commonplace.reading.exports import read_export
from commonplace.reading.identifying import divided
from commonplace.store.library import Library

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the exports of strangers stand in ../shared/corpus")

FORMATS = {
    "annotator": "obsidian-annotator",
    "callouts": "obsidian-callouts",
    "katex": "html-notes",
    "kindle": "kindle-clippings",
    "kindle_md": "obsidian-kindle",
    "koreader": "koreader",
    "pdfplus": "pdf-plus",
    "readwise": "readwise-markdown",
    "w3c": "web-annotation",
    "weread": "weread",
    "zotero": "zotero-markdown",
}
"""The importer of each folder; that of hypothesis holds two formats."""

DIFFERENT: dict[str, tuple[int, int | None, str]] = {
    "callouts/014": (2, None, "two excerpts with a page each stand in one callout"),
    "callouts/015": (2, None, "two excerpts with a page each stand in one callout"),
    "callouts/017": (2, None, "two excerpts with a chapter each stand in one callout"),
    "callouts/018": (0, None, "the only quote callout is empty, and is told as left out by design"),
    "koreader/024": (4, 2, "the reader's review of the book is theirs too"),
    "pdfplus/038": (12, 0, "an area stands outside of the callouts"),
    "pdfplus/050": (26, 9, "17 areas stand outside of the callouts"),
    "pdfplus/064": (2, 0, "a quote with its link in brackets stands beside the callout"),
    "pdfplus/065": (7, 0, "five quotes with links in brackets and an area stand beside the callout"),
    "weread/029": (71, 8, "the reader's review of the book is theirs too"),
    "weread/030": (15, 5, "the reader's review of the book is theirs too"),
    "weread/034": (2, 2, "a note on a chapter and a review of the book have no passage, and are the reader's"),
    "weread/059": (1, 1, "the item below 'created on' is a thought, as the one below '创建于' is in 057"),
    "weread/066": (5, 3, "a thought and a highlight have the same chapter and range: they are one annotation"),
    "zotero/017": (0, None, "the three links open attachments, and mark nothing in them"),
    "zotero/019": (0, None, "all links are headings of a table of contents, and mark nothing"),
}
"""Annotations, those with a comment, and the reason: in each file both were counted by hand."""

TAGGED: dict[str, tuple[int, int, str]] = {
    "w3c/004": (0, 1, "what an annotation is for, here tagging, its body is for where it says nothing else"),
    "w3c/036": (1, 1, "the words in a choice are the reader's too"),
    "w3c/042": (7, 4, "holds both of the above"),
}
"""Annotations with a comment, those with a tag, and the reason."""

NOT_JSON = {f"w3c/{number:03}" for number in (46, *range(48, 56), *range(57, 63), 75)}
"""Made wrong on purpose by the standard's own tests, which have a comma too many: the error says where."""

NO_FORMAT = {"w3c/045", "w3c/056", "w3c/082", "w3c/083"}
"""Made wrong on purpose: no JSON, an empty object, no type, a type of another kind."""

NOTHING_ANNOTATED = {"w3c/047": "the target is a number"}
"""Counted by the table, and rejected with line and reason."""

OWN_WORDS = {
    "annotator/017": 10,
    "annotator/018": 2,
    "hypothesis/020": 1,
    "hypothesis/023": 1,
    "zotero/016": 1,
    "zotero/017": 1,
    "zotero/019": 1,
    "zotero/020": 1,
    "zotero/022": 1,
}
"""What the owners wrote around the blocks of their app, which the table does not count: under how many headings."""


IS_MARK: dict[str, Callable[[Annotation], object]] = {
    "annotator": lambda found: found.created,
    "callouts": lambda found: found.quote,
    "hypothesis": lambda found: found.updated,
    "pdfplus": lambda found: found.locator.physical_page,
    "zotero": lambda found: "attachment" in found.extra,
}
"""What tells a mark of the app from the owner's words around it."""


class Counts(NamedTuple):
    """Numbers of one file as the table has them; None where it counts nothing."""

    annotations: int
    with_comment: int | None
    with_tags: int | None


def _rows() -> list[dict[str, str]]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def _number(row: dict[str, str]) -> str:
    """``weread/029``, which names a file for short."""
    return row["path"][: row["path"].index("/") + 4]


def _format_of(row: dict[str, str]) -> str | None:
    if _number(row) in NO_FORMAT:
        return None
    if row["format"] == "hypothesis":
        return "hypothesis-markdown" if row["path"].endswith(".md") else "hypothesis"
    return FORMATS.get(row["format"])


READ = [row for row in _rows() if _format_of(row) and _number(row) not in {*NOT_JSON, *NOTHING_ANNOTATED}]
BROKEN = [row for row in _rows() if _number(row) in NOT_JSON]
REFUSED = [row for row in _rows() if not _format_of(row)]


def _told(row: dict[str, str]) -> Counts:
    told = (None if row[column] == "-" else int(row[column]) for column in Counts._fields)
    annotations, with_comment, with_tags = told
    assert annotations is not None
    if _number(row) in DIFFERENT:
        annotations, with_comment, _ = DIFFERENT[_number(row)]
    if _number(row) in TAGGED:
        with_comment, with_tags, _ = TAGGED[_number(row)]
    return Counts(annotations, with_comment, with_tags)


def _marks(annotations: Sequence[Annotation], folder: str) -> list[Annotation]:
    """Leave out the owner's words around the marks, which the table does not count."""
    return [found for found in annotations if IS_MARK.get(folder, bool)(found)]


def _counted(annotations: Sequence[Annotation], told: Counts) -> Counts:
    return Counts(
        len(annotations),
        None if told.with_comment is None else sum(bool(found.comments) for found in annotations),
        None if told.with_tags is None else sum(bool(found.tags) for found in annotations),
    )


def _entries(units: Sequence[Annotation | Rejected]) -> tuple[int, int]:
    """Count the entries that a Kindle wrote, and the notes among them, which is what the table counts.

    A note and its highlight are one annotation, and so is a highlight with what it was before it was resized; bookmarks
    and what the publisher lets nobody copy are left out by design.
    """
    annotations = [unit for unit in units if isinstance(unit, Annotation)]
    notes = sum(len(found.comments) + _length(found, "earlier_notes") for found in annotations)
    marks = sum(1 + _length(found, "versions") for found in annotations if found.quote or _has_two_ends(found))
    return len(units) - len(annotations) + marks + notes, notes


def _has_two_ends(annotation: Annotation) -> bool:
    """Whether it is a highlight, of which the device kept no words, rather than a note."""
    return len(set(annotation.locator.range.split("-"))) > 1


def _length(annotation: Annotation, key: str) -> int:
    value = annotation.extra.get(key)
    return len(value) if isinstance(value, list) else 0


@pytest.mark.parametrize("row", READ, ids=_number)
def test_claimed_by_its_importer_and_read_whole(row: dict[str, str]) -> None:
    export = read_export(CORPUS / row["path"], name="a name that says nothing")
    division = divided(export, all_importers())
    (part,) = division.parts
    assert part.importer.format == _format_of(row)
    assert not division.unclaimed
    units = list(part.importer.parse(part.export))
    annotations = identified([unit for unit in units if isinstance(unit, Annotation)])
    assert len({annotation.id for annotation in annotations}) == len(annotations)
    assert all(unit.by_design for unit in units if isinstance(unit, Rejected))
    told = _told(row)
    if row["format"] == "katex":
        # Of a page of notes the formulas were counted.
        assert sum(len(annotation.formulas) for annotation in annotations) == told.annotations
        return
    if row["format"] == "kindle":
        assert _entries(units) == told[:2]
        return
    marks = _marks(annotations, row["format"])
    assert _counted(marks, told) == told
    if row["format"] in {"annotator", "hypothesis", "zotero"}:
        assert len(annotations) - len(marks) == OWN_WORDS.get(_number(row), 0)


@pytest.mark.parametrize("row", BROKEN, ids=_number)
def test_json_of_a_known_format_that_is_broken_is_refused_with_the_line(row: dict[str, str]) -> None:
    export = read_export(CORPUS / row["path"], name=row["path"])
    (part,) = divided(export, all_importers()).parts
    with pytest.raises(MalformedExportError, match="is not JSON") as refused:
        list(part.importer.parse(part.export))
    assert refused.value.line == next(
        number
        for number, line in enumerate(export.text.split("\n"), 1)
        if line.strip().startswith("}") and export.text.split("\n")[number - 2].rstrip().endswith(",")
    )


def test_an_annotation_of_nothing_is_rejected_with_the_reason() -> None:
    for row in _rows():
        if _number(row) in NOTHING_ANNOTATED:
            export = read_export(CORPUS / row["path"], name=row["path"])
            (part,) = divided(export, all_importers()).parts
            (unit,) = part.importer.parse(part.export)
            assert isinstance(unit, Rejected)
            assert "target" in unit.problem


@pytest.mark.parametrize("row", REFUSED, ids=_number)
def test_a_format_that_nobody_reads_is_refused_and_no_importer_stumbles_over_it(row: dict[str, str]) -> None:
    export = read_export(CORPUS / row["path"], name=row["path"])
    with pytest.raises(UnknownFormatError, match="is in no format that commonplace knows") as refused:
        divided(export, all_importers())
    assert "list formats" in refused.value.hint


def test_the_folder_is_imported_at_once_and_what_is_in_no_known_format_is_passed_over(library: Library) -> None:
    result = CliRunner().invoke(cli, ["-C", str(library.root), "import", str(CORPUS), "--json"], catch_exceptions=False)
    report = json.loads(result.stdout)
    paths = {str(CORPUS / row["path"]): _format_of(row) for row in READ}
    faulty = {str(CORPUS / row["path"]): row for row in _rows() if _number(row) in {*NOT_JSON, *NOTHING_ANNOTATED}}
    assert {file["path"]: file["format"] for file in report["files"] if file["path"] not in faulty} == paths
    rejected = {f["path"] for f in report["files"] if any(not unit["by_design"] for unit in f["rejected"])}
    assert rejected == faulty.keys()
    assert {str(CORPUS / row["path"]) for row in REFUSED} <= set(report["passed_over"])


@pytest.mark.parametrize("folder", sorted({row["path"].partition("/")[0] for row in REFUSED}))
def test_a_file_that_is_named_and_nobody_reads_is_reported_with_what_to_do(library: Library, folder: str) -> None:
    path = CORPUS / next(row["path"] for row in REFUSED if row["path"].startswith(f"{folder}/"))
    result = CliRunner().invoke(cli, ["-C", str(library.root), "import", str(path)], catch_exceptions=False)
    assert result.exit_code == 1
    assert "is in no format that commonplace knows" in " ".join(result.output.split())
