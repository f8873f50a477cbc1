"""What a folder held, format by format: a vault has too many notes to tell of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from gettext import gettext as _

from rich.console import Console
from rich.table import Table

from commonplace.workflows.import_summary import FileReport

_FATES = ("new", "changed", "unchanged", "left out", "rejected")


def show_formats(console: Console, files: Sequence[FileReport]) -> None:
    """Show how many files of each format there were, and what came of what they hold."""
    by_format: dict[str, list[FileReport]] = {}
    for file in files:
        by_format.setdefault(_format(file), []).append(file)
    counted = {name: _counts(found) for name, found in by_format.items()}
    if len(counted) > 1:
        counted[_("in all")] = _counts(files)
    columns = ("files", "annotations", *(fate for fate in _FATES if any(counts[fate] for counts in counted.values())))
    table = Table(box=None)
    table.add_column(_("format"), no_wrap=True)
    for column in columns:
        table.add_column(_(column), justify="right", no_wrap=True)
    for name, counts in counted.items():
        table.add_row(name, *(str(counts[column] or "") for column in columns))
    console.print(table)


def _format(file: FileReport) -> str:
    return file.format or _("unreadable")


def _counts(files: Sequence[FileReport]) -> Counter[str]:
    counts = Counter({"files": len({file.path for file in files})})
    for file in files:
        by_design = sum(unit.by_design for unit in file.rejected)
        counts.update({"new": file.new, "changed": file.changed, "unchanged": file.unchanged})
        counts.update({"left out": by_design, "rejected": len(file.rejected) - by_design})
    counts["annotations"] = counts["new"] + counts["changed"] + counts["unchanged"]
    return counts
