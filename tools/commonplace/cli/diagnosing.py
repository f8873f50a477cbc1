"""Finding what is wrong."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json
from commonplace.display.diagnosis import show_diagnoses, show_written
from commonplace.store.library import Library
from commonplace.workflows.diagnosing import diagnose, diagnosis_data
from commonplace.workflows.renewing import restore


@click.command()
@click.option("--fix", is_flag=True, help="Put back missing files of the site, and renew what you did not edit.")
@as_json_option
@pass_library
def doctor(library: Library, *, fix: bool, as_json: bool) -> None:
    """Find what is wrong with this machine and the library, and say what to do; runs no code of the library.

    \b
    commonplace doctor
    commonplace doctor --fix
    commonplace -C my-notes doctor --json
    """  # noqa: D301  # A real backspace is what click asks for.
    written = restore(library) if fix else ()
    found = diagnose(library)
    told = diagnosis_data(found, written)
    if as_json:
        print_json(told)
    else:
        show_written(Console(), written)
        show_diagnoses(Console(), found)
    sys.exit(0 if told["sound"] else 1)
