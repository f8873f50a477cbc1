"""Saying which sources are one book."""

from __future__ import annotations

import click
from rich.console import Console

from commonplace.cli.options import pass_library
from commonplace.display import answers
from commonplace.store.library import Library
from commonplace.workflows import joining


@click.group()
def source() -> None:
    """Say which sources are one book, and which are two; it holds on later imports."""


@source.command("join")
@click.argument("one")
@click.argument("other")
@pass_library
def join_(library: Library, one: str, other: str) -> None:
    """Make one source of ONE and OTHER, ids as `commonplace list sources` shows them.

    \b
    commonplace source join notes-a notes-b
    """  # noqa: D301  # A real backspace is what click asks for.
    answers.show_joined(Console(), joining.join_sources(library, one, other))


@source.command("part")
@click.argument("one")
@click.argument("other")
@pass_library
def part_(library: Library, one: str, other: str) -> None:
    """Make two sources of one: OTHER is the id that it had, or a document that `commonplace show ONE` lists.

    \b
    commonplace source part notes-a notes-b
    """  # noqa: D301  # A real backspace is what click asks for.
    answers.show_parted(Console(), joining.part_sources(library, one, other))
