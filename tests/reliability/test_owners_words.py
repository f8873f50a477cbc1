"""The owner's words stay: whatever is run, they are the same bytes, and what was removed stays removed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability.scenario import PROSE, QUOTES, contents, export, small_library

from commonplace.errors import LibraryError
from commonplace.store.decisions import Decision
from commonplace.store.library import Library
from commonplace.store.regions import edited_regions, without_regions
from commonplace.workflows.checking import check
from commonplace.workflows.deciding import answer, forbid, pin
from commonplace.workflows.importing import import_exports
from commonplace.workflows.rendering import render
from commonplace.workflows.restoring import restore
from commonplace.workflows.undoing import undo
from commonplace.workflows.wishes import Wishes

Command = Callable[[Library, Path], object]

MARK = "<!-- commonplace"
words = st.text("ab \n\r\t中🙂\u2028\u200f#-<>!`$|[]{}%\\&*_'\"", max_size=60).filter(lambda text: MARK not in text)


def an_id(library: Library) -> str:
    return min(library.store().annotations, default="none")


def gone(library: Library) -> str:
    return next((key for key, each in library.store().annotations.items() if each.state), "none")


COMMANDS: dict[str, Command] = {
    "import": lambda library, folder: import_exports(library, [str(folder / "more.json")]),
    "import --sync": lambda library, folder: import_exports(
        library, [str(folder / "fewer.json")], wishes=Wishes(sync=True)
    ),
    "render": lambda library, _: render(library),
    "undo": lambda library, _: undo(library),
    "check": lambda library, _: check(library),
    "link": lambda library, _: pin(library, an_id(library), "softmax"),
    "unlink": lambda library, _: forbid(library, an_id(library), "gradient"),
    "answer": lambda library, _: answer(library, an_id(library), "因为。", on="2026-01-01"),
    "restore": lambda library, _: restore(library, gone(library)),
}


def run(library: Library, folder: Path, name: str) -> None:
    """Run a command; where there is nothing for it to do, it says so."""
    try:
        COMMANDS[name](library, folder)
    except LibraryError as error:
        assert error.hint  # noqa: PT017  # It is one of many that may have nothing to do.


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("words")
    export(place / "first.json", *QUOTES[:2])
    export(place / "more.json", *QUOTES, comment="改过")
    export(place / "fewer.json", *QUOTES[:1])
    import_exports(small_library(place / "origin"), [str(place / "first.json")])
    return place


def fresh(folder: Path) -> Library:
    shutil.rmtree(folder / "library", ignore_errors=True)
    return Library(Path(shutil.copytree(folder / "origin", folder / "library")))


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@settings(max_examples=12)
@given(st.lists(st.sampled_from(sorted(COMMANDS)), min_size=1, max_size=4), words, words, words)
def test_whatever_stands_outside_the_regions_is_the_same_bytes_after_any_command(
    folder: Path, names: list[str], one: str, two: str, three: str
) -> None:
    library = fresh(folder)
    concept = library.docs / "concepts" / "gradient.md"
    write(concept, read(concept).replace(PROSE, f"{one}\n") + f"\n{two}")
    source = next((library.docs / "sources").glob("*.md"))
    write(source, read(source) + f"\nx{three}")
    own = library.docs / "my-page.md"
    write(own, two + three)
    for name in names:
        before = {path: without_regions(read(path)) for path in (concept, source, own)}
        run(library, folder, name)
        assert {path: without_regions(read(path)) for path in before} == before, name


@settings(max_examples=8)
@given(st.lists(st.sampled_from(sorted(COMMANDS)), min_size=1, max_size=4), words.filter(str.strip))
def test_an_edit_inside_a_region_is_kept_and_said(folder: Path, names: list[str], added: str) -> None:
    library = fresh(folder)
    page = library.docs / "concepts" / "gradient.md"
    edited = read(page).replace("<!-- commonplace:end", f"\n{added}\n<!-- commonplace:end")
    write(page, edited)
    for name in names:
        run(library, folder, name)
        assert read(page) == edited, name
    assert edited_regions(edited) == ("passages",)
    assert render(library) == ("concepts/gradient.md",)
    assert any("gradient.md" in finding.path and "edited" in finding.problem for finding in check(library).findings)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "undo"])
def test_what_the_owner_removed_does_not_come_back(folder: Path, name: str) -> None:
    library = fresh(folder)
    run(library, folder, "unlink")
    forbidden = an_id(library)
    concept, softmax = (library.docs / "concepts" / f"{each}.md" for each in ("gradient", "softmax"))
    write(softmax, without_regions(read(softmax)).split(MARK)[0])
    write(concept, read(concept).replace("names: {zh: 梯度}", "names: {zh: 梯度}\ntags: []"))
    front = read(concept).split("\n---\n")[0]
    run(library, folder, name)
    assert MARK not in read(softmax)
    assert read(concept).split("\n---\n")[0] == front
    assert f"hl-{forbidden}" not in read(concept)
    assert Decision(verb="forbid", subject=forbidden, object="gradient") in library.decisions()


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("undo", "check")])
def test_a_command_said_again_changes_no_byte(folder: Path, name: str) -> None:
    library = fresh(folder)
    run(library, folder, name)
    before = contents(library)
    run(library, folder, name)
    assert contents(library) == before
