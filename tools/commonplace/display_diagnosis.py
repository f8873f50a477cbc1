"""What `commonplace doctor` says to people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from commonplace.diagnosis import Diagnosis
from commonplace.terminal import plain

_SIGNS = {"fine": "[green]ok   [/]", "note": "[yellow]note [/]", "wrong": "[red]wrong[/]"}


def show_written(console: Console, written: Sequence[str]) -> None:
    """Say which files were written as this version makes them."""
    for path in written:
        console.print(f"[green]wrote[/] {plain(path)}", soft_wrap=True)


def show_diagnoses(console: Console, found: Sequence[Diagnosis]) -> None:
    """Say what was looked at, what is wrong, and what to do about it."""
    for one in found:
        where = f"{plain(one.path)}: " if one.path else ""
        console.print(f"{_SIGNS[one.state]} {plain(one.about)}: {where}{plain(one.told)}", soft_wrap=True)
        for line in one.remedy.splitlines():
            console.print(f"        {plain(line)}", soft_wrap=True)
    wrong = sum(one.state == "wrong" for one in found)
    notes = sum(one.state == "note" for one in found)
    said = f"{wrong} wrong" if wrong else "Nothing is wrong"
    console.print(f"{said}, {notes} to note." if notes else f"{said}.")
