"""`commonplace doctor` finds what is wrong, says what to do, and what it says to do mends it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packaging.requirements import Requirement

from commonplace.cli import cli
from commonplace.diagnosis import Diagnosis
from commonplace.diagnosis import machine as of_machine
from commonplace.diagnosis.links import links_of
from commonplace.diagnosis.site_settings import inherited, lacking, read
from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.workflows import diagnosing
from commonplace.workflows.rendering import render

ROOT = Path(__file__).parents[2]


@pytest.fixture
def whole(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with all that a site needs; the machine is looked at in tests of its own."""
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    render(library)
    monkeypatch.setattr(diagnosing, "machine", lambda package: iter(()))
    return library


def wrong(library: Library) -> list[Diagnosis]:
    return [one for one in diagnosing.diagnose(library) if one.state != "fine" and one.about != "pyodide"]


def only(library: Library) -> Diagnosis:
    (one,) = wrong(library)
    assert one.remedy or one.about == "check", "it says what to do"
    return one


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_library_has_nothing_wrong(whole: Library) -> None:
    assert wrong(whole) == []


def test_a_broken_link_is_named_with_page_and_line(whole: Library) -> None:
    edit(whole.docs / "concepts" / "gradient.md", "Owner’s prose.", "Owner’s [prose](../gone.md#here).")
    found = only(whole)
    assert found.told == "a link leads to docs/gone.md, which is not there"
    lines = (whole.docs / "concepts" / "gradient.md").read_text("utf-8").splitlines()
    assert "gone.md" in lines[int(found.path.rpartition(":")[2]) - 1]


def test_links_are_those_of_markdown_and_of_raw_html_and_lead_to_files() -> None:
    text = """---
title: "[no](no.md)"
---
[a](b.md) ![c](../d.png "t") <a href="e&amp;f.html#g">x</a> [h](https://example.org/i.md) `[j](k.md)` [l](#m)

| [n](o%20p.md) |
| --- |

    [q](r.md)

<img src='s.svg'>
"""
    found = list(links_of(text, "in/page.md"))
    assert found == [(4, "in/b.md"), (4, "d.png"), (4, "in/e&f.html"), (6, "in/o p.md"), (11, "in/s.svg")]


def test_an_edited_region_and_a_conflict_are_said_as_check_says_them(whole: Library) -> None:
    edit(whole.docs / "inbox.md", "<!-- commonplace:end", "typed here\n<!-- commonplace:end")
    note = only(whole)
    assert note.state == "note"
    assert "move the edit out" in note.told
    page = whole.docs / "concepts" / "softmax.md"
    edit(page, "Owner’s prose.", "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs")
    assert "a conflict" in next(one for one in wrong(whole) if one.state == "wrong").told


def test_a_missing_function_is_found_without_running_the_snippet(whole: Library) -> None:
    edit(whole.docs / "concepts" / "gradient.md", "\n---\n\n# ", "\nsnippet: gradient.slope\n---\n\n# ")
    snippet = whole.snippets / "gradient.py"
    snippet.write_text("raise SystemExit('ran')\ndef other(): ...\n", "utf-8")
    assert only(whole).told == "snippet: there is no function slope in snippets/gradient.py"
    edit(snippet, "other", "slope")
    assert wrong(whole) == []


def test_what_an_older_libraries_settings_lack_is_said_as_it_is_to_be_typed(whole: Library) -> None:
    settings = whole.root / "mkdocs.yml"
    now = settings.read_text("utf-8")
    old = now.replace("  - review.md\n", "").replace("  - timeline.md\n", "").replace("  /decisions.jsonl\n", "")
    script = "  - {path: assets/javascripts/review.js, defer: true}\n"
    settings.write_text(old.replace(script, "").replace("  /lists/\n", ""), "utf-8")
    nav, scripts, hidden, unlisted = wrong(whole)
    assert nav.remedy.splitlines() == ["Add to mkdocs.yml, below the line `nav:`:", "  - review.md", "  - timeline.md"]
    mended = settings.read_text("utf-8")
    for one in (nav, scripts, hidden, unlisted):
        told, _, lines = one.remedy.partition("\n")
        opening = told.split("`")[1]
        mended = mended.replace(f"\n{opening}\n", f"\n{opening}\n{lines}\n")
    settings.write_text(mended, "utf-8")
    assert wrong(whole) == []


