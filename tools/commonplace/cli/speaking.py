"""Commands that say their help in the reader's language, in lines that are as wide as the terminal shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from gettext import gettext as _

import click
from rich.cells import cell_len

from commonplace.translation import help_text

_OPENING, _CLOSING = "（《“‘", "，。；：！？、）》”’"
_PIECE = (
    rf"\s+|[{_OPENING}]*(?:[\u2e80-\u9fff]|[^\s\u2e80-\u9fff{_OPENING}{_CLOSING}]+)[{_CLOSING}]*"
    rf"|[{_OPENING}{_CLOSING}]+"
)
"""What a line is not broken within: a Chinese character, or a word, with the marks that belong to it.

Compiled where it is used: to compile so many characters takes longer than most commands take to start.
"""


class SpeakingFormatter(click.HelpFormatter):
    """Breaks Chinese between characters, which are two columns wide; the rest is click's."""

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        if not _is_wide(text) or text.startswith("\b"):
            super().write_text(text)
            return
        indent = " " * self.current_indent
        paragraphs = text.split("\n\n")
        self.write("\n\n".join(self._paragraph(paragraph, indent) for paragraph in paragraphs) + "\n")

    def _paragraph(self, text: str, indent: str) -> str:
        if text.startswith("\b\n"):
            return "\n".join(indent + line for line in text[2:].splitlines())
        return "\n".join(indent + line for line in lines_of(text, self.width - len(indent)))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands."""
        rows = list(rows)
        if not any(_is_wide(second) for _first, second in rows):
            super().write_dl(rows, col_max, col_spacing)
            return
        column = min(max(len(first) for first, _second in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in rows:
            lines = list(lines_of(second, max(self.width - column - 2, 10))) or [""]
            beside = lines.pop(0) if len(first) <= column - col_spacing else ""
            self.write(f"{indent}{first:{column}}{beside}".rstrip() + "\n")
            self.write("".join(f"{indent}{'':{column}}{line}\n" for line in lines))


def _is_wide(text: str) -> bool:
    """Whether any character takes two columns."""
    return cell_len(text) > len(text)


def lines_of(text: str, width: int) -> Iterator[str]:
    """Break `text` into lines of so many columns."""
    line = ""
    for piece in re.findall(_PIECE, text.replace("\n", " ")):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line or piece.strip() else ""
    if line.strip():
        yield line.rstrip()


class SpeakingContext(click.Context):
    """Gives help by `SpeakingFormatter`."""

    formatter_class = SpeakingFormatter


def speaking(command: click.Command) -> click.Command:
    """Let `command`, and those below it, say their help in the reader's language."""
    command.context_class = SpeakingContext
    command.help = help_text(command.help) if command.help else command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _(parameter.help)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            speaking(below)
    return command
