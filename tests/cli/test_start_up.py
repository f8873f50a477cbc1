"""Help answers at once: nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from commonplace.cli import cli
from commonplace.cli.commands import COMMANDS

START_UP_MAY_IMPORT = {
    "click",
    "rich",
    "commonplace",
    "commonplace.cli",
    "commonplace.cli.commands",
    "commonplace.cli.lazy_group",
    "commonplace.cli.speaking",
    "commonplace.errors",
    "commonplace.terminal",
    "commonplace.translation",
}
_IMPORTED = """
import sys
before = set(sys.modules)
from commonplace.cli import cli
cli.main(["--help"], standalone_mode=False)
print("\\n".join(set(sys.modules) - before), file=sys.stderr)
"""


def test_help_imports_nothing_but_what_start_up_may() -> None:
    run = subprocess.run([sys.executable, "-c", _IMPORTED], capture_output=True, text=True, check=True)  # noqa: S603  # Ours.
    own = {name if name.startswith("commonplace") else name.split(".")[0] for name in run.stderr.split()}
    assert own - sys.stdlib_module_names <= START_UP_MAY_IMPORT
    assert all(name in run.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_itself_says_first(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    assert command.help is not None
    assert " ".join(command.help.split("\n\n")[0].split()) == COMMANDS[name].summary


def test_a_command_that_is_none_is_said() -> None:
    with pytest.raises(click.UsageError, match="No such command 'imprt'"):
        cli.main(["imprt"], standalone_mode=False)
