"""Pages and the site: what making them takes, and what it says."""

from __future__ import annotations

import sys
from gettext import gettext as _

import click
from rich.console import Console

from commonplace.cli.options import no_run_option, pass_library
from commonplace.cli.printing import bar
from commonplace.display.site import show_check, show_findings, show_site
from commonplace.site.builder import BUILDERS
from commonplace.site.builder.last_build import SITE
from commonplace.store.library import Library
from commonplace.workflows.unchanged import unchanged

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

    Where nothing has changed since the last build, it says so and is done.

    \b
    commonplace build
    COMMONPLACE_SITE_URL=https://example.org/notes/ commonplace build
    """  # noqa: D301  # A real backspace is what click asks for.
    findings = unchanged(library, builder, run=not no_run)
    if findings is None:
        _build(library, builder, run=not no_run)
    else:
        show_findings(Console(), findings)
        Console().print(_("Nothing has changed since the last build."))
    show_site(Console(), library.root / SITE)


def _build(library: Library, builder: str, *, run: bool) -> None:
    from commonplace.workflows import publishing  # noqa: PLC0415  # Where nothing has changed, nobody waits for it.

    with bar("Checking") as progress:
        report, destination = publishing.build(library, builder=builder, run=run, progress=progress)
    show_check(Console(), report)
    if destination is None:
        sys.exit(1)


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
    from commonplace.workflows import publishing  # noqa: PLC0415  # As above.

    publishing.serve(library, address, builder=builder, run=not no_run)
