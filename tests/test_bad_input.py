"""Input that is no export, or a broken or monstrous one: a clear error that names file and line, or a clean import."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from safety.placing import Marked, hypothesis, obsidian_callouts

from commonplace.errors import NotTextError, UnreadableExportError
from commonplace.reading.exports import decode_export, read_export
from commonplace.store.library import Library
from commonplace.workflows.importing import ImportReport, import_exports
from commonplace.workflows.surveying import survey
from commonplace.workflows.wishes import Wishes

GOOD = Path(__file__).parent / "exports" / "hypothesis" / "bare-list-of-hypexport.json"
ROW = '{"total": 1, "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": %s}]}'


def archive() -> bytes:
    """A megabyte of zeros in a kilobyte."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("export.json", "0" * 2**20)
    return data.getvalue()


BAD = {
    "deep.json": (ROW % ("[" * 100_000 + "]" * 100_000)).encode(),
    "nan.json": (ROW % "[NaN]").encode(),
    "twice.json": b'{"total": 1, "total": 2, "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": []}]}',
    "digits.json": (ROW % f"[{'9' * 1_000_000}]").encode(),
    "cut.json": (ROW % "[").encode(),
    "marks.md": b">" * 1_000_000,
    "latin.md": "> [!quote]\n> naïve café à la Größe\n".encode("latin-1"),
    "odd.md": "> [!quote]\n> 梯度\n".encode("utf-16-le") + b"x",
    "archive.zip": archive(),
    "packed.gz": gzip.compress(b"0" * 2**20),
    "nul.bin": b"\0" * 1000,
}
SOUND = {
    "chinese.md": "> [!quote]\n> 设梯度为零，求驻点。\n".encode("gb18030"),
    "wide.md": "> [!quote]\n> 梯度 gradient\n".encode("utf-16"),
    "wide-unmarked.md": "> [!quote]\n> 梯度 gradient of all\n".encode("utf-16-le"),
    "half.json": hypothesis([Marked(quote="a\ud800b")]).encode(),
    "nested.html": b"<html><body class='vscode-body'><h1>t</h1><p>words</p>" + b"<div>" * 100_000,
    "attributes.html": b"<html><body class='vscode-body'><h1>t</h1><p "
    + b"a=1 " * 100_000
    + b">words</p></body></html>",
    "entities.html": b"<html><body class='vscode-body'><h1>t</h1><p>words "
    + b"&amp;" * 100_000
    + b"</p></body></html>",
}


def imported(library: Library, folder: Path, name: str, data: bytes) -> ImportReport:
    (folder / name).write_bytes(data)
    return import_exports(library, [str(folder / name), str(GOOD)])


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_said_with_file_and_line_and_the_next_file_is_read(
    library: Library, tmp_path: Path, name: str
) -> None:
    report = imported(library, tmp_path, name, BAD[name])
    said = [unit for file in report.files if file.path.endswith(name) for unit in file.rejected]
    assert said
    assert all(unit.line >= 1 and len(unit.problem) > 10 for unit in said)
    assert not report.is_clean
    assert report.holdings.annotations


@pytest.mark.parametrize("name", SOUND)
def test_unusual_and_large_input_that_can_be_read_is(library: Library, tmp_path: Path, name: str) -> None:
    report = imported(library, tmp_path, name, SOUND[name])
    assert sum(file.new for file in report.files if file.path.endswith(name)) >= 1
    found = survey(library).annotations
    assert all("�" not in annotation.quote or name == "half.json" for annotation in found)


def test_latin_letters_are_not_read_as_chinese_ones() -> None:
    with pytest.raises(UnreadableExportError, match="is not text"):
        decode_export("naïveté, Größe, señor".encode("latin-1"), name="x")


def test_a_file_of_a_gigabyte_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(UnreadableExportError, match="larger than 64 MB") as caught:
        read_export(path, name="large.json")
    assert "--largest" in caught.value.hint


def test_the_limit_can_be_raised_and_holds_for_standard_input_too(library: Library, tmp_path: Path) -> None:
    data = GOOD.read_bytes()
    small = Wishes(largest=len(data) - 1)
    (tmp_path / "x.json").write_bytes(data)
    for paths in ([str(tmp_path / "x.json")], ["-"]):
        refused = import_exports(library, paths, wishes=small, standard_input=io.BytesIO(data))
        assert not refused.holdings.annotations
    assert import_exports(library, ["-"], standard_input=io.BytesIO(data)).holdings.annotations


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory of a process has no limit that can be set")
def test_a_gigabyte_is_refused_within_a_gigabyte_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(2**30)
    code = (
        "import sys; from pathlib import Path; from commonplace.reading.exports import read_export; "
        "read_export(Path(sys.argv[1]), name='x')"
    )

    def within() -> None:
        import resource  # noqa: PLC0415  # Windows has none.

        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))

    done = subprocess.run(  # noqa: S603  # Our own.
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, preexec_fn=within
    )
    assert "larger than 64 MB" in done.stderr


def test_an_archive_is_refused_by_its_name() -> None:
    with pytest.raises(NotTextError, match="ZIP archive"):
        decode_export(archive(), name="notes.epub")


TITLES = (
    "CON", "con", "NUL.md", "aux.", "name. ", "a:b", 'q"<>|?*', "..", "../../x", "/etc/passwd", "C:\\Windows", "index",
    "Gradient", "gradient", "GRADIENT", "\u00c5ngstr\u00f6m", "A\u030angstro\u0308m",
    "深" * 10_000, "x" * 10_000, "\u202eabc", " ", "ﬁ",
)  # fmt: skip


def test_sources_have_file_names_that_any_system_can_hold_whatever_their_titles(
    library: Library, tmp_path: Path
) -> None:
    marks = [
        Marked(number=number, title=title, address=f"https://example.org/{number}/", quote=f"words number {number}")
        for number, title in enumerate(TITLES, 1)
    ]
    (tmp_path / "titles.json").write_text(json.dumps(json.loads(hypothesis(marks))), "utf-8")
    report = import_exports(library, [str(tmp_path / "titles.json")])
    assert report.holdings.annotations == len(TITLES)
    names = [path.name for path in (library.docs / "sources").iterdir()]
    folded = [unicodedata.normalize("NFC", name).casefold() for name in names]
    assert len(set(folded)) == len(names)
    for name in names:
        stem = name.split(".")[0]
        assert stem.casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt1", "index", ""}
        assert not set(stem) & set('<>:"/\\|?*\u202e')
        assert len(name.encode()) <= 200
        assert name == name.strip(" .")


def test_a_title_that_is_a_path_writes_nothing_outside(library: Library, tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text(obsidian_callouts([Marked(title="../../../outside", chapter="../up")]), "utf-8")
    import_exports(library, [str(tmp_path / "n.md")])
    written = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(library.root)]
    assert written == [tmp_path / "n.md"]
