"""Completion of commands and options in a shell: click's own."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_NAME, _VARIABLE = "commonplace", "_COMMONPLACE_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what lets SHELL complete commands and options; put it where the shell reads it.

    \b
    commonplace completion bash > ~/.local/share/bash-completion/completions/commonplace
    commonplace completion zsh > ~/.zfunc/_commonplace
    commonplace completion fish > ~/.config/fish/completions/commonplace.fish

    Zsh reads ~/.zfunc if ~/.zshrc says so before compinit: fpath+=~/.zfunc
    """  # noqa: D301  # A real backspace is what click asks for.
    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(context.find_root().command, {}, _NAME, _VARIABLE).source())
