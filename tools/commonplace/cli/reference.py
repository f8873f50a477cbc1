"""The reference of commands and formats, made of what they say themselves.

``python -m commonplace.cli.reference docs`` writes it into a folder.
"""

from __future__ import annotations

import gettext
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from commonplace.cli import cli
from commonplace.exporters import all_exporters
from commonplace.importer import Importer
from commonplace.importers import all_importers
from commonplace.language import Language
from commonplace.translation import DOMAIN, LOCALES, help_paragraphs

_CHINESE = gettext.translation(DOMAIN, LOCALES, ["zh"])
_HEAD = """---
title: 命令 Commands
---

# 命令 Commands

与 `commonplace COMMAND --help` 说的一样，由同一份说明生成；那里说哪种语言，由[设置](settings.md)和系统决定。
退出状态：0 一切正常，1 有东西没读懂或不对，2 用法不对。

The same words as `commonplace COMMAND --help` says, there in the language of the [settings](settings.md), or else
of the system. The exit status is 0 when all is well, 1 when something was rejected or is wrong, 2 for wrong use.

`commonplace -C DIR COMMAND` 用另一个文件夹里的库 works in another folder's library.
"""


_FORMATS_HEAD = """---
title: 格式 Formats
---

# 格式 Formats

文件按内容辨认，不看名字；一个文件里有几种格式，就一段一段地读。没认出来的，用 `--format` 指明。怎样从软件里导出，
见[做法](how-to.md)。

A file is known by what it holds, not by its name, and one with several formats is read part by part. Where it is not
known, name it with `--format`. [How-to](how-to.md) says how to get an export out of each app.

## 读入 Read

| `--format` | 软件 App | 读什么 What it reads |
| --- | --- | --- |"""
_EXPORTS_HEAD = """
## 写出 Written

| `commonplace export` | 写什么 What it writes |
| --- | --- |"""


def pages() -> dict[str, str]:
    """Return the pages of the reference by their names."""
    return {"commands.md": reference(), "formats.md": formats()}


def formats() -> str:
    """Return the Markdown of what is read and written."""
    read = [f"| `{one.format}` | {_app(one)} | {_both(one.description)} |" for one in all_importers()]
    written = [f"| `{one.format}` | {_both(one.description)} |" for one in all_exporters()]
    return "\n".join([_FORMATS_HEAD, *sorted(read), _EXPORTS_HEAD, *sorted(written), ""])


def reference() -> str:
    """Return the Markdown of the reference of commands."""
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
    table = ["| 选项 Option | 作用 What it does |", "| --- | --- |", *rows, ""] if rows else []
    return "\n".join([f"## {' '.join(words)}", "", f"`{context.info_name} {usage}`", "", *told, "", *table])


def _told(command: click.Command) -> Iterator[str]:
    """The help of a command as Markdown: what click leaves as it is written is code."""
    for number, paragraph in enumerate(help_paragraphs(command.help or "")):
        yield from [""] if number else []
        if paragraph.startswith("\b\n"):
            yield f"```text\n{paragraph[2:]}\n```"
        else:
            yield _both(paragraph)


def _row(parameter: click.Parameter) -> str:
    if not isinstance(parameter, click.Option) or parameter.hidden:
        return ""
    name = ", ".join(sorted((*parameter.opts, *parameter.secondary_opts), key=len))
    value = "" if parameter.is_flag else f" {parameter.make_metavar(click.Context(cli))}"
    default = f" [{parameter.default}]" if parameter.show_default and parameter.default is not None else ""
    shown = f"{name}{value}".replace("|", "\\|")
    return f"| `{shown}` | {_both(parameter.help or '')}{default} |"


def _both(text: str) -> str:
    """A message in Chinese, and in English below it."""
    return f"{_plain(_CHINESE.gettext(text))} <br> {_plain(text)}" if text else ""


def _app(importer: Importer) -> str:
    return _plain(Language()(*importer.app))


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    for name, text in pages().items():
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8", newline="\n")
