"""Exporting, as a person meets it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.errors import LibraryError, UnknownFormatError
from commonplace.exporters import all_exporters
from commonplace.library import Library


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
