"""A group whose commands are imported when they are run, so that the group's help answers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from commonplace.cli.speaking import speaking


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is not imported yet.

    Parameters
    ----------
    place : str
        Module and function, as ``package.module:function``.
    summary : str
        What the list of commands says of it: the first sentence of its own help.
    """

    place: str
    summary: str


class LazyGroup(click.Group):
    """A group that knows its commands by `entries` alone."""

    def __init__(self, *, entries: Mapping[str, Entry], **settings: Any) -> None:  # noqa: ANN401  # As click says.
        # Names alone, by which click says what was meant by one that is misspelt.
        super().__init__(commands={name: click.Command(name) for name in entries}, **settings)
        self.entries = entries

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  # As click says.
    ) -> click.Context:
        """Speak the reader's language from here on."""
        speaking(self)
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands."""
        del ctx
        return sorted(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self.entries:
            return None
        module, function = self.entries[cmd_name].place.split(":")
        command = getattr(import_module(module), function)
        return speaking(command) if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(self.entries[name].summary)) for name in self.list_commands(ctx)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without importing any."""
        named = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        found = [CompletionItem(name, help=self._stand_in(name).get_short_help_str()) for name in named]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def _stand_in(self, name: str) -> click.Command:
        return click.Command(name, help=_(self.entries[name].summary))
