"""The commands: what they take, and what they say. Each is imported when it is run."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

import click
from rich.console import Console

from commonplace.cli.commands import COMMANDS
from commonplace.cli.lazy_group import LazyGroup
from commonplace.errors import CommonplaceError
from commonplace.terminal import say_warnings, show_error
from commonplace.translation import speak

_HERE = Path()


def _spoken(_context: click.Context, _parameter: click.Parameter, folder: Path) -> Path:
    """Speak the language of the library that is named."""
    if folder != _HERE:
        speak(folder)
    return folder


_SELDOM = (200_000, 20, 20)
"""When to look for cycles: values have none, and are many. An import into 100,000 takes a quarter less so."""


@click.group(cls=LazyGroup, entries=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="commonplace")
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=_HERE,
    is_eager=True,  # Help, too, is in the language of the library.
    callback=_spoken,
    help="The library's folder, instead of this one.",
)
@click.pass_context
def cli(context: click.Context, folder: Path) -> None:
    """Gather the passages that you marked in any reading app under concepts whose formulas are checked.

    \b
    commonplace import ~/Downloads/notes.json   read an export into the library
    commonplace check                           compare every formula with its code
    commonplace serve                           look at it all in the browser
    """  # noqa: D301  # A real backspace is what click asks for.
    say_warnings(Console(stderr=True))
    context.obj = folder


def main() -> None:
    """Run the command line; errors that the user can act on are said in words, without a traceback."""
    _let_consoles_lack_characters()
    speak(_HERE)
    gc.set_threshold(*_SELDOM)
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except CommonplaceError as error:
        _fail(error)
    except BrokenPipeError:
        os._exit(1)  # Whoever read it has seen enough, as `head` has.
    except OSError as error:
        hint = "What the library holds is whole; commonplace log shows the imports that it has."
        _fail(CommonplaceError(f"cannot go on: {error.strerror or error}", hint=hint, path=str(error.filename or "")))


def _let_consoles_lack_characters() -> None:
    """Write what a console of cp936 or cp1252 has no character for as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _fail(error: CommonplaceError) -> None:
    with suppress(OSError):  # The terminal may be what fails.
        show_error(Console(stderr=True), error)
    sys.exit(1)
