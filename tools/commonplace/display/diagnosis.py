"""What `commonplace doctor` says to people."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _

from rich.console import Console

from commonplace.diagnosis import Diagnosis
from commonplace.terminal import plain
from commonplace.translation import translated

_COLOURS = {"fine": "green", "note": "yellow", "wrong": "red"}


def show_written(console: Console, written: Sequence[str]) -> None:
    """Say which files were written as this version makes them."""
    for path in written:
        console.print(f"[green]{_('wrote')}[/] {plain(path)}", soft_wrap=True)


def show_diagnoses(console: Console, found: Sequence[Diagnosis]) -> None:
    """Say what was looked at, what is wrong, and what to do about it."""
    signs = {"fine": _("ok   "), "note": _("note "), "wrong": _("wrong")}
    for one in found:
        sign = f"[{_COLOURS[one.state]}]{signs[one.state]}[/]"
        where = f"{plain(one.path)}: " if one.path else ""
        console.print(f"{sign} {plain(_(one.about))}: {where}{plain(translated(one.told))}", soft_wrap=True)
        for line in translated(one.remedy).splitlines():
            console.print(f"        {plain(line)}", soft_wrap=True)
    wrong = sum(one.state == "wrong" for one in found)
    notes = sum(one.state == "note" for one in found)
    said = _("{count} wrong").format(count=wrong) if wrong else _("Nothing is wrong")
    told = _("{said}, {count} to note.") if notes else _("{said}.")
    console.print(told.format(said=said, count=notes))
