"""Writing for other apps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from commonplace.cli.options import pass_library
from commonplace.display import answers
from commonplace.store.library import Library
from commonplace.workflows import exporting


@click.command()
@click.argument("format_name", metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write, or the folder of notes.")
@click.option("--concept", default="", help="Only what is under this concept.")
@click.option("--source", default="", help="Only this book or article, by its id in `commonplace list sources`.")
@click.option("--tag", default="", help="Only what you tagged so, however it is spelt.")
@click.option("--private", is_flag=True, help="What only you could see, too; else only what is on your pages.")
@click.option("--overwrite", is_flag=True, help="Replace notes in the folder that say something else by now.")
@pass_library
def export(
    library: Library,
    format_name: str,
    *,
    output: Path | None,
    concept: str,
    source: str,
    tag: str,
    private: bool,
    overwrite: bool,
) -> None:
    """Write your annotations as a file for another app; FORMAT says which.

    \b
    commonplace export anki                  cards; import them again after each export, Anki keeps its history
    commonplace export readwise              a table to import at readwise.io
    commonplace export hypothesis            JSON, as its sidebar exports and imports it
    commonplace export obsidian -o ~/Vault   a note for each book, with callouts and block ids
    commonplace export bibtex                the books and articles, to cite them
    commonplace export csv --tag exam        a table for spreadsheets
    commonplace export w3c --private         everything, as W3C Web Annotations
    """  # noqa: D301  # As above.
    wishes = exporting.Wishes(concept=concept, source=source, tag=tag, private=private, overwrite=overwrite)
    done = exporting.export(library, format_name, output, moment=datetime.now(UTC).timestamp(), wishes=wishes)
    answers.show_exported(Console(), done)
