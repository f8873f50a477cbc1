"""The reference of all commands, made of what they say themselves: ``python -m commonplace.cli.reference``."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

import click

from commonplace.cli import cli

_HEAD = """---
title: 命令 Commands
---

# 命令 Commands

与 `commonplace COMMAND --help` 说的一样，由同一份说明生成。退出状态：0 一切正常，1 有东西没读懂或不对，2 用法不对。

The same words as `commonplace COMMAND --help` says. The exit status is 0 when all is well, 1 when something was rejected
or is wrong, 2 for wrong use.

`commonplace -C DIR COMMAND` 用另一个文件夹里的库 works in another folder's library.
"""


def reference() -> str:
    """Return the Markdown of the reference."""
    return "\n".join([_HEAD, *(_section(words, command) for words, command in commands())])


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command that does something, with the words that call it."""
    context = click.Context(cli, info_name="commonplace")
    yield from _below(cli, context, ())


def _below(
    group: click.Group, context: click.Context, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _below(command, click.Context(command, context, name), (*words, name))
        elif command is not None:
            yield (*words, name), command


def _section(words: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(("commonplace", *words)))
    usage = " ".join(command.collect_usage_pieces(context))
    told = _told(command)
    rows = [row for row in map(_row, command.params) if row]
    table = ["| 选项 Option | |", "| --- | --- |", *rows, ""] if rows else []
    return "\n".join([f"## {' '.join(words)}", "", f"`{context.info_name} {usage}`", "", *told, "", *table])


def _told(command: click.Command) -> Iterator[str]:
    """The help of a command as Markdown: what click leaves as it is written is code."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    for number, paragraph in enumerate(paragraphs):
        yield from [""] if number else []
        if paragraph.startswith("\b\n"):
            yield f"```text\n{paragraph[2:]}\n```"
        else:
            yield _plain(" ".join(paragraph.split()))


def _row(parameter: click.Parameter) -> str:
    if not isinstance(parameter, click.Option) or parameter.hidden:
        return ""
    name = ", ".join(sorted((*parameter.opts, *parameter.secondary_opts), key=len))
    value = "" if parameter.is_flag else f" {parameter.make_metavar(click.Context(cli))}"
    default = f" [{parameter.default}]" if parameter.show_default and parameter.default is not None else ""
    shown = f"{name}{value}".replace("|", "\\|")
    return f"| `{shown}` | {_plain(parameter.help or '')}{default} |"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
