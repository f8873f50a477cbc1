"""Running the tests of snippets."""

from __future__ import annotations

import sys

import click

from commonplace.cli.options import pass_library
from commonplace.store.library import Library
from commonplace.workflows import testing


@click.command()
@click.argument("concepts", nargs=-1)
@pass_library
def test(library: Library, concepts: tuple[str, ...]) -> None:
    """Run the tests of the snippets of CONCEPTS, or of all: `commonplace test softmax`.

    \b
    commonplace test softmax
    commonplace test
    """  # noqa: D301  # A real backspace is what click asks for.
    sys.exit(testing.run_tests(library, concepts))
