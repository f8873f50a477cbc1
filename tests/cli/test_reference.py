"""The reference of the commands is what they say themselves, each says how it is called, and shells complete them."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner

from commonplace.cli import cli
from commonplace.cli.reference import commands, pages

ROOT = Path(__file__).parents[2]
COMMANDS = dict(commands())


@pytest.mark.parametrize("name", pages())
def test_the_pages_of_commands_and_formats_are_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == pages()[name], "run: make reference"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_each_command_has_an_example_that_its_parser_takes(words: tuple[str, ...]) -> None:
    said = CliRunner().invoke(cli, [*words, "--help"]).stdout
    called = " ".join(("commonplace", *words))
    lines = [line.strip() for line in said.replace("\\\n", " ").splitlines()]
    examples = [line for line in lines if called in line and not line.startswith("Usage:")]
    assert examples, f"{called} --help shows no example"
    for example in examples:
        typed = shlex.split(example.partition(">")[0].partition("   ")[0].partition(called)[2])
        command = COMMANDS[words]
        parser = command.make_parser(click.Context(command))
        parser.parse_args([word for word in typed if word != "..."])


def test_each_option_is_explained() -> None:
    unexplained = [
        (" ".join(words), option.name)
        for words, command in COMMANDS.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert unexplained == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(shell: str) -> None:
    assert "_COMMONPLACE_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).stdout


def test_commands_and_options_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(typed: str) -> set[str]:
        monkeypatch.setenv("COMP_WORDS", typed)
        monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
        return set(BashComplete(cli, {}, "commonplace", "_COMMONPLACE_COMPLETE").complete().split())

    assert "plain,doctor" in completed("commonplace do")
    assert "plain,--dry-run" in completed("commonplace import --dr")
