"""What differs between systems and can be tried on any: names of files, line ends, consoles."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from users.conftest import ROOT

from commonplace.importers import importer_named
from commonplace.reading.exports import decode_export
from commonplace.store.library import Library
from commonplace.workflows.importing import ImportReport, import_exports
from commonplace.workflows.rendering import render
from commonplace.workflows.surveying import survey
from commonplace.workflows.undoing import undo

EXAMPLES = ROOT / "examples"
SUFFIXES = {".csv", ".html", ".json", ".lua", ".txt"}
EXPORTS = [path for path in sorted(EXAMPLES.glob("*/*.*")) if path.suffix in SUFFIXES]
NOTE = EXAMPLES / "kindle-clippings" / "My Clippings.txt"
TITLES = [
    "CON",
    "nul.txt",
    'a<b>c:d"e/f\\\\g|h?i*j',
    "ends with a dot.",
    "ends with a space ",
    "tab\there",
    "书" * 300,
    "aux",
]
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)


def clippings(title: str) -> bytes:
    entry = "- Your Highlight on page 1 | location 1-2 | Added on Monday, 5 January 2026 10:00:00\r\n\r\nThe gradient."
    return f"{title} (Lin)\r\n{entry}\r\n==========\r\n".encode()


@pytest.mark.parametrize("title", TITLES)
def test_a_title_becomes_a_name_that_every_system_can_hold(library: Library, tmp_path: Path, title: str) -> None:
    (tmp_path / "My Clippings.txt").write_bytes(clippings(title))
    report = import_exports(library, [str(tmp_path / "My Clippings.txt")])
    assert report.is_clean
    (shelf,) = survey(library).shelves
    made = [path.relative_to(library.root) for path in library.docs.rglob("*") if shelf.source.id in path.name]
    assert made
    assert not [path for path in made for part in path.parts if FORBIDDEN.search(part)]
    assert max(len(path.name.encode()) for path in made) < 200
    assert max(len(str(path)) for path in made) < 160  # Windows allows 260 with the folder's own.


@pytest.mark.skipif(os.name == "nt", reason="only a Windows that was set to it takes paths of more than 260 letters")
def test_a_library_in_a_long_path_is_read_and_written(library: Library, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["目录 folder"] * 20)
    deep.parent.mkdir(parents=True)
    library.root.rename(deep)
    assert import_exports(Library(deep), [str(NOTE)]).is_clean
    undo(Library(deep))


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.parent.name)
def test_an_export_with_the_line_ends_of_windows_says_the_same(path: Path) -> None:
    data = path.read_bytes().replace(b"\r\n", b"\n")
    importer = importer_named(path.parent.name)
    plain, turned = (decode_export(some, name=path.name) for some in (data, data.replace(b"\n", b"\r\n")))
    assert list(importer.parse(turned)) == list(importer.parse(plain))


def reimported(library: Library) -> ImportReport:
    return import_exports(library, [str(NOTE)])


def test_a_library_that_git_checked_out_with_the_line_ends_of_windows_is_the_same_library(library: Library) -> None:
    reimported(library)
    render(library)
    turned: dict[Path, bytes] = {}
    for path in library.root.rglob("*.*"):
        if path.suffix in {".md", ".jsonld", ".jsonl", ".yml", ".py", ".toml"}:
            turned[path] = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            path.write_bytes(turned[path])
    report = reimported(library)
    assert report.is_clean
    assert {(file.new, file.changed) for file in report.files} == {(0, 0)}
    assert report.kept_edits == ()
    pages = {path: path.read_bytes() for path in turned if path.suffix == ".md"}
    assert pages == {path: turned[path] for path in pages}


@pytest.mark.parametrize("encoding", ["cp936", "cp1252"])
def test_no_console_is_too_poor_for_what_is_said(library: Library, encoding: str, tmp_path: Path) -> None:
    strange = tmp_path / "✓ 书 é.txt"
    strange.write_text("no export", "utf-8")
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "commonplace", "-C", str(library.root), *words]
        return subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603  # Ours.

    for words, status in ((["import", str(NOTE), str(strange)], 1), (["list", "sources"], 0)):
        done = run(*words)
        assert done.returncode == status, done.stderr
        assert b"Traceback" not in done.stderr
        done.stdout.decode(encoding)
        done.stderr.decode(encoding)


@pytest.mark.parametrize("given", ["utf-8", "utf-8-sig", "cp936"])
def test_an_answer_through_a_pipe_is_read_on_a_console_of_another_encoding(tmp_path: Path, given: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "cp936", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "commonplace", "init", str(tmp_path / "notes")]
    answers = "我的书\nzh\n".encode(given)
    done = subprocess.run(command, input=answers, env=environment, capture_output=True, check=False)  # noqa: S603  # Ours.
    assert done.returncode == 0, done.stderr
    assert 'site_name: "我的书"' in (tmp_path / "notes" / "mkdocs.yml").read_text("utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_project_itself_can_be_checked_out_on_every_system() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    names = listed.stdout.decode().split("\0")[:-1]
    assert not [name for name in names for part in name.split("/") if FORBIDDEN.search(part)]
    assert max(map(len, names)) < 160
    assert [name for name, count in Counter(map(str.casefold, names)).items() if count > 1] == []


UNIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios", "tty"}
MODULES = [path for folder in ("tools", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_module_needs_what_only_unix_has_to_be_imported() -> None:
    """All of these are collected on Windows, but for the tests of browsers."""
    needing = {
        path.name
        for path in MODULES
        if "browser" not in path.parts
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if name.partition(".")[0] in UNIX
    }
    assert needing == set()
