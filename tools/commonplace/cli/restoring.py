"""Bringing back what was set aside."""

from __future__ import annotations

import click

from commonplace.cli.options import pass_library
from commonplace.library import Library
from commonplace.workflows import restoring


@click.command()
@click.argument("id")
@pass_library
def restore(library: Library, id: str) -> None:  # noqa: A002  # What users read in the help.
    """Bring back an annotation that `import --sync` set aside; `commonplace list gone` shows them."""
    restoring.restore(library, id)
