"""Words made safe for a terminal, and what a command says before anything is imported for it."""

from __future__ import annotations

import logging
import re
import unicodedata
from gettext import gettext as _

from rich.console import Console
from rich.markup import escape

from commonplace.errors import CommonplaceError
from commonplace.translation import translated

_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` for a terminal: no control characters, no reordering, no markup."""
    shown = "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n" else c for c in text)
    return escape(shown)


def with_escaped_surrogates(text: str) -> str:
    """`text` with JSON escapes for halves of characters, which UTF-8 cannot hold."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def say_warnings(console: Console) -> None:
    """Let what the library has to say meanwhile, such as that it waits, be read."""
    log = logging.getLogger("commonplace")
    log.handlers = [_Said(console)]


class _Said(logging.Handler):
    """Writes what is logged to a terminal."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        told = plain(translated(record.getMessage()))
        self._console.print(f"[yellow]{_('Note')}[/]: {told}", soft_wrap=True)


def show_error(console: Console, error: CommonplaceError) -> None:
    """Say what went wrong and what to do."""
    told = plain(error.told(translated))
    console.print(f"[red]{_('Error')}[/]: {told}", soft_wrap=True)
