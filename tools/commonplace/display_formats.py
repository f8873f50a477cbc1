"""What a folder held, format by format: a vault has too many notes to tell of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from commonplace.workflows.importing import FileReport

_FATES = ("new", "changed", "unchanged", "left out", "rejected")


def show_formats(console: Console, files: Sequence[FileReport]) -> None:
    """Show how many files of each format there were, and what came of what they hold."""
    table = Table(box=None)
    table.add_column("format", no_wrap=True)
    for column in ("files", "annotations", *_FATES):
        table.add_column(column, justify="right")
    formats = dict.fromkeys(file.format or "none" for file in files)
    for name in formats:
        of_format = [file for file in files if (file.format or "none") == name]
        table.add_row(name, *_cells(of_format))
    if len(formats) > 1:
        table.add_section()
        table.add_row("in all", *_cells(files), style="bold")
    console.print(table)


def _cells(files: Sequence[FileReport]) -> Iterable[str]:
    counts = Counter({"annotations": sum(file.new + file.changed + file.unchanged for file in files)})
    for file in files:
        by_design = sum(unit.by_design for unit in file.rejected)
        counts.update({"new": file.new, "changed": file.changed, "unchanged": file.unchanged})
        counts.update({"left out": by_design, "rejected": len(file.rejected) - by_design})
    yield str(len({file.path for file in files}))
    yield from (str(counts[fate] or "") for fate in ("annotations", *_FATES))
