"""What several commands take."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click

from commonplace.store.library import Library

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead; see docs/json.md.")
no_run_option = click.option(
    "--no-run", is_flag=True, help="Run no code of the library: no snippet, no notebook, no hook."
)


def pass_library(command: Callable[Concatenate[Library, Parameters], Result]) -> Callable[Parameters, Result]:
    """Give a command the library in the folder that ``-C`` names, as its first argument."""

    @wraps(command)
    def with_library(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
        return command(Library(click.get_current_context().obj), *arguments, **options)

    return with_library
