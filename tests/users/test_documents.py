"""What the documents tell people to type works, from top to bottom; their other code is at least well-formed."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import textwrap
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner
from containers import database
from services import HYPOTHESIS_TOKEN, READWISE_TOKEN, FakeHypothesis, FakeReadwise, served
from users.conftest import ROOT, Command

from commonplace.cli import cli
from commonplace.cli.reference import commands
from commonplace.fetching import readwise
from commonplace.importers import all_importers
from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.store.settings import read_settings
from commonplace.workflows.watching import watching as until_stopped

pytestmark = [
    pytest.mark.xdist_group("wheel"),
    pytest.mark.skipif(os.name == "nt" or shutil.which("sh") is None, reason="the blocks are for a shell of Unix"),
]

FENCE = re.compile(r"^ {0,3}```(\w*)\n(.*?)^ {0,3}```$", re.DOTALL | re.MULTILINE)
RUN = ("tutorial.md", "how-to.md")
GENERATED = {"formulas.md", "review.md", "map.md", "timeline.md"}
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in GENERATED)
APART = {"architecture.md", "architecture.zh.md", "commands.md", "formats.md", "house-notation.md"}
"""Pages with a translation beside or below, and what commands and formats say of themselves."""
WRITTEN = [path for path in PAGES if "commonplace:begin" not in path.read_text("utf-8") and path.name not in APART]
FEW = 8
"""Words of one language that may stand alone: names of software and formats."""
TEXTS = [*sorted(ROOT.glob("*.md")), ROOT / "examples" / "README.md"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOWNLOADS = {
    "My Clippings.txt": "kindle-clippings/My Clippings.txt",
    "weread.txt": "weread/app-copy.txt",
    "zotero.md": "zotero-markdown/notes-on-the-mathematics-of-neural-networks.md",
    "readwise.csv": "readwise-csv/all-highlights.csv",
    "hypothesis.json": "hypothesis/client-export.json",
    "metadata.epub.lua": "koreader/metadata.epub.lua",
}

FILES = {
    "Downloads/AEAnnotation.sqlite": "apple-books-database/annotations-and-books.sqlite",
    "Downloads/paper.pdf": "pdf-annotations/two-readers-and-replies.pdf",
}

IN_CALIBRE: dict[str, list[dict[str, object]]] = {
    "books": [{"id": 1, "title": "Slopes"}],
    "books_authors_link": [{"book": 1, "author": 1}],
    "annotations": [
        {"id": 1, "book": 1, "annot_data": '{"type": "highlight", "uuid": "u", "highlighted_text": "flat at the top"}'}
    ],
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
            words = [self._at_home(word) for word in shlex.split(command)[1:]]
            words, output = (words[:-2], words[-1]) if ">" in words else (words, "")
            status, said = self.commonplace(words, self.folder)
            if output:
                Path(output).write_text(said, "utf-8")
            return (0 if otherwise == "true" else status), said
        home = os.environ | {"HOME": str(self.folder.parent)}
        shell = ["sh", "-c", statement]
        done = subprocess.run(shell, cwd=self.folder, env=home, capture_output=True, check=False)  # noqa: S603
        return done.returncode, (done.stdout + done.stderr).decode()

    def _at_home(self, word: str) -> str:
        return word.replace("~", str(self.folder.parent), 1)


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
    for name, export in FILES.items():
        (library.root.parent / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "tests" / "exports" / export, library.root.parent / name)
    shutil.copytree(ROOT / "examples" / "obsidian-annotator", library.root.parent / "Vault" / "Books")
    calibre = library.root.parent / "Calibre Library"
    calibre.mkdir()
    (calibre / "metadata.db").write_bytes(database(IN_CALIBRE))
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    monkeypatch.chdir(library.root)
    return library


def lose_the_last_row(table: Path) -> None:
    """Do to an export what deleting a highlight in the app does."""
    with table.open(encoding="utf-8", newline="") as file:
        *rows, _ = csv.reader(file)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Services of this machine in the place of the real ones; gives the address of that for Hypothesis."""
    monkeypatch.setenv("HYPOTHESIS_TOKEN", HYPOTHESIS_TOKEN)
    monkeypatch.setenv("READWISE_TOKEN", READWISE_TOKEN)
    marked = {"id": 1, "text": "the slope", "updated_at": "2024-04-01T00:00:00Z", "is_deleted": False, "location": 1}
    with (
        served(FakeHypothesis(rows=[])) as hypothesis,
        served(FakeReadwise(books=[{"user_book_id": 1, "title": "Nets", "highlights": [marked]}])) as address,
    ):
        monkeypatch.setattr(readwise, "ADDRESS", address)
        yield hypothesis


