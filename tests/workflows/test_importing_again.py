"""An import that was done, and of which nothing changed, is not done again; one of which anything changed is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from reliability.scenario import QUOTES, contents, export, note_with_picture, small_library

from commonplace.store.library import Library
from commonplace.workflows import importing, importing_again
from commonplace.workflows.import_summary import ImportSummary
from commonplace.workflows.importing import import_exports
from commonplace.workflows.importing_again import import_changes
from commonplace.workflows.wishes import NO_WISHES, Wishes

Change = Callable[[Library, Path], object]


class ReadAgainError(AssertionError):
    """The exports were read though nothing changed, or just that was to be seen."""


def refuse(*_: object, **__: object) -> None:
    raise ReadAgainError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export(tmp_path / "exports" / "one.json", *QUOTES)
    note_with_picture(tmp_path / "exports" / "note.md")
    return tmp_path / "exports"


@pytest.fixture
def done(tmp_path: Path, folder: Path) -> Library:
    library = small_library(tmp_path / "library")
    import_changes(library, [str(folder)])
    return library


def again(library: Library, folder: Path, wishes: Wishes = NO_WISHES) -> ImportSummary:
    return import_changes(library, [str(folder)], wishes=wishes)


def test_the_same_import_reads_nothing_and_says_what_reading_again_would_say(
    done: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, before = import_exports(done, [str(folder)]).summary, contents(done)
    monkeypatch.setattr(importing, "import_exports", refuse)
    assert again(done, folder) == whole
    assert again(done, folder, Wishes(dry_run=True)) == whole
    assert contents(done) == before


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def two(folder: Path) -> None:
    export(folder / "two.json", "又一句话，前面没有的。", title="别的书")


CHANGES: dict[str, Change] = {
    "an export": lambda _, folder: append(folder / "note.md", "\n> [!quote] 又一句\n"),
    "a further export": lambda _, folder: append(
        export(folder / "two.json", "又一句话，前面没有的。", title="别的书"), ""
    ),
    "an export that is gone": lambda _, folder: (folder / "one.json").unlink(),
    "a picture beside an export": lambda _, folder: append(folder / "a.png", "more"),
    "a concept page": lambda library, _: append(library.docs / "concepts" / "gradient.md", "\nMore.\n"),
    "a page of the tool's": lambda library, _: (library.docs / "questions.md").unlink(),
    "the store": lambda library, _: next((library.docs / "sources").glob("*.jsonld")).unlink(),
    "the settings": lambda library, _: (library.root / "commonplace.toml").write_text("[site]\nlanguage = 'en'\n"),
    "the cache": lambda library, _: (library.root / ".commonplace" / "imports.json").unlink(),
    "the cache, to nonsense": lambda library, _: append(library.root / ".commonplace" / "imports.json", "]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changed_the_import_is_done(
    change: Change, done: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(done, folder)
    monkeypatch.setattr(importing, "import_exports", refuse)
    with pytest.raises(ReadAgainError):
        again(done, folder)


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_after_any_change_the_library_is_what_an_import_without_a_cache_makes(
    change: Change, done: Library, folder: Path
) -> None:
    change(done, folder)
    said = again(done, folder)
    found = contents(done)
    other = import_exports(done, [str(folder)])
    assert said.again() == other.summary
    assert contents(done) == found


def test_a_change_of_the_tool_is_a_change(done: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_again, "state_of", lambda _: "another version")
    monkeypatch.setattr(importing, "import_exports", refuse)
    with pytest.raises(ReadAgainError):
        again(done, folder)


def test_other_wishes_are_another_import(done: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "import_exports", refuse)
    for wishes in (Wishes(source="另一本"), Wishes(sync=True), replace(NO_WISHES, largest=10)):
        with pytest.raises(ReadAgainError):
            again(done, folder, wishes)


def test_two_imports_by_turns_are_both_remembered(
    done: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = export(tmp_path / "more" / "more.json", "又一句话，前面没有的。", title="别的书").parent
    for _ in range(2):
        again(done, other)
        again(done, folder)
    monkeypatch.setattr(importing, "import_exports", refuse)
    assert again(done, other).changed_nothing
    assert again(done, folder).changed_nothing


def test_where_the_cache_cannot_be_written_the_import_is_done(tmp_path: Path, folder: Path) -> None:
    library = small_library(tmp_path / "library")
    (library.root / ".commonplace" / "imports.new").mkdir(parents=True)
    assert again(library, folder).holdings.annotations > 0
    assert not (library.root / ".commonplace" / "imports.json").exists()


def test_several_processes_give_what_one_gives(tmp_path: Path, folder: Path) -> None:
    (folder / "broken.json").write_text('{"total": 1, "rows": [', encoding="utf-8")
    export(folder / "two.json", "又一句话，前面没有的。", title="别的书")
    one, two = (small_library(tmp_path / name) for name in ("one", "two"))
    reports = [
        import_exports(library, [str(folder), "not-there.json"], wishes=Wishes(jobs=jobs))
        for library, jobs in ((one, 1), (two, 3))
    ]
    assert reports[0].summary == reports[1].summary
    assert contents(one) == contents(two)


def test_a_package_that_was_installed_is_a_change(
    done: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packages" / "other_formats-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    monkeypatch.setattr(importing, "import_exports", refuse)
    with pytest.raises(ReadAgainError):
        again(done, folder)


_NOT_NEEDED = ("numpy", "markdown_it", "ahocorasick_rs", "rapidfuzz", "commonplace.pages", "commonplace.importers")
_RUN = """
import sys
from commonplace.cli import cli
try:
    cli.main(["-C", sys.argv[1], "import", sys.argv[2]], standalone_mode=False)
finally:
    print(*(name for name in sys.argv[3:] if name in sys.modules), file=sys.stderr)
"""


def test_an_import_that_was_done_loads_no_more_of_the_tool_than_it_needs(done: Library, folder: Path) -> None:
    command = [sys.executable, "-c", _RUN, str(done.root), str(folder), *_NOT_NEEDED]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # Ours.
    assert "unchanged" in run.stdout
    assert run.stderr.strip() == ""
