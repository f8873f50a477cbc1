"""Bringing back what was set aside."""

from __future__ import annotations

import click

from commonplace.cli.options import pass_library
from commonplace.store.library import Library
from commonplace.workflows import restoring


@click.command()
@click.argument("id")
@pass_library
def restore(library: Library, id: str) -> None:  # noqa: A002  # What users read in the help.
    """Bring back an annotation that `import --sync` set aside; `commonplace list gone` shows them.

    \b
    commonplace list gone
    commonplace restore 5u7pweoonogi
    """  # noqa: D301  # A real backspace is what click asks for.
    restoring.restore(library, id)
