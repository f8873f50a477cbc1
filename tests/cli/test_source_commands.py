"""The owner joins and parts sources, and it lasts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.errors import LibraryError
from commonplace.store.library import Library

SENTENCE = "梯度指向上升最陡的方向，它的长度是那里的斜率。"


def run(library: Library, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["-C", str(library.root), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def note(folder: Path, file: str, comment: str = "") -> str:
    """An export of PDF++ on `file`."""
    path = folder / f"{file}.md"
    path.write_text(
        f"> [!PDF|yellow] [[{file}#page=1&selection=0,0,0,9|{file}, p.1]]\n> > {SENTENCE}\n\n{comment}\n", "utf-8"
    )
    return str(path)


def held(library: Library) -> dict[str, list[str]]:
    return {item["id"]: item["documents"] for item in json.loads(run(library, "list", "sources", "--json"))}


@pytest.fixture
def exports(tmp_path: Path) -> list[str]:
    return [note(tmp_path, name) for name in ("神经网络的数学札记.pdf", "scan-0042-of-that-book.pdf")]


def test_two_sources_are_joined_and_parted_and_later_imports_keep_it_so(library: Library, exports: list[str]) -> None:
    run(library, "import", *exports)
    one, other = held(library)
    assert "one source" in run(library, "source", "join", one, other)
    (joined,) = held(library)
    assert len(held(library)[joined]) == 2
    assert {path.stem for path in (library.docs / "sources").iterdir()} == {joined}
    run(library, "import", *reversed(exports))
    assert len(held(library)) == 1
    run(library, "source", "part", one, other)
    assert set(held(library)) == {one, other}
    run(library, "import", *exports)
    assert set(held(library)) == {one, other}
    run(library, "source", "join", other, one)
    assert len(held(library)) == 1


def test_what_was_joined_by_its_title_is_parted_by_a_document(library: Library, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    paths = [note(tmp_path, "神经网络的数学札记.pdf"), note(tmp_path / "b", "神经网络的数学札记.PDF")]
    run(library, "import", *paths)
    ((source, documents),) = held(library).items()
    assert len(documents) == 2
    run(library, "source", "part", source, documents[1])
    assert sorted(map(len, held(library).values())) == [1, 1]
    run(library, "import", *paths)
    assert len(held(library)) == 2


@pytest.mark.parametrize("names", [("nothing", "else"), ("same", "same")])
def test_what_cannot_be_joined_is_said(library: Library, exports: list[str], names: tuple[str, str]) -> None:
    run(library, "import", *exports)
    given = [next(iter(held(library))) if name == "same" else name for name in names]
    with pytest.raises(LibraryError):
        run(library, "source", "join", *given)
