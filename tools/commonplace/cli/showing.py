"""Looking at what is in the library."""

from __future__ import annotations

from collections.abc import Callable

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json
from commonplace.display import answers
from commonplace.store.library import Library
from commonplace.workflows import listing, surveying

_KINDS: dict[str, Callable[[surveying.Survey], list[listing.Data]]] = {
    "concepts": listing.concept_data,
    "sources": listing.source_data,
    "tags": listing.tag_data,
    "annotations": listing.annotation_data,
    "questions": listing.question_data,
    "new": listing.new_data,
    "gone": listing.gone_data,
}


@click.command("list")
@click.argument("kind", type=click.Choice([*_KINDS, "formats"]))
@as_json_option
@pass_library
def list_(library: Library, kind: str, *, as_json: bool) -> None:
    """List what is in the library, or the formats that it reads.

    \b
    commonplace list concepts
    commonplace list questions --json
    """  # noqa: D301  # A real backspace is what click asks for.
    items = listing.format_data() if kind == "formats" else _KINDS[kind](surveying.survey(library))
    if as_json:
        print_json(items)
    else:
        answers.show_list(Console(), kind, items)


@click.command()
@click.argument("id")
@as_json_option
@pass_library
def show(library: Library, id: str, *, as_json: bool) -> None:  # noqa: A002  # What users read in the help.
    """Show one annotation, source or concept, and for an annotation why it is where it is.

    \b
    commonplace show gradient
    commonplace show 交叉熵
    """  # noqa: D301  # A real backspace is what click asks for.
    item = listing.details(surveying.survey(library), id)
    if as_json:
        print_json(item)
    else:
        answers.show_details(Console(), item)
