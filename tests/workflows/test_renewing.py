"""A newer version brings its scripts, styles and settings to a library, and leaves what its owner edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonplace.cli import cli
from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.workflows import diagnosing
from commonplace.workflows.initialising import initialise
from commonplace.workflows.rendering import render
from commonplace.workflows.renewing import RECORD, originals

SHEET = "docs/assets/stylesheets/commonplace.css"
SCRIPT = "docs/assets/javascripts/review.js"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a library that was made just now."""
    root = tmp_path_factory.mktemp("libraries") / "札记"
    initialise(root)
    beside = (RECORD, "docs/concepts/gradient.md", "requirements.txt", ".github/workflows/publish.yml")
    return {path: (root / path).read_bytes() for path in (*frame.frame(""), *beside)}


@pytest.fixture
def made(fresh: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr(diagnosing, "machine", lambda package: iter(()))
    for path, data in fresh.items():
        (tmp_path / "札记" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "札记" / path).write_bytes(data)
    return Library(tmp_path / "札记")


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A version that makes a style sheet and settings otherwise, and one script more."""
    now, settings = frame.assets(), frame.settings
    later = now | {SHEET: now[SHEET] + b"/* later */\n", "docs/assets/javascripts/later.js": b"// later\n"}
    monkeypatch.setattr(frame, "assets", lambda: later)
    monkeypatch.setattr(frame, "settings", lambda title: settings(title) + "# later\n")
    return later


def states(library: Library) -> dict[str, str]:
    return {one.path: one.state for one in originals(library) if one.state != "current"}


def notes(library: Library) -> dict[str, str]:
    return {one.path: one.told for one in diagnosing.diagnose(library) if one.about == "assets" and one.path}


def doctor(library: Library, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), "doctor", *words], catch_exceptions=False)


def test_a_new_library_is_what_this_version_makes(made: Library) -> None:
    assert states(made) == {".gitignore": "removed"}
    assert notes(made) == {}


def test_what_nobody_edited_is_renewed_and_what_is_new_is_added(made: Library, newer: dict[str, bytes]) -> None:
    assert notes(made)[SHEET] == "is as an earlier version made it"
    render(made)
    assert (made.root / SHEET).read_bytes() == newer[SHEET]
    assert (made.root / "docs/assets/javascripts/later.js").is_file()
    settings = (made.root / "mkdocs.yml").read_text("utf-8")
    assert 'site_name: "札记"' in settings
    assert settings.endswith("# later\n")
    assert notes(made) == {}


def test_what_was_edited_is_left_and_said_until_its_owner_saw_it(made: Library, newer: dict[str, bytes]) -> None:
    (made.root / SHEET).write_text("/* mine */", "utf-8")
    render(made)
    assert (made.root / SHEET).read_text("utf-8") == "/* mine */"
    assert notes(made)[SHEET].startswith("was edited, so it is left")
    done = doctor(made, "--fix")
    assert SHEET not in done.stdout
    assert (made.root / SHEET).read_text("utf-8") == "/* mine */"
    assert states(made) == {SHEET: "edited", ".gitignore": "removed"}
    assert newer[SHEET] != b"/* mine */"


def test_an_edit_of_what_this_version_makes_is_no_news(made: Library) -> None:
    (made.root / SHEET).write_text("/* mine */", "utf-8")
    assert notes(made) == {}


def test_what_the_owner_removed_is_put_back_only_where_it_is_asked_for_and_needed(made: Library) -> None:
    (made.root / SCRIPT).unlink()
    (made.root / ".github/workflows/publish.yml").unlink()
    render(made)
    assert not (made.root / SCRIPT).exists()
    assert notes(made) == {SCRIPT: "is missing"}
    told = json.loads(doctor(made, "--fix", "--json").stdout)
    assert told["written"] == [SCRIPT]
    assert (made.root / SCRIPT).read_bytes() == frame.assets()[SCRIPT]
    assert not (made.root / ".github/workflows/publish.yml").exists()


def test_the_line_ends_of_windows_are_no_edit(made: Library, newer: dict[str, bytes]) -> None:
    for name in (SHEET, RECORD):
        (made.root / name).write_bytes((made.root / name).read_bytes().replace(b"\n", b"\r\n"))
    render(made)
    assert (made.root / SHEET).read_bytes() == newer[SHEET]


def test_a_record_that_git_merged_knows_what_both_versions_wrote(made: Library, newer: dict[str, bytes]) -> None:
    before = (made.root / SHEET).read_bytes()
    lines = (made.root / RECORD).read_text("utf-8")
    render(made)
    (made.root / RECORD).write_text(lines + (made.root / RECORD).read_text("utf-8"), "utf-8")
    (made.root / SHEET).write_bytes(before)
    render(made)
    assert (made.root / SHEET).read_bytes() == newer[SHEET]


def test_a_library_without_a_record_is_left_alone(made: Library, newer: dict[str, bytes]) -> None:
    (made.root / RECORD).unlink()
    before = (made.root / SHEET).read_bytes()
    render(made)
    assert (made.root / SHEET).read_bytes() == before
    assert not (made.root / RECORD).exists()
    assert "nothing says whether you edited it" in notes(made)[SHEET]
    (made.root / SHEET).unlink()
    assert f"wrote {SHEET}" in doctor(made, "--fix").stdout
    assert (made.root / SHEET).read_bytes() == newer[SHEET]


def test_settings_that_are_gone_or_broken_are_no_reason_to_fail(made: Library) -> None:
    settings = made.root / "mkdocs.yml"
    settings.write_text("nav: [\n", "utf-8")
    assert states(made)["mkdocs.yml"] == "edited"
    settings.unlink()
    assert "wrote mkdocs.yml" in doctor(made, "--fix").stdout
    assert 'site_name: "札记"' in settings.read_text("utf-8")


def test_an_address_that_others_install_from_outlives_a_tool_that_was_installed_from_files(
    made: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    requirements = made.root / "requirements.txt"
    starter = frame.starter
    for told in ("commonplace @ git+https://example.org/c.git@ab12\n", f"{frame.FROM_FILES}commonplace==9\n"):
        monkeypatch.setattr(frame, "starter", lambda title, told=told: starter(title) | {"requirements.txt": told})
        render(made)
        assert requirements.read_text("utf-8").startswith("commonplace @ git+")


def test_the_projects_own_library_has_the_originals() -> None:
    assert originals(Library(Path(__file__).parents[2])) == ()
