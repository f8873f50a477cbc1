"""The owner's word on one annotation."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json
from commonplace.display import answers
from commonplace.store.library import Library
from commonplace.workflows import deciding, listing, surveying


@click.command()
@click.argument("id")
@click.argument("concept")
@as_json_option
@pass_library
def link(library: Library, id: str, concept: str, *, as_json: bool) -> None:  # noqa: A002  # As above.
    """Put the annotation ID under CONCEPT for good, whatever later imports bring.

    \b
    commonplace link 5u7pweoonogi gradient
    """  # noqa: D301  # A real backspace is what click asks for.
    _print_decided(deciding.pin(library, id, concept), id, as_json=as_json)


@click.command()
@click.argument("id")
@click.argument("concept")
@as_json_option
@pass_library
def unlink(library: Library, id: str, concept: str, *, as_json: bool) -> None:  # noqa: A002  # As above.
    """Keep the annotation ID from CONCEPT for good, with all that mark the same passage.

    \b
    commonplace unlink 5u7pweoonogi gradient
    """  # noqa: D301  # A real backspace is what click asks for.
    _print_decided(deciding.forbid(library, id, concept), id, as_json=as_json)


@click.command()
@click.argument("id")
@click.argument("text")
@as_json_option
@pass_library
def answer(library: Library, id: str, text: str, *, as_json: bool) -> None:  # noqa: A002  # As above.
    """Answer the open question ID with TEXT, which may hold Markdown and TeX; the question's own words stay.

    \b
    commonplace answer 5u7pweoonogi 'Because $e^0 = 1$.'
    """  # noqa: D301  # A real backspace is what click asks for.
    today = datetime.now(UTC).astimezone().date().isoformat()
    _print_decided(deciding.answer(library, id, text, on=today), id, as_json=as_json)


def _print_decided(seen: surveying.Survey, name: str, *, as_json: bool) -> None:
    """Say what an annotation is under now."""
    item = listing.details(seen, name)
    if as_json:
        print_json(item)
    else:
        answers.show_details(Console(), item)
