"""Pages and the site: what making them takes, and what it says."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from commonplace import display
from commonplace.cli.options import no_run_option, pass_library
from commonplace.cli.printing import bar
from commonplace.library import Library
from commonplace.site import BUILDERS
from commonplace.workflows import publishing

builder_option = click.option(
    "--builder",
    type=click.Choice(tuple(BUILDERS)),
    default="mkdocs",
    show_default=True,
    help="What makes the site of the pages.",
)


@click.command()
@builder_option
@no_run_option
@pass_library
def build(library: Library, builder: str, *, no_run: bool) -> None:
    """Check the library, bring its pages up to date, and build the site into site/ with its search index.

    \b
    commonplace build
    COMMONPLACE_SITE_URL=https://example.org/notes/ commonplace build
    """  # noqa: D301  # A real backspace is what click asks for.
    with bar("Checking") as progress:
        report, destination = publishing.build(library, builder=builder, run=not no_run, progress=progress)
    display.show_check(Console(), report)
    if destination is None:
        sys.exit(1)
    display.show_site(Console(), destination)


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve it.")
@builder_option
@no_run_option
@pass_library
def serve(library: Library, address: str, builder: str, *, no_run: bool) -> None:
    """Serve the site here, and build it anew when a page changes.

    \b
    commonplace serve
    commonplace serve --no-run       for a stranger's library
    """  # noqa: D301  # A real backspace is what click asks for.
    publishing.serve(library, address, builder=builder, run=not no_run)
