"""Writing for other apps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from commonplace import display
from commonplace.cli.options import pass_library
from commonplace.library import Library
from commonplace.workflows import exporting


@click.command()
@click.argument("format_name", metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@pass_library
def export(library: Library, format_name: str, *, output: Path | None) -> None:
    """Write what is published of the library as a file for another app.

    \b
    commonplace export anki          cards for Anki; import them again after each export, Anki keeps its history
    """  # noqa: D301  # As above.
    path = exporting.export(library, format_name, output, moment=datetime.now(UTC).timestamp())
    display.show_exported(Console(), path)
