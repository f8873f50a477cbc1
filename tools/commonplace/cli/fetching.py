"""Fetching from services: what it takes, and what it says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json, status
from commonplace.display.imports import show_gone, show_import
from commonplace.fetching import hypothesis as hypothesis_api
from commonplace.store.library import Library
from commonplace.terminal import plain
from commonplace.workflows import fetching, listing
from commonplace.workflows.importing_again import import_changes
from commonplace.workflows.wishes import Wishes

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_LARGEST = 2**31
"""Bytes of what was fetched: it is the user's own, so it is refused for no size that a computer reads."""


def _fetching_options(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Take what both services take."""
    for option in (
        as_json_option,
        click.option("--no-import", is_flag=True, help="Only keep the file, to import it later."),
        click.option("--sync", is_flag=True, help="Set aside what is deleted there; see `restore`."),
        click.option("--anew", is_flag=True, help="Fetch everything, instead of what changed since the last time."),
        click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, path_type=Path),
            help="The file to keep it in, instead of one in the library's folder exports/.",
        ),
    ):
        command = option(command)
    return command


@click.group()
def fetch() -> None:
    """Get your annotations from a service that you use, by its own interface.

    \b
    commonplace fetch hypothesis --user mira    what changed since the last time
    commonplace fetch readwise --sync           and set aside what you deleted there

    A token stands in the environment or in the system's keyring, never in the library.
    """  # noqa: D301  # A real backspace is what click asks for.


@fetch.command("hypothesis")
@click.option("--user", required=True, help="Whose annotations: your name there, or acct:name@place.")
@click.option("--server", default=hypothesis_api.ADDRESS, show_default=True, help="Another server of Hypothesis.")
@_fetching_options
@pass_library
def hypothesis(
    library: Library,
    user: str,
    server: str,
    *,
    output: Path | None,
    anew: bool,
    sync: bool,
    no_import: bool,
    as_json: bool,
) -> None:
    """Get the annotations of an account at Hypothesis, and import them.

    \b
    commonplace fetch hypothesis --user mira
    keyring set commonplace hypothesis          once, for private ones and those of groups

    The token, from hypothes.is/account/developer, may stand in HYPOTHESIS_TOKEN instead.
    """  # noqa: D301  # As above.
    with status("Fetching") as progress:
        wishes = fetching.Wishes(output=output, anew=anew)
        fetched = fetching.fetch_hypothesis(library, user, address=server, wishes=wishes, progress=progress)
    _tell(library, fetched, sync=sync, no_import=no_import, as_json=as_json)


@fetch.command("readwise")
@_fetching_options
@pass_library
def readwise(library: Library, *, output: Path | None, anew: bool, sync: bool, no_import: bool, as_json: bool) -> None:
    """Get your highlights from Readwise, and import them.

    \b
    keyring set commonplace readwise            once; readwise.io/access_token shows the token
    commonplace fetch readwise

    The token may stand in READWISE_TOKEN instead.
    """  # noqa: D301  # As above.
    with status("Fetching") as progress:
        fetched = fetching.fetch_readwise(library, wishes=fetching.Wishes(output=output, anew=anew), progress=progress)
    _tell(library, fetched, sync=sync, no_import=no_import, as_json=as_json)


def _tell(library: Library, fetched: fetching.Fetched, *, sync: bool, no_import: bool, as_json: bool) -> None:
    """Import what was fetched, unless it is only to be kept, and say what came of it."""
    told = {"kept": str(fetched.path), "fetched": fetched.new}
    console = Console()
    if not as_json:
        came = ngettext(
            "Fetched {count} that is new or changed.", "Fetched {count} that are new or changed.", fetched.new
        ).format(count=fetched.new)
        kept = _("All that ever came is kept in {path}").format(path=plain(str(fetched.path)))
        console.print(f"{came if fetched.new else _('Nothing new.')} {kept}", soft_wrap=True)
    if no_import:
        if as_json:
            print_json(told)
        return
    wishes = Wishes(sync=sync, largest=_LARGEST)
    with status("Reading") as progress:
        report = import_changes(library, (str(fetched.path),), wishes=wishes, progress=progress)
    if as_json:
        print_json(told | listing.import_data(report))
    else:
        show_import(console, report, dry_run=False)
        show_gone(console, len(report.gone), sync=sync)
    sys.exit(0 if report.is_clean else 1)
