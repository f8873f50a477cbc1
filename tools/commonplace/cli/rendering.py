"""Bringing pages up to date."""

from __future__ import annotations

import click
from rich.console import Console

from commonplace.cli.options import pass_library
from commonplace.display.imports import show_kept_edits
from commonplace.store.library import Library
from commonplace.workflows import rendering


@click.command()
@click.option("--no-run", is_flag=True, help="Said for clearness: rendering never runs code.")
@pass_library
def render(library: Library, *, no_run: bool) -> None:
    """Bring every page up to date with the library; runs no code.

    \b
    commonplace render
    """  # noqa: D301  # A real backspace is what click asks for.
    del no_run
    show_kept_edits(Console(), rendering.render(library))
