"""Making a library."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from commonplace import display
from commonplace.language import CODES, Code
from commonplace.workflows import initialising


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="What the site is called. Asked for on a terminal; else the folder's name.")
@click.option(
    "--language",
    type=click.Choice(CODES),
    help="Of the interface: Chinese, English, or both. Asked for on a terminal; else both.",
)
@click.option("--account", default="", help="Your account where others annotate too: acct:name@hypothes.is.")
def init(folder: Path, title: str | None, language: Code | None, account: str) -> None:
    """Make a library of your own in FOLDER: the concepts with their code, and no annotations.

    \b
    commonplace init my-notes
    commonplace init my-notes --title 我的札记 --language zh
    """  # noqa: D301  # A real backspace is what click asks for.
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if title is None and asks:
        title = click.prompt("What is the library called? 书名", default=folder.resolve().name)
    if language is None and asks:
        language = click.prompt("In which language? 语言", default="both", type=click.Choice(CODES))
    initialising.initialise(folder, title=title or "", language=language or "both", account=account)
    display.show_new_library(Console(), folder)
