"""Finding what is wrong."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, pass_library
from commonplace.cli.printing import print_json
from commonplace.display_diagnosis import show_diagnoses
from commonplace.library import Library
from commonplace.workflows.diagnosing import diagnose, diagnosis_data


@click.command()
@as_json_option
@pass_library
def doctor(library: Library, *, as_json: bool) -> None:
    """Find what is wrong with this machine and the library, and say what to do; runs no code of the library.

    \b
    commonplace doctor
    commonplace -C my-notes doctor --json
    """  # noqa: D301  # A real backspace is what click asks for.
    found = diagnose(library)
    told = diagnosis_data(found)
    if as_json:
        print_json(told)
    else:
        show_diagnoses(Console(), found)
    sys.exit(0 if told["sound"] else 1)
