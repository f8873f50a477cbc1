"""Making a library."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from commonplace import display
from commonplace.workflows import initialising


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a library of your own in FOLDER: the concepts with their code, and no annotations."""
    initialising.initialise(folder)
    display.show_new_library(Console(), folder)
