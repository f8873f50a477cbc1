"""Exporting, as a person meets it."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.errors import LibraryError, UnknownFormatError
from commonplace.exporters import all_exporters
from commonplace.store.library import Library

TABLE = """\
id,title,chapter,quote,comment,tags,kind
1,网络,,Softmax 的和是一,,softmax,highlighting
2,网络,,梯度指向最陡的方向,,exam,highlighting
3,函数,,交叉熵衡量意外,为什么？,Exam,questioning
"""
READWISE = """\
Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags
Softmax 的和是一,网络,林一,,,yellow,softmax,page,5,2024-05-01 08:30:00+00:00,
梯度指向最陡的方向,网络,林一,,,,exam,page,7,2024-05-01 08:31:00+00:00,
交叉熵衡量意外,函数,林一,,为什么？ #手算,,熵,page,9,2024-05-01 08:32:00+00:00,
"""
NOTE = "---\ntitle: 网络\nauthor: 林一\n---\n\n> [!quote]\n> 又一句 ^named\n\n> [!note]\n> 我的话\n"
PRIVATE = """\
{"total": 1, "rows": [{"id": "h1", "user": "acct:a@hypothes.is", "uri": "https://example.org/", "text": "", "tags": [],
"created": "2024-05-01T00:00:00Z", "updated": "2024-05-01T00:00:00Z", "group": "__world__",
"document": {"title": ["T"]}, "permissions": {"read": ["acct:a@hypothes.is"]},
"target": [{"source": "https://example.org/", "selector": [
{"type": "TextQuoteSelector", "exact": "我的 softmax 秘密"}]}]}]}
"""
TEXT_FORMATS = ["bibtex", "csv", "hypothesis", "obsidian", "readwise", "w3c"]


def export(library: Library, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["-C", str(library.root), "export", *arguments])
    if result.exception:
        raise result.exception
    return result.stdout


def test_the_file_that_was_asked_for_is_written_and_named(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "my cards.apkg"
    assert "my cards.apkg (" in export(library, "anki", "-o", str(target)).replace("\n", "")
    assert "collection.anki2" in zipfile.ZipFile(target).namelist()


def test_without_a_name_the_file_stands_where_the_command_ran(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export(library, "anki")
    assert (tmp_path / "commonplace.apkg").is_file()


def test_an_unknown_format_names_those_there_are(library: Library) -> None:
    with pytest.raises(UnknownFormatError) as error:
        export(library, "nothing")
    assert all(exporter.format in error.value.hint for exporter in all_exporters())


def test_a_file_that_cannot_be_written_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be written"):
        export(library, "anki", "-o", str(tmp_path / "missing" / "x.apkg"))


def test_private_words_are_in_no_export_on_no_page_and_not_in_the_feed(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "cards.apkg"
    row = (
        '{"id": "h1", "user": "acct:a@hypothes.is", "uri": "https://example.org/", "text": "", "tags": ["softmax"],'
        '"created": "2024-05-01T00:00:00Z", "updated": "2024-05-01T00:00:00Z", "group": "__world__",'
        '"permissions": {"read": [%s]}, "document": {"title": ["T"]}, "links": {}, "hidden": false, "flagged": false,'
        '"target": [{"source": "https://example.org/", "selector": [{"type": "TextQuoteSelector",'
        '"exact": "我的 softmax 秘密", "prefix": "", "suffix": ""}]}]}'
    )
    for reader, is_there in (('"acct:a@hypothes.is"', False), ('"group:__world__"', True)):
        (tmp_path / "e.json").write_text(f'{{"total": 1, "rows": [{row % reader}]}}', "utf-8")
        done = CliRunner().invoke(cli, ["-C", str(library.root), "import", str(tmp_path / "e.json")])
        assert done.exit_code == 0, done.output
        export(library, "anki", "-o", str(target))
        made = [path for ending in ("*.md", "*.xml") for path in library.docs.rglob(ending)]
        told = {path.name for path in made if "秘密" in path.read_text("utf-8")}
        assert ({"softmax.md", "timeline.md", "review.md", "new.md", "feed.xml"} <= told) if is_there else not told
        assert ("秘密".encode() in zipfile.ZipFile(target).read("collection.anki2")) == is_there


def imported(library: Library, *texts: str) -> None:
    for text in texts:
        done = CliRunner().invoke(cli, ["-C", str(library.root), "import", "-"], input=text)
        assert done.exit_code == 0, done.output


def quotes(library: Library, target: Path, *wishes: str) -> set[str]:
    """The marked words in an exported table."""
    export(library, "csv", "-o", str(target), *wishes)
    with target.open(encoding="utf-8-sig", newline="") as table:
        return {row["quote"] for row in csv.DictReader(table)}


def test_only_a_concept_a_source_or_a_tag_is_exported(library: Library, tmp_path: Path) -> None:
    imported(library, TABLE)
    target = tmp_path / "table.csv"
    assert quotes(library, target, "--concept", "gradient") == {"梯度指向最陡的方向"}
    assert quotes(library, target, "--source", "函数") == {"交叉熵衡量意外"}
    assert quotes(library, target, "--tag", "EXAM") == {"梯度指向最陡的方向", "交叉熵衡量意外"}
    assert quotes(library, target, "--tag", "exam", "--source", "网络") == {"梯度指向最陡的方向"}


@pytest.mark.parametrize("wish", ["concept", "source", "tag"])
def test_what_is_not_there_to_be_chosen_is_an_error(library: Library, wish: str) -> None:
    with pytest.raises(LibraryError, match=f"there is no {wish} 'nothing'"):
        export(library, "csv", f"--{wish}", "nothing")


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_private_words_are_exported_only_when_asked_for(library: Library, tmp_path: Path, name: str) -> None:
    imported(library, PRIVATE)
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "export"
    for wishes, is_there in (((), False), (("--private",), name != "bibtex")):
        export(library, name, "-o", str(target), "--overwrite", *wishes)
        written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
        assert ("秘密".encode() in written or b"\\u79d8\\u5bc6" in written) == is_there


def test_a_note_that_somebody_went_on_writing_is_kept(library: Library, tmp_path: Path) -> None:
    imported(library, TABLE)
    export(library, "obsidian", "-o", str(tmp_path / "vault"))
    export(library, "obsidian", "-o", str(tmp_path / "vault"))
    note = tmp_path / "vault" / "函数.md"
    note.write_text("mine", "utf-8")
    with pytest.raises(LibraryError, match=r"say something else, such as 函数\.md"):
        export(library, "obsidian", "-o", str(tmp_path / "vault"))
    assert note.read_text("utf-8") == "mine"
    export(library, "obsidian", "-o", str(tmp_path / "vault"), "--overwrite")
    assert "交叉熵衡量意外" in note.read_text("utf-8")


def test_what_a_format_cannot_hold_is_said(library: Library, tmp_path: Path) -> None:
    imported(library, TABLE.replace("交叉熵衡量意外", ""))
    told = " ".join(export(library, "readwise", "-o", str(tmp_path / "r.csv")).split())
    assert "from 3 annotations of 2 sources" in told
    assert "Left out, as the format cannot hold them: 1 annotation." in told
    assert "The format has no place for chapters" in told


def test_a_web_annotation_export_fills_an_empty_library_with_the_same(library: Library, tmp_path: Path) -> None:
    imported(library, TABLE, PRIVATE)
    export(library, "w3c", "--private", "-o", str(tmp_path / "all.jsonld"))
    stored = {path.name: path.read_bytes() for path in (library.docs / "sources").glob("*.jsonld")}
    for path in (library.docs / "sources").glob("*.jsonld"):
        path.unlink()
    imported(library, (tmp_path / "all.jsonld").read_text("utf-8"))
    assert {path.name: path.read_bytes() for path in (library.docs / "sources").glob("*.jsonld")} == stored


def stored(library: Library) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (library.docs / "sources").glob("*.jsonld")}


@pytest.mark.parametrize("name", ["csv", "hypothesis", "obsidian", "w3c"])
def test_an_export_that_comes_back_into_its_library_changes_nothing(
    library: Library, tmp_path: Path, name: str
) -> None:
    imported(library, READWISE)
    imported(library, NOTE)
    before = stored(library)
    export(library, name, "-o", str(tmp_path / "out.json"))
    done = CliRunner().invoke(cli, ["-C", str(library.root), "import", "--sync", "--json", str(tmp_path / "out.json")])
    counts = [(file["new"], file["changed"], file["unchanged"]) for file in json.loads(done.stdout)["files"]]
    assert tuple(map(sum, zip(*counts, strict=True))) == (0, 0, 5)
    assert stored(library) == before


@pytest.mark.parametrize("name", ["csv", "obsidian"])
def test_a_part_of_the_library_that_comes_back_sets_nothing_aside(library: Library, tmp_path: Path, name: str) -> None:
    imported(library, READWISE, NOTE)
    before = stored(library)
    export(library, name, "--tag", "exam", "-o", str(tmp_path / "part"))
    done = CliRunner().invoke(cli, ["-C", str(library.root), "import", "--sync", str(tmp_path / "part")])
    assert "1 unchanged" in done.stdout
    assert stored(library) == before


def test_a_row_that_was_added_to_the_table_is_new_and_one_that_was_changed_keeps_both(
    library: Library, tmp_path: Path
) -> None:
    imported(library, READWISE)
    table = tmp_path / "table.csv"
    export(library, "csv", "-o", str(table))
    text = table.read_text("utf-8-sig").replace("为什么？ #手算", "现在明白了。")
    table.write_text(text + "new,,网络,,,,,,又一句,,,highlighting,,,,\n", "utf-8")
    done = CliRunner().invoke(cli, ["-C", str(library.root), "import", str(table)])
    assert "2 unchanged" in " ".join(done.stdout.split())
    comments = [c.value for a in library.store().annotations.values() for c in a.comments]
    assert sorted(comments) == ["为什么？ #手算", "现在明白了。"]
    assert len(library.store().annotations) == 5