@pytest.fixture
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `watch` end where a person would wait for more."""

    def watching(library: Library, folder: Path, *, stop: threading.Event, settled: float, polling: bool) -> Any:
        stop.set()
        return until_stopped(library, folder, stop=stop, settled=settled, polling=polling)

    monkeypatch.setattr("commonplace.cli.watching.watching", watching)


@pytest.mark.usefixtures("nobody_waits")
def test_each_way_of_the_how_to_works(at_home: Library, services: str) -> None:
    def run(words: list[str], folder: Path) -> tuple[int, str]:
        assert folder == at_home.root
        server = ["--server", services] if words[:2] == ["fetch", "hypothesis"] else []
        done = CliRunner().invoke(cli, [*words, *server], catch_exceptions=False)
        return done.exit_code, done.output

    shell = Shell(at_home.root, run)
    for block in blocks(ROOT / "docs" / "how-to.md"):
        if "--sync" in block.text:
            lose_the_last_row(at_home.root.parent / "Downloads" / "readwise.csv")
        shell.run(block)
    assert {annotation.importer for annotation in at_home.store().annotations.values()} >= {
        "kindle-clippings",
        "weread",
        "zotero-markdown",
        "readwise-csv",
        "hypothesis",
        "koreader",
        "calibre",
        "apple-books-database",
        "pdf-annotations",
        "readwise-json",
    }
    page = (at_home.docs / "concepts" / "harmonic-mean.md").read_text("utf-8")
    assert "我的话。 My own words." in page
    assert (at_home.root / "cards.apkg").stat().st_size


def test_there_is_a_way_for_each_command() -> None:
    text = "".join((ROOT / "docs" / name).read_text("utf-8") for name in RUN)
    shown = {tuple(match.split()) for match in re.findall(r"commonplace ((?:fetch |source )?[a-z][a-z-]*)", text)}
    assert {words for words, _ in commands()} - shown == set()


def takes_what_is_typed(block: Block) -> bool:
    """Whether each line calls a command that there is, with arguments that it takes."""
    known = dict(commands())
    for line in block.text.splitlines():
        tool, *words = shlex.split(line.removeprefix(".venv/bin/"), comments=True)
        if tool == "make":
            assert f"\n{words[0]}:" in MAKEFILE
            continue
        if tool == "pytest":
            continue
        assert tool == "commonplace"
        words = words[2:] if words[0] == "-C" else words
        depth = 1 if tuple(words[:1]) in known else 2
        known[tuple(words[:depth])].make_context("commonplace", words[depth:])
    return True


@pytest.mark.parametrize("path", [*PAGES, *TEXTS], ids=lambda path: path.name)
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
            assert ast.parse(textwrap.dedent(block.text)).body, block
        elif block.language == "sh":
            assert block.page in RUN or takes_what_is_typed(block), block
        elif block.language == "tex":
            assert block.page == "house-notation.md", "tests/formulas/test_house_notation.py evaluates those alone"
        else:
            assert block.language in {"text", ""}, block


def test_the_files_that_the_architecture_names_are_there() -> None:
    rows = re.findall(r"^\|.*$", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w/]+(?:\.py|\.js|/))`", row)}
    places = (ROOT / "tools" / "commonplace", ROOT / "docs" / "assets")
    assert len(named) > 50
    assert {
        name for name in named if not (ROOT / name).exists() and not any(any(place.rglob(name)) for place in places)
    } == set()


def test_the_commands_that_documents_name_exist() -> None:
    known = set(cli.list_commands(None))  # type: ignore[arg-type]  # It asks nothing of the context.
    named = re.compile(r"`commonplace (?:-C \S+ )?([a-z][a-z-]*)")
    for path in [*PAGES, *TEXTS]:
        for match in named.finditer(path.read_text("utf-8")):
            assert match[1] in known, f"{path.name}: {match[0]}"


def compared(path: Path) -> dict[str, list[str]]:
    """What two languages have in common: commands, formats, links and names, in their order."""
    text = path.read_text("utf-8")
    typed = (block.text for block in blocks(path) if block.language)
    code = [line.partition("  #")[0].rstrip() for text in typed for line in text.splitlines()]
    links = re.findall(r"\]\(([^)]+)\)", text.replace(".zh.md", ".md"))
    headings = re.findall(r"^#+ ", text, re.MULTILINE)
    formats = re.findall(r"^\| (`.*?`) \|", text.replace("`、`", "`, `"), re.MULTILINE)
    prose = re.sub(r"\s*\n\s*", " ", FENCE.sub("", text))
    names = sorted({name for name in re.findall(r"`([^`]+)`", prose) if name.isascii()})
    return {"code": code, "links": links, "headings": headings, "formats": formats, "names": names}


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING", "docs/architecture"])
def test_a_translation_says_the_same(name: str) -> None:
    english, chinese = compared(ROOT / f"{name}.md"), compared(ROOT / f"{name}.zh.md")
    for kind in ("code", "links", "headings", "formats", "names"):
        assert english[kind] == chinese[kind], f"{kind}: change both pages"


def test_the_readme_lists_every_format() -> None:
    listed = set(re.findall(r"`([a-z-]+)`", "".join(compared(ROOT / "README.md")["formats"])))
    assert listed == {importer.format for importer in all_importers()}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_each_part_of_a_page_is_in_both_languages(path: Path) -> None:
    """A part that has words has both, and neither language says a few words where the other says many."""
    for part in re.split(r"^(?=##+ )", FENCE.sub("", path.read_text("utf-8")), flags=re.MULTILINE)[1:]:
        words = re.sub(r"`[^`\n]*`|\{:.*?\}|\]\([^)]*\)|<[^>]*>", " ", part)
        chinese, english = (len(re.findall(some, words)) for some in (r"[\u4e00-\u9fff]", r"[A-Za-z]{2,}"))
        assert chinese or not english > FEW, part.splitlines()[0]
        assert english or not chinese > FEW, part.splitlines()[0]
        if chinese > FEW and english > FEW:
            assert 0.4 < chinese / english < 5, (part.splitlines()[0], chinese, english)
