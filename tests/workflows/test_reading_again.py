"""Reading again: a test for each row of docs/reading-again.md."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.store.library import Library

ONE, TWO = "梯度指向上升最陡的方向，它的长度是那里的斜率。", "链式法则把外层与内层的变化率相乘。"
LONGER = ONE + "垂直于它，一阶之内不升不降。"


def run(library: Library, *arguments: str) -> str:
    return CliRunner().invoke(cli, ["-C", str(library.root), *arguments], catch_exceptions=False).stdout


def held(library: Library, kind: str = "annotations") -> list[Any]:
    found: list[Any] = json.loads(run(library, "list", kind, "--json"))
    return found


def imported(library: Library, *paths: Path, sync: bool = False) -> Any:
    given = [str(path) for path in paths]
    return json.loads(run(library, "import", *given, "--json", *(["--sync"] if sync else [])))


def pages(library: Library) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(library.docs.rglob("*.md")))


def is_shown(library: Library, quote: str) -> bool:
    return quote[:8] in pages(library)


def contents(library: Library) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in library.docs.rglob("*") if path.is_file()}


def annotator(folder: Path, *marks: tuple[str, str, str], name: str = "note.md", updated: str = "") -> Path:
    """An export of an app that keeps ids: id, words, comment of each."""
    rows = [
        {
            "id": key,
            "uri": "https://example.org/notes",
            "created": "2024-01-01T00:00:00Z",
            "updated": updated or "2024-01-01T00:00:00Z",
            "user": "acct:lin@example.org",
            "permissions": {"read": ["group:__world__"]},
            "group": "__world__",
            "document": {"title": ["神经网络的数学札记"]},
            "tags": [],
            "text": comment,
            "target": [
                {
                    "source": "https://example.org/notes",
                    "selector": [{"type": "TextQuoteSelector", "exact": words, "prefix": "", "suffix": ""}],
                }
            ],
        }
        for key, words, comment in marks
    ]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False), "utf-8")
    return path


def pdf_plus(
    folder: Path, *marks: tuple[str, str, str], file: str = "书/神经网络的数学札记.pdf", name: str = "n.md"
) -> Path:
    """An export of an app that knows places: selection, words, colour of each."""
    blocks = (
        f"> [!PDF|{color}] [[{file}#page=1&selection={place}|札记, p.1]]\n> > {words}\n"
        for place, words, color in marks
    )
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), "utf-8")
    return path


A, B = ("a", ONE, "初读"), ("b", TWO, "")
P, Q = ("0,0,0,9", ONE, "yellow"), ("4,0,4,9", TWO, "yellow")


def test_the_same_export_again_changes_no_byte(library: Library, tmp_path: Path) -> None:
    files = [annotator(tmp_path, A, B), pdf_plus(tmp_path, P, Q)]
    imported(library, *files)
    before = contents(library)
    imported(library, *reversed(files))
    imported(library, *files, sync=True)
    assert contents(library) == before


def test_an_edited_comment_replaces_the_old_words_at_the_same_address(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A))
    (before,) = held(library)
    imported(library, annotator(tmp_path, ("a", ONE, "再读"), updated="2024-02-01T00:00:00Z"))
    (after,) = held(library)
    assert (after["id"], after["comments"]) == (before["id"], ["再读"])


def test_a_recoloured_highlight_has_the_new_colour(library: Library, tmp_path: Path) -> None:
    imported(library, pdf_plus(tmp_path, P))
    imported(library, pdf_plus(tmp_path, (P[0], ONE, "red")))
    (item,) = held(library)
    assert item["color"] == "red"


def test_a_resized_highlight_of_an_app_with_ids_is_the_same_one(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A))
    (before,) = held(library)
    imported(library, annotator(tmp_path, ("a", LONGER, "初读"), updated="2024-02-01T00:00:00Z"))
    (after,) = held(library)
    assert (after["id"], after["quote"]) == (before["id"], LONGER)


def test_a_resized_highlight_of_an_app_that_knows_places_is_a_new_one(library: Library, tmp_path: Path) -> None:
    imported(library, pdf_plus(tmp_path, P))
    resized = pdf_plus(tmp_path, ("0,0,1,9", LONGER, "yellow"))
    assert len(imported(library, resized)["gone"]) == 1
    assert [item["quote"] for item in held(library)] == [ONE, LONGER]
    imported(library, resized, sync=True)
    assert [item["quote"] for item in held(library)] == [LONGER]


def test_a_moved_export_changes_no_byte(library: Library, tmp_path: Path) -> None:
    imported(library, pdf_plus(tmp_path, P), annotator(tmp_path, A))
    before = contents(library)
    imported(library, pdf_plus(tmp_path / "x", P, name="other.md"), annotator(tmp_path / "x", A, name="y.json"))
    assert contents(library) == before


def test_a_moved_book_is_one_book_and_each_passage_is_shown_once(library: Library, tmp_path: Path) -> None:
    imported(library, pdf_plus(tmp_path, P, Q))
    report = imported(library, pdf_plus(tmp_path, P, Q, file="别处/神经网络的数学札记.pdf"))
    assert len(held(library, "sources")) == 1
    assert (report["annotations"], report["passages"]) == (4, 2)


def test_a_deleted_highlight_is_said_and_kept(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A, B))
    fewer = annotator(tmp_path, A)
    assert "No longer in the export: 1, kept" in run(library, "import", str(fewer))
    assert len(held(library)) == 2
    assert is_shown(library, TWO)


def test_a_deleted_highlight_is_set_aside_by_sync_and_still_in_the_store(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A, B), pdf_plus(tmp_path, Q))
    other_app = {item["id"] for item in held(library) if item["importer"] == "pdf-plus"}
    fewer = annotator(tmp_path, A)
    assert "No longer in the export: 1, set aside" in run(library, "import", "--sync", str(fewer))
    assert {item["id"] for item in held(library)} > other_app
    (gone,) = held(library, "gone")
    assert (gone["quote"], gone["importer"]) == (TWO, "hypothesis")
    assert gone["id"] not in pages(library)
    assert any(gone["id"] in path.read_text("utf-8") for path in library.docs.rglob("*.jsonld"))
    before = contents(library)
    imported(library, fewer, sync=True)
    assert contents(library) == before


@pytest.fixture
def gone(library: Library, tmp_path: Path) -> str:
    """The id of a highlight that was set aside."""
    imported(library, annotator(tmp_path, A, B))
    imported(library, annotator(tmp_path, A), sync=True)
    (item,) = held(library, "gone")
    return str(item["id"])


def test_what_was_set_aside_is_restored_for_good(library: Library, tmp_path: Path, gone: str) -> None:
    run(library, "restore", gone)
    assert {item["quote"] for item in held(library)} == {ONE, TWO}
    assert is_shown(library, TWO)
    assert imported(library, annotator(tmp_path, A), sync=True)["gone"] == []
    assert not held(library, "gone")


def test_what_was_set_aside_is_shown(library: Library, gone: str) -> None:
    assert TWO in run(library, "show", gone)


def test_a_question_that_was_set_aside_is_listed(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A, ("b", TWO, "为什么？")))
    imported(library, annotator(tmp_path, A), sync=True)
    (item,) = held(library, "gone")
    assert (item["question"], item["same_passage"]) == (True, [])
    assert item["id"] in run(library, "list", "gone")
    assert not held(library, "questions")


def test_an_old_export_does_not_bring_back_what_was_set_aside(library: Library, tmp_path: Path, gone: str) -> None:
    old = annotator(tmp_path, A, B)
    imported(library, old)
    assert [item["id"] for item in held(library, "gone")] == [gone]
    imported(library, old, sync=True)
    assert not held(library, "gone")


def test_what_was_set_aside_and_edited_since_is_back(library: Library, tmp_path: Path, gone: str) -> None:
    imported(library, annotator(tmp_path, A, ("b", TWO, "又想起来"), updated="2024-03-01T00:00:00Z"))
    assert gone in {item["id"] for item in held(library)}


def test_nothing_is_set_aside_where_something_could_not_be_read(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A, B))
    broken = tmp_path / "broken.json"
    broken.write_text('{"total": 1, "rows": [', "utf-8")
    assert imported(library, annotator(tmp_path, A), broken, sync=True)["gone"] == []
    assert not held(library, "gone")


def test_exports_of_two_devices_are_kept_together(library: Library, tmp_path: Path) -> None:
    phone, tablet = annotator(tmp_path, A, name="phone.json"), annotator(tmp_path, A, B, name="tablet.json")
    for sync in (False, True):
        imported(library, phone, tablet, sync=sync)
        assert {item["quote"] for item in held(library)} == {ONE, TWO}
        assert len(held(library)) == 2


def test_an_older_export_takes_nothing_back(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, ("a", ONE, "再读"), updated="2024-02-01T00:00:00Z"))
    imported(library, annotator(tmp_path, A))
    (item,) = held(library)
    assert item["comments"] == ["再读"]


def region(library: Library) -> str:
    return (library.docs / "new.md").read_text("utf-8").split("{: #last-import }")[1].split("\n## ")[0]


def quotes_in(text: str, quotes: Sequence[str]) -> set[str]:
    decoded = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)
    return {quote for quote in quotes if quote[:8] in decoded}


def test_the_page_of_what_is_new_shows_what_the_last_import_brought(library: Library, tmp_path: Path) -> None:
    imported(library, annotator(tmp_path, A))
    assert quotes_in(region(library), [ONE, TWO]) == {ONE}
    more = annotator(tmp_path, A, B)
    imported(library, more)
    assert quotes_in(region(library), [ONE, TWO]) == {TWO}
    assert [item["quote"] for item in held(library, "new")] == [TWO]
    before = contents(library)
    imported(library, more)
    assert contents(library) == before
