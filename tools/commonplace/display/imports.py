"""What an import says to people: file by file, and what the library holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

from rich.console import Console

from commonplace.display.formats import show_formats
from commonplace.display.libraries import show_library
from commonplace.model import Rejected
from commonplace.terminal import plain
from commonplace.text import one_line
from commonplace.translation import translated
from commonplace.workflows.import_summary import FileReport, ImportSummary

_LONGEST_RAW = 160
_MOST_REJECTED = 20
_MOST_FILES = 10
_FEW_FILES = 3


def show_import(console: Console, report: ImportSummary, *, dry_run: bool) -> None:
    """Say what an import brought, file by file, and unit by unit where something was not read.

    Several files are counted by format too; of many, only those are told of in which something was not read.
    """
    count = len({file.path for file in report.files})
    many = count > _MOST_FILES
    path = None
    for file in report.files:
        if many and all(unit.by_design for unit in file.rejected):
            continue
        if file.path != path:
            console.print(plain(file.path), style="bold", soft_wrap=True)
        path = file.path
        _show_file(console, file)
    if count > _FEW_FILES:
        show_formats(console, report.files)
    _show_looked_through(console, report)
    if report.missing:
        count = len(report.missing)
        told = ngettext(
            "Named and not there: {count} picture. Pages say so in its place.",
            "Named and not there: {count} pictures. Pages say so in their place.",
            count,
        )
        console.print(told.format(count=count))
    show_kept_edits(console, report.kept_edits)
    show_library(console, report.holdings, dry_run=dry_run)


def _show_looked_through(console: Console, report: ImportSummary) -> None:
    """Say what of the folders was no export."""
    if report.passed_over:
        count = len(report.passed_over)
        told = ngettext(
            "Passed over, as no export: {count} file; --json lists it.",
            "Passed over, as no exports: {count} files; --json lists them.",
            count,
        )
        console.print(told.format(count=count))
    if report.skipped:
        names = ", ".join(sorted({Path(folder).name for folder in report.skipped}))
        console.print(_("Not looked into: {names}.").format(names=plain(names)), soft_wrap=True)
    if not report.files and not report.passed_over:
        console.print(_("There is no file in the folder to read."))


def _show_file(console: Console, file: FileReport) -> None:
    wrong = [unit for unit in file.rejected if not unit.by_design]
    if file.format:
        left_out = len(file.rejected) - len(wrong)
        counts = {
            _("{count} new"): file.new,
            _("{count} changed"): file.changed,
            _("{count} unchanged"): file.unchanged,
            _("{count} left out"): left_out,
            _("{count} rejected"): len(wrong),
        }
        told = _(", ").join(fate.format(count=count) for fate, count in counts.items() if count) or _("nothing in it")
        where = f" → {plain(file.source)}" if file.source else ""
        console.print(f"  {file.format}{where}: {told}", soft_wrap=True)
    for unit in wrong[:_MOST_REJECTED]:
        console.print(f"  [red]{plain(file.path)}:{unit.line}[/]: {plain(translated(unit.problem))}", soft_wrap=True)
        if unit.raw.strip():
            console.print(f"    {plain(one_line(unit.raw)[:_LONGEST_RAW])}", style="dim", soft_wrap=True)
    if len(wrong) > _MOST_REJECTED:
        console.print("  " + _("… and {count} more; --json lists them all.").format(count=len(wrong) - _MOST_REJECTED))
    for problem, count in _by_problem([unit for unit in file.rejected if unit.by_design]).items():
        told = _("left out {count}: {why}").format(count=count, why=plain(translated(problem)))
        console.print(f"  {told}", style="dim", soft_wrap=True)


def _by_problem(units: Sequence[Rejected]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for unit in units:
        counts[unit.problem] = counts.get(unit.problem, 0) + 1
    return counts


def show_kept_edits(console: Console, pages: Sequence[str]) -> None:
    """Say which pages have a region that someone edited."""
    for page in pages:
        told = _("someone edited inside a marked region; it is left as it is.")
        console.print(f"[yellow]docs/{plain(page)}[/]: {told}")


def show_gone(console: Console, count: int, *, sync: bool) -> None:
    """Say how much the exports no longer hold, and what was done about it."""
    if count and sync:
        told = _("No longer in the export: {count}, set aside; see `commonplace list gone` and `restore`.")
        console.print(told.format(count=count))
    elif count:
        told = _("No longer in the export: {count}, kept; `import --sync` would set them aside.")
        console.print(told.format(count=count))
