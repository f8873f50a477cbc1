"""Finding passages from the terminal; of the tool only what an index that is up to date needs is imported."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console

from commonplace.cli.printing import print_json, status
from commonplace.store.finding.index import Index
from commonplace.store.finding.showing import show_found
from commonplace.store.state import state_of


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, type=click.IntRange(1), show_default=True, help="Show at most so many.")
@click.option("--first", default=1, type=click.IntRange(1), help="Begin with this one, to see what comes next.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead; see docs/json.md.")
@click.pass_obj
def search(folder: Path, words: tuple[str, ...], *, limit: int, first: int, as_json: bool) -> None:
    """Find the annotations that hold all of WORDS, in quotes, comments and tags; parts of words are found too.

    \b
    commonplace search 梯度 学习率
    commonplace search "chain rule" --limit 50
    """  # noqa: D301  # A real backspace is what click asks for.
    if not "".join(words).strip():
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    index = Index(folder / ".commonplace" / "search.sqlite")
    if (folder / ".commonplace" / "pending").exists() or not index.holds(state_of(folder)):
        with status("Indexing"):
            _bring_up_to_date(folder)
    found = index.search(" ".join(words), first=first - 1, limit=limit + 1)
    if as_json:
        print_json([msgspec.to_builtins(entry) for entry in found[:limit]])
    else:
        show_found(Console(), found[:limit], " ".join(words), first=first, more=len(found) > limit)
    sys.exit(0 if found else 1)


def _bring_up_to_date(folder: Path) -> None:
    from commonplace.store.library import Library  # noqa: PLC0415  # Most searches do not need it, nor wait for it.
    from commonplace.workflows.finding import index_library  # noqa: PLC0415  # As above.

    index_library(Library(folder))