def test_settings_that_inherit_are_joined_before_they_are_judged(whole: Library) -> None:
    (whole.root / "mkdocs.yml").rename(whole.root / "base.yml")
    (whole.root / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: x\n", "utf-8")
    assert wrong(whole) == []
    assert inherited({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}, "d": 4}) == {"a": {"b": 1, "c": 3}, "d": 4}


def test_a_page_that_nav_names_and_that_is_not_there_is_said() -> None:
    settings = read(frame.settings("x"))
    settings["nav"] = ["index.md", {"More": ["gone.md", "https://example.org"]}]
    (found,) = lacking(settings, settings, ["index.md"])
    assert found.told == "nav names gone.md, and there is no such page"


def test_settings_that_are_no_yaml_are_said(whole: Library) -> None:
    (whole.root / "mkdocs.yml").write_text("nav: [\n", "utf-8")
    assert only(whole).told.startswith("cannot be read")


@pytest.mark.parametrize("name", ["docs/assets/stylesheets/commonplace.css", "docs/assets/fonts/stix-two-math.woff2"])
def test_a_missing_file_of_the_site_is_named(whole: Library, name: str) -> None:
    (whole.root / name).unlink()
    assert only(whole).path == name


def test_git_needs_its_attributes_and_the_lines_are_given(whole: Library) -> None:
    (whole.root / ".git").mkdir()
    lines = only(whole).remedy.split("\n")[1:]
    (whole.root / ".gitattributes").write_text("\n".join(lines), "utf-8")
    assert wrong(whole) == []


def test_what_was_interrupted_is_said_once_and_finished(whole: Library) -> None:
    (whole.root / ".commonplace" / "pending").mkdir(parents=True)
    assert "was interrupted" in only(whole).told
    assert wrong(whole) == []


def test_words_that_were_saved_from_being_replaced_are_named(whole: Library) -> None:
    kept = whole.root / ".commonplace" / "kept" / "a.md"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", "utf-8")
    assert only(whole).path == ".commonplace/kept/a.md"


def test_an_old_python_and_packages_are_said_with_the_command_that_mends_them() -> None:
    assert of_machine.python("3.10.2", ">=3.11").state == "wrong"
    assert of_machine.python("3.14.0rc1", ">=3.11").state == "fine"
    needed = [Requirement("click>=8.2"), Requirement("rich>=14.0"), Requirement("nh3")]
    found = list(of_machine.packages(needed, {"click": "8.1.7", "rich": None, "nh3": "0.3"}))
    assert [one.told for one in found] == ["click 8.1.7, and >=8.2 is needed", "rich is not installed"]
    assert found[0].remedy.endswith('-m pip install "click>=8.2"')


def test_this_machine_has_what_the_project_needs() -> None:
    assert [one for one in of_machine.machine("commonplace") if one.state == "wrong"] == []


def test_the_command_fails_where_something_is_wrong_and_says_the_same_as_json(whole: Library) -> None:
    def doctor(*words: str) -> Result:
        return CliRunner().invoke(cli, ["-C", str(whole.root), "doctor", *words], catch_exceptions=False)

    assert doctor().exit_code == 0
    (whole.docs / "timeline.md").unlink()
    shown, told = doctor(), json.loads(doctor("--json").stdout)
    assert shown.exit_code == 1
    assert told["sound"] is False
    (named,) = [one for one in told["findings"] if one["state"] == "wrong" and one["about"] == "site"]
    assert named["told"] in shown.stdout


def test_without_a_library_only_the_machine_is_looked_at(tmp_path: Path, whole: Library) -> None:
    del whole
    found = wrong(Library(tmp_path))
    assert [(one.about, one.state) for one in found] == [("library", "note")]
