"""Making a library."""

from __future__ import annotations

import sys
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from commonplace.display import answers
from commonplace.language import CODES, Code
from commonplace.workflows import initialising


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="What the site is called. Asked for; without an answer the folder's name.")
@click.option(
    "--language",
    type=click.Choice(CODES),
    help="Of the interface: Chinese, English, or both. Asked for; without an answer both.",
)
@click.option("--account", default="", help="Your account where others annotate too: acct:name@hypothes.is.")
def init(folder: Path, title: str | None, language: Code | None, account: str) -> None:
    """Make a library of your own in FOLDER: the concepts with their code, and no annotations.

    \b
    commonplace init my-notes
    commonplace init my-notes --title 我的札记 --language zh
    commonplace init my-notes < answers.txt       a title, then a language, each on a line
    """  # noqa: D301  # A real backspace is what click asks for.
    if title is None:
        title = _answer(_("What is the library called?"), folder.resolve().name, click.STRING)
    if language is None:
        language = _answer(_("In which language?"), "both", click.Choice(CODES))
    initialising.initialise(folder, title=title, language=language, account=account)
    answers.show_new_library(Console(), folder)


def _answer(question: str, default: str, kind: click.ParamType[Any]) -> Any:  # noqa: ANN401  # As `kind` makes it.
    """Ask on a terminal; else take the next line of standard input, if there is one."""
    if sys.stdin.isatty():
        return click.prompt(question, default=default, type=kind) if sys.stdout.isatty() else default
    return kind.convert(_line() or default, None, click.get_current_context())


def _line() -> str:
    """Read a line of standard input: UTF-8 wherever it can be, whatever the console's encoding is."""
    line = sys.stdin.buffer.readline()
    try:
        return line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return line.decode(sys.stdin.encoding, "replace").strip()
