"""The five real documents that everything must work on, in one command into a fresh library."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.store.library import Library
from commonplace.workflows.surveying import catalogue_of, survey

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents stand in ../shared/seeds")
FILES = sorted(str(path) for path in SEEDS.glob("*")) if SEEDS.is_dir() else []

# Read side by side by a person: the highlights of 004 and of 003 that mark the same words …
SAME = (
    ("5u7pweoonogi", "uiayz3vghy7n"),
    ("thi74oomiwm4", "thdckdkcdrjq"),
    ("5a7qwncmuwxp", "nxvnj6amn3l5"),
    ("b3nbrxljrxul", "redbelq7klma"),
    ("q7gsllgw5u5j", "qu7jyppz5gnd"),
    ("fmxbmn7wsgbe", "sxdcfumbt7bh"),
)
# … and those where one is a sentence or clause of the other.
PART_OF = (
    ("pkidt45dogas", "svr2luadlr4g"),
    ("yox7obg32src", "5a7zuqw3vhef"),
    ("puoz3hvqbd3w", "6jzeaqkl262x"),
    ("ea6ckbosqrvl", "c6ry6oleoalq"),
    ("xbkzj43qezgp", "op6tuav6c4vo"),
)


def run(library: Library, *arguments: str) -> Any:
    result = CliRunner().invoke(cli, ["-C", str(library.root), *arguments], catch_exceptions=False)
    return json.loads(result.stdout)


@pytest.fixture
def imported(library: Library) -> dict[str, Any]:
    """What the import printed, and what the library then holds, by the number of the seed."""
    report = run(library, "import", *FILES, "--json")
    held = run(library, "list", "annotations", "--json")
    return {"report": report, "held": held, "sources": run(library, "list", "sources", "--json")}


def of(imported: dict[str, Any], number: str) -> list[dict[str, Any]]:
    """The annotations of one seed, told by importer and source."""
    (file,) = (file for file in imported["report"]["files"] if Path(file["path"]).name.startswith(number))
    return [
        item for item in imported["held"] if item["source"] == file["source"] and item["importer"] == file["format"]
    ]


def test_each_seed_is_read_by_its_importer_without_a_rejection(imported: dict[str, Any]) -> None:
    files = imported["report"]["files"]
    assert [file["format"] for file in files] == [
        "obsidian-annotator",
        "html-notes",
        "obsidian-annotator",
        "pdf-plus",
        "weread",
    ]
    assert not [unit for file in files for unit in file["rejected"] if not unit["by_design"]]
    for file in files:
        assert file["read"] == file["new"] + file["changed"] + file["unchanged"] + len(file["rejected"])


@pytest.mark.parametrize(("number", "passages"), [("000", 8), ("002", 15), ("003", 62), ("004", 32)])
def test_every_passage_is_there(imported: dict[str, Any], number: str, passages: int) -> None:
    assert sum(bool(item["quote"]) for item in of(imported, number)) == passages


def test_tasks_prose_and_pictures_of_003_are_accounted_for(imported: dict[str, Any]) -> None:
    """Under 29 headings, or above the first, the owner wrote words; under 21 more nothing but pictures stands."""
    items = of(imported, "003")
    own = [item for item in items if not item["quote"] and not item["question"]]
    assert sum(bool(item["comments"]) for item in own) == 29
    assert sum(bool(item["attachments"]) and not item["comments"] for item in own) == 21
    assert len(items) == 62 + 6 + 29 + 21
    assert sum(item["question"] for item in items) == 6
    assert sum(len(item["attachments"]) for item in items) == 74
    assert len(imported["report"]["missing_attachments"]) == 74 + _pictures_of_001(imported)


def _pictures_of_001(imported: dict[str, Any]) -> int:
    return sum(len(item["attachments"]) for item in of(imported, "001"))


def test_each_formula_of_001_is_there_once_as_its_tex(imported: dict[str, Any]) -> None:
    formulas = [formula for item in of(imported, "001") for formula in item["formulas"]]
    assert (sum(f["display"] for f in formulas), sum(not f["display"] for f in formulas)) == (13, 18)
    # The 27th heading, that of the contents, has nothing below it but links to the others.
    assert len({heading for item in of(imported, "001") for heading in item["locator"].get("headings", ())}) == 26
    for item in of(imported, "001"):
        found = re.findall(r"\$\$\n?(.*?)\n?\$\$|(?<![\\$])\$([^$]+)\$", "\n".join(item["comments"]), re.DOTALL)
        assert [(display or inline).strip() for display, inline in found] == [f["tex"] for f in item["formulas"]]


def test_003_and_004_are_one_book(imported: dict[str, Any]) -> None:
    (file_003,) = (file for file in imported["report"]["files"] if "003_" in file["path"])
    (file_004,) = (file for file in imported["report"]["files"] if "004_" in file["path"])
    assert file_003["source"] == file_004["source"]
    (book,) = (source for source in imported["sources"] if source["id"] == file_003["source"])
    assert book["isbn"] == "9787115509345"
    assert len(book["authors"]) == 2
    assert book["publisher"]
    assert any(name.endswith(".pdf.pdf") for name in book["files"])


def test_the_passages_that_a_person_finds_in_both_are_joined_and_no_other(imported: dict[str, Any]) -> None:
    found = {
        frozenset((item["id"], other)): item["part"] or other in parts
        for parts in ({item["id"] for item in imported["held"] if item["part"]},)
        for item in imported["held"]
        for other in item["same_passage"]
    }
    assert {pair for pair, part in found.items() if not part} == set(map(frozenset, SAME))
    assert {pair for pair, part in found.items() if part} == set(map(frozenset, PART_OF))


@pytest.mark.parametrize("seed", range(3))
def test_a_second_import_in_any_order_changes_no_byte(library: Library, seed: int) -> None:
    run(library, "import", *FILES, "--json")
    before = {path: path.read_bytes() for path in library.docs.rglob("*") if path.is_file()}
    shuffled = list(FILES)
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # No secret.
    report = run(library, "import", *shuffled, "--json")
    assert sum(file["new"] + file["changed"] for file in report["files"]) == 0
    assert {path: path.read_bytes() for path in library.docs.rglob("*") if path.is_file()} == before


def test_what_is_wrong_in_a_note_is_told_on_concept_pages_and_nothing_that_is_right(library: Library) -> None:
    concepts = Path(__file__).parents[1] / "docs" / "concepts"
    shutil.copytree(concepts, library.docs / "concepts", dirs_exist_ok=True)
    run(library, "import", *FILES, "--json")
    seen = survey(library)
    judged = {key: verdict.judgement for key, verdict in catalogue_of(library, seen).notes.items()}
    told = {tex.split("=")[0]: judgement for (_, _, tex), judgement in judged.items()}
    wrong = {left: judgement for left, judgement in told.items() if judgement in {"differs", "slip"}}
    assert wrong == {
        "softmax(o_i)": "differs",
        "a^{l}": "slip",
        "g(z)^{'}": "slip",
        "o_4": "slip",
        "y^{-}": "slip",
        "O_L)": "slip",
    }
    assert "agrees" in judged.values()
    page = (library.docs / "concepts" / "softmax.md").read_text(encoding="utf-8")
    assert 'This note differs from the checked <a href="#formula-1">formula 1</a>: index' in page
    assert "Perhaps a slip of the pen: the note lists only these" in page
