"""Watching a folder: what it takes, and what it says."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path

import click
from rich.console import Console

from commonplace.cli.options import pass_library
from commonplace.display.imports import show_import
from commonplace.errors import CommonplaceError
from commonplace.store.library import Library
from commonplace.terminal import plain, show_error
from commonplace.workflows.importing_again import import_changes
from commonplace.workflows.watching import SETTLED, watching


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--existing", is_flag=True, help="Import what is in the folder already, too.")
@click.option(
    "--settled",
    default=SETTLED,
    type=click.FloatRange(min=0),
    show_default=True,
    help="Seconds for which a file has to stay as it is before it is read.",
)
@click.option("--poll", is_flag=True, help="Look again and again, as drives on a network need it.")
@pass_library
def watch(library: Library, folder: Path, *, existing: bool, settled: float, poll: bool) -> None:
    """Import what appears in FOLDER, as soon as it is whole, until Ctrl-C.

    \b
    commonplace watch ~/Downloads
    commonplace watch --existing ~/Obsidian/Books
    """  # noqa: D301  # A real backspace is what click asks for.
    console = Console()
    with watching(library, folder, stop=threading.Event(), settled=settled, polling=poll) as imports:
        told = _("Watching {folder}. Ctrl-C stops it.").format(folder=plain(str(folder)))
        console.print(told, soft_wrap=True)
        sys.stdout.flush()
        try:
            if existing:
                show_import(console, import_changes(library, (str(folder),)), dry_run=False)
            for outcome in imports:
                console.print(f"{datetime.now(UTC).astimezone():%H:%M:%S}", style="dim")
                if isinstance(outcome, CommonplaceError):
                    show_error(console, outcome)
                else:
                    show_import(console, outcome, dry_run=False)
                sys.stdout.flush()
        except KeyboardInterrupt:
            console.print(_("Stopped; what was imported stays."))
