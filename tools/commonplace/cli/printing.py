"""JSON for scripts, and on a terminal what is being done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _

from rich.console import Console

from commonplace.terminal import plain, with_escaped_surrogates


def print_json(value: object) -> None:
    """Print `value`; halves of characters, which UTF-8 cannot hold, stay escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(with_escaped_surrogates(text).encode("utf-8") + b"\n")


@contextmanager
def bar(doing: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how much is done; elsewhere nothing."""
    from rich.progress import Progress  # noqa: PLC0415  # Most commands show none.

    console = Console(stderr=True)
    with Progress(
        *Progress.get_default_columns(), console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task(_(doing), total=None)

        def progress(what: str, done: int, total: int) -> None:
            shown.update(task, completed=done, total=total, description=f"{_(doing)} {plain(what)}")

        yield progress


@contextmanager
def status(doing: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being worked on; elsewhere nothing."""
    with Console(stderr=True).status(f"{_(doing)} …") as shown:
        yield lambda what: shown.update(f"{_(doing)} {plain(what)}")
