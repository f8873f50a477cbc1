"""Bringing exports in: what it takes, and what it says."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from commonplace import display
from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json, status
from commonplace.library import Library
from commonplace.workflows import listing, reading_exports
from commonplace.workflows.importing_again import import_changes


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
    wishes = reading_exports.Wishes(
        format=format_name,
        source=source,
        dry_run=dry_run,
        sync=sync,
        largest=largest * 2**20,
        jobs=jobs or reading_exports.jobs_for(paths),
    )
    with status("Reading") as progress:
        report = import_changes(library, paths, wishes=wishes, standard_input=sys.stdin.buffer, progress=progress)
    if as_json:
        print_json(listing.import_data(report))
    else:
        display.show_import(Console(), report, dry_run=dry_run)
        display.show_gone(Console(), len(report.gone), sync=sync)
    sys.exit(0 if report.is_clean else 1)
