"""What `commonplace init` makes: a library with its settings, kept in git and published."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from packaging.requirements import Requirement
from users.conftest import ROOT

from commonplace.cli import cli
from commonplace.site import frame
from commonplace.store.settings import read_settings


def all_of(terminal: int) -> str:
    """What is said on a terminal until nobody has it open; read as it comes, since a terminal holds little."""
    said = b""
    with contextlib.suppress(OSError):  # Linux says so that nobody has it open.
        while data := os.read(terminal, 10_000):
            said += data
    return said.decode()


def test_two_questions_are_asked_on_a_terminal_and_their_answers_kept(
    tmp_path: Path,
) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "commonplace", "init", str(tmp_path / "notes")]
    with subprocess.Popen(command, stdin=child, stdout=child, stderr=child) as process:  # noqa: S603  # Ours.
        os.close(child)
        os.write(parent, "我的书\nen\n".encode())
        said = all_of(parent)
        assert process.wait() == 0
    os.close(parent)
    assert said.count("?") == 2
    assert 'site_name: "我的书"' in (tmp_path / "notes" / "mkdocs.yml").read_text("utf-8")
    assert read_settings((tmp_path / "notes" / "commonplace.toml").read_text("utf-8")).language.code == "en"


@pytest.mark.parametrize(
    ("given", "name", "language"),
    [("我的书\nen\n", "我的书", "en"), ("\nzh", "notes", "zh"), ("我的书", "我的书", "both"), ("", "notes", "both")],
)
def test_answers_may_come_through_a_pipe(tmp_path: Path, given: str, name: str, language: str) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "notes")], input=given, catch_exceptions=False)
    assert done.exit_code == 0
    assert f'site_name: "{name}"' in (tmp_path / "notes" / "mkdocs.yml").read_text("utf-8")
    assert read_settings((tmp_path / "notes" / "commonplace.toml").read_text("utf-8")).language.code == language


def test_an_answer_that_is_none_makes_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "notes")], input="我的书\nfr\n")
    assert done.exit_code == 2
    assert "'fr' is not one of" in done.stderr
    assert not (tmp_path / "notes").exists()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libraries") / "札记"
    words = ["init", str(folder), "--account", 'acct:"ada"@hypothes.is']
    done = CliRunner().invoke(cli, words, input="", catch_exceptions=False)
    assert done.exit_code == 0
    assert "?" not in done.stdout
    return folder


def test_where_nobody_can_answer_nothing_is_asked_and_the_folder_names_the_library(made: Path) -> None:
    assert (made / "README.md").read_text("utf-8").startswith("# 札记\n")
    assert "\n# <bdi>札记</bdi>\n" in (made / "docs/index.md").read_text("utf-8")


def test_the_account_that_was_told_is_the_owners(made: Path) -> None:
    settings = read_settings((made / "commonplace.toml").read_text("utf-8"))
    assert settings.publishing.accounts == {'acct:"ada"@hypothes.is'}


def test_git_keeps_what_is_the_owners_and_nothing_that_is_made_anew(made: Path) -> None:
    ignored = (made / ".gitignore").read_text("utf-8").splitlines()
    assert {"site/", ".commonplace/", "docs/assets/run/"} <= set(ignored)
    assert "merge=union" in (made / ".gitattributes").read_text("utf-8")


def test_the_workflow_that_publishes_pins_every_action_and_may_do_little(made: Path) -> None:
    text = (made / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    workflow: dict[str, Any] = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    steps = [step for job in jobs.values() for step in job["steps"]]
    actions = [step["uses"] for step in steps if "uses" in step]
    assert len(actions) == 4
    assert all(len(action.partition("@")[2]) == 40 for action in actions)
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]
    *_, requirement = (made / "requirements.txt").read_text("utf-8").splitlines()
    assert requirement.startswith("commonplace==")


class Installed(Distribution):
    """A version that was installed from somewhere."""

    version = "1.2"

    def __init__(self, origin: object) -> None:
        self.origin = origin

    def read_text(self, filename: str) -> str | None:
        assert filename == "direct_url.json"
        return json.dumps(self.origin) if self.origin else None

    def locate_file(self, path: object) -> Any:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, "commonplace==1.2"),
        (
            {"url": "https://example.org/c.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
            "commonplace @ git+https://example.org/c.git@ab12",
        ),
        (
            {"url": "https://example.org/c-1.2-py3-none-any.whl", "archive_info": {}},
            "commonplace @ https://example.org/c-1.2-py3-none-any.whl",
        ),
        ({"url": "file:///home/ada/c", "dir_info": {"editable": True}}, "commonplace==1.2"),
    ],
)
def test_others_install_the_tool_from_where_it_came(origin: object, requirement: str) -> None:
    *told, last = frame.requirements(Installed(origin)).splitlines()
    assert last == requirement
    assert Requirement(last).name == "commonplace"
    assert bool(told) == ("file:" in str(origin))
    assert all(line.startswith("#") for line in told)


def test_a_library_is_read_by_programs_at_once(made: Path) -> None:
    done = CliRunner().invoke(cli, ["-C", str(made), "list", "concepts", "--json"], catch_exceptions=False)
    assert len(json.loads(done.stdout)) == len(list((ROOT / "docs" / "concepts").glob("*.md")))


def test_where_several_accounts_wrote_and_none_is_named_the_owner_is_asked(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    library = tmp_path / "notes"
    CliRunner().invoke(cli, ["init", str(library)], input="", catch_exceptions=False)
    (tmp_path / "two.json").write_text(json.dumps({"total": 2, "rows": [_row("ada"), _row("bob")]}), "utf-8")
    command = [sys.executable, "-m", "commonplace", "-C", str(library), "import", str(tmp_path / "two.json")]
    parent, child = pty.openpty()
    with subprocess.Popen(command, stdin=child, stdout=child, stderr=child) as process:  # noqa: S603  # Ours.
        os.close(child)
        os.write(parent, b"2\n")
        said = all_of(parent)
        assert process.wait() == 0
    os.close(parent)
    assert "acct:ada@hypothes.is (1)" in said
    settings = (library / "commonplace.toml").read_text("utf-8")
    assert read_settings(settings).publishing.accounts == {"acct:bob@hypothes.is"}
    assert "# Ids of groups" in settings
    pages = "\n".join(page.read_text("utf-8") for page in (library / "docs" / "sources").glob("*.md"))
    assert "marked&#32;by&#32;bob" in pages or "marked by bob" in pages
    assert "by ada" not in pages


def _row(name: str) -> dict[str, Any]:
    user, address = f"acct:{name}@hypothes.is", "https://example.org/nets"
    selector = {"type": "TextQuoteSelector", "exact": f"marked by {name}", "prefix": "", "suffix": ""}
    return {
        "id": f"row-{name}",
        "created": "2026-01-02T03:04:05+00:00",
        "updated": "2026-01-02T03:04:05+00:00",
        "user": user,
        "uri": address,
        "text": "",
        "tags": [],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "target": [{"source": address, "selector": [selector]}],
        "document": {"title": ["Nets"]},
    }
