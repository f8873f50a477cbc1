"""What the documents tell people to type works, from top to bottom; their other code is at least well-formed."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner
from users.conftest import ROOT, Command

from commonplace import frame
from commonplace.cli import cli
from commonplace.cli.reference import commands
from commonplace.library import Library
from commonplace.settings import read_settings

pytestmark = [
    pytest.mark.xdist_group("wheel"),
    pytest.mark.skipif(os.name == "nt" or shutil.which("sh") is None, reason="the blocks are for a shell of Unix"),
]

FENCE = re.compile(r"^ {0,3}```(\w*)\n(.*?)^ {0,3}```$", re.DOTALL | re.MULTILINE)
RUN = ("tutorial.md", "how-to.md")
GENERATED = {"formulas.md", "review.md", "map.md", "timeline.md"}
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in GENERATED)
DOWNLOADS = {
    "My Clippings.txt": "kindle-clippings/My Clippings.txt",
    "weread.txt": "weread/app-copy.txt",
    "zotero.md": "zotero-markdown/notes-on-the-mathematics-of-neural-networks.md",
    "readwise.csv": "readwise-csv/all-highlights.csv",
    "hypothesis.json": "hypothesis/client-export.json",
    "metadata.epub.lua": "koreader/metadata.epub.lua",
}


class Block(NamedTuple):
    page: str
    line: int
    language: str
    text: str


def blocks(path: Path) -> Iterator[Block]:
    text = path.read_text("utf-8")
    for match in FENCE.finditer(text):
        yield Block(path.name, text.count("\n", 0, match.start()) + 1, match[1], match[2])


def statements(script: str) -> Iterator[str]:
    """The lines of a script, with what a line that ends in `<<'END'` is given."""
    lines = iter(script.splitlines())
    for line in lines:
        given = [line]
        if "<<'END'" in line:
            given += iter(lambda: next(lines), "END")
            given.append("END")
        yield "\n".join(given)


class Shell:
    """Runs statements; what calls commonplace goes to `commonplace`, in the folder that `cd` led to."""

    def __init__(self, folder: Path, commonplace: Callable[[list[str], Path], tuple[int, str]]) -> None:
        self.folder, self.commonplace = folder, commonplace

    def run(self, block: Block) -> None:
        for statement in statements(block.text):
            status, said = self._run(statement)
            assert status == 0, f"{block.page}:{block.line}: {statement}\n{said}"

    def _run(self, statement: str) -> tuple[int, str]:
        if statement.startswith("cd "):
            self.folder /= statement[3:]
            return 0, ""
        if statement.startswith("commonplace "):
            command, _, otherwise = statement.partition(" || ")
            words = [word.replace("~", str(self.folder.parent), 1) for word in shlex.split(command)[1:]]
            status, said = self.commonplace(words, self.folder)
            return (0 if otherwise == "true" else status), said
        done = subprocess.run(["sh", "-c", statement], cwd=self.folder, capture_output=True, check=False)  # noqa: S603, S607
        return done.returncode, (done.stdout + done.stderr).decode()


def test_the_tutorial_leads_from_nothing_to_a_site(commonplace: Command, tmp_path: Path) -> None:
    verdicts = ROOT / ".commonplace" / "verdicts.json"
    if verdicts.is_file():  # Else the formulas are compared anew.
        (tmp_path / "my-notes" / ".commonplace").mkdir(parents=True)
        shutil.copy(verdicts, tmp_path / "my-notes" / ".commonplace")

    def run(words: list[str], folder: Path) -> tuple[int, str]:
        done = commonplace(*words, cwd=folder)
        return done.returncode, done.stdout + done.stderr

    shell = Shell(tmp_path, run)
    for block in blocks(ROOT / "docs" / "tutorial.md"):
        shell.run(block)
    page = (tmp_path / "my-notes" / "site" / "concepts" / "gradient" / "index.html").read_text("utf-8")
    assert "我的话：下山最陡的方向。" in page
    assert "我的话" in (tmp_path / "my-notes" / "docs" / "concepts" / "gradient.md").read_text("utf-8")


@pytest.fixture
def at_home(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library beside the folders that the how-to names."""
    downloads = library.root.parent / "Downloads"
    downloads.mkdir()
    for name, example in DOWNLOADS.items():
        shutil.copy(ROOT / "examples" / example, downloads / name)
    shutil.copytree(ROOT / "examples" / "obsidian-annotator", library.root.parent / "Vault" / "Books")
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    monkeypatch.chdir(library.root)
    return library


def test_each_way_of_the_how_to_works(at_home: Library) -> None:
    def run(words: list[str], folder: Path) -> tuple[int, str]:
        assert folder == at_home.root
        done = CliRunner().invoke(cli, words, catch_exceptions=False)
        return done.exit_code, done.output

    shell = Shell(at_home.root, run)
    for block in blocks(ROOT / "docs" / "how-to.md"):
        shell.run(block)
    assert {annotation.importer for annotation in at_home.store().annotations.values()} >= {
        "kindle-clippings",
        "weread",
        "zotero-markdown",
        "readwise-csv",
        "hypothesis",
        "koreader",
    }
    page = (at_home.docs / "concepts" / "harmonic-mean.md").read_text("utf-8")
    assert "我的话。 My own words." in page
    assert (at_home.root / "cards.apkg").stat().st_size


def takes_what_is_typed(block: Block) -> bool:
    """Whether each line calls a command that there is, with arguments that it takes; those that need others are so."""
    known = dict(commands())
    for line in block.text.splitlines():
        tool, *words = shlex.split(line, comments=True)
        depth = 1 if tuple(words[:1]) in known else 2
        known[tuple(words[:depth])].make_context("commonplace", words[depth:])
        assert tool == "commonplace"
    return True


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_block_of_code_is_what_it_says(path: Path) -> None:
    for block in blocks(path):
        if block.language == "toml":
            assert tomllib.loads(block.text)
            read_settings(block.text)
        elif block.language in {"yaml", "yml"}:
            assert yaml.safe_load(block.text), block
        elif block.language == "json":
            assert json.loads(block.text), block
        elif block.language in {"python", "py"}:
            assert ast.parse(block.text).body, block
        elif block.language == "sh":
            assert block.page in RUN or takes_what_is_typed(block), block
        elif block.language == "tex":
            assert block.page == "house-notation.md", "tests/formulas/test_house_notation.py evaluates those alone"
        else:
            assert block.language in {"text", ""}, block


def test_the_commands_that_documents_name_exist() -> None:
    known = set(cli.list_commands(None))  # type: ignore[arg-type]  # It asks nothing of the context.
    named = re.compile(r"`commonplace (?:-C \S+ )?([a-z][a-z-]*)")
    for path in [*PAGES, ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md"]:
        for match in named.finditer(path.read_text("utf-8")):
            assert match[1] in known, f"{path.name}: {match[0]}"
