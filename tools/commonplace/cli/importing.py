"""Bringing exports in: what it takes, and what it says."""

from __future__ import annotations

import sys
from gettext import gettext as _

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json, status
from commonplace.display.imports import show_gone, show_import
from commonplace.display.libraries import show_held_back
from commonplace.store.library import Library
from commonplace.workflows.import_summary import Holdings
from commonplace.workflows.importing_again import import_changes
from commonplace.workflows.wishes import Wishes

_MOST_OFFERED = 9


@click.command("import")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "format_name", help="The format of the files; see `commonplace list formats`.")
@click.option("--source", help="The title of the book that the files are about, instead of what they say.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it and change nothing.")
@click.option("--sync", is_flag=True, help="Set aside what these exports of a book no longer hold; see `restore`.")
@click.option(
    "--largest", default=64, type=click.IntRange(1), show_default=True, help="Refuse files of more megabytes than this."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Read files in so many processes; by itself as many as there are cores, for 8 MB of exports or more.",
)
@as_json_option
@pass_library
def import_(
    library: Library,
    paths: tuple[str, ...],
    format_name: str | None,
    source: str | None,
    *,
    dry_run: bool,
    sync: bool,
    largest: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Read exports of reading apps: files, folders, or - for standard input.

    \b
    commonplace import notes.json
    commonplace import --dry-run ~/Obsidian/Books
    """  # noqa: D301  # As above.
    wishes = Wishes(
        format=format_name,
        source=source,
        dry_run=dry_run,
        sync=sync,
        largest=largest * 2**20,
        jobs=jobs,
    )
    with status("Reading") as progress:
        report = import_changes(library, paths, wishes=wishes, standard_input=sys.stdin.buffer, progress=progress)
    if as_json:
        from commonplace.workflows import listing  # noqa: PLC0415  # It needs all of the tool; this import may not.

        print_json(listing.import_data(report))
    else:
        show_import(Console(), report, dry_run=dry_run)
        show_gone(Console(), len(report.gone), sync=sync)
        if not dry_run and sys.stdin.isatty() and sys.stdout.isatty():
            _ask_whose(library, report.holdings)
    sys.exit(0 if report.is_clean else 1)


def _ask_whose(library: Library, holdings: Holdings) -> None:
    """Where several accounts wrote and nobody said which is the owner's, ask; an empty answer leaves all as it is."""
    held = {why.who: count for why, count in holdings.withheld if why.reason == "account"}
    if len(held) < 2:  # noqa: PLR2004  # Else one is presumed.
        return
    from commonplace.workflows import naming_owner, surveying  # noqa: PLC0415  # As above.

    if surveying.settings_of(library).publishing.accounts:
        return
    names = sorted(held, key=lambda name: (-held[name], name))[:_MOST_OFFERED]
    click.echo(_("Which of these accounts is yours? Only its words will stand on the pages."))
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {name} ({held[name]})")
    answer = click.prompt(
        _("Its number, or Enter for none of them"),
        default=0,
        show_default=False,
        type=click.IntRange(0, len(names)),
    )
    if answer:
        show_held_back(Console(), naming_owner.name_accounts(library, [names[answer - 1]]))
