"""Taking imports back."""

from __future__ import annotations

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json
from commonplace.display import answers
from commonplace.store.library import Library
from commonplace.workflows import listing, undoing


@click.command()
@as_json_option
@pass_library
def undo(library: Library, *, as_json: bool) -> None:
    """Take back the last import, and when said again the one before; what you wrote on pages since is kept.

    \b
    commonplace undo
    """  # noqa: D301  # A real backspace is what click asks for.
    undone = undoing.undo(library)
    if as_json:
        print_json(listing.undone_data(undone))
    else:
        answers.show_undone(Console(), undone)


@click.command()
@as_json_option
@pass_library
def log(library: Library, *, as_json: bool) -> None:
    """List the imports that `undo` can take back, the last one first.

    \b
    commonplace log
    """  # noqa: D301  # A real backspace is what click asks for.
    imports = undoing.log(library)
    if as_json:
        print_json(listing.past_data(imports))
    else:
        answers.show_log(Console(), imports)
