"""What an import says to people; of the tool only what an import of which nothing changed needs is imported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from commonplace.display_formats import show_formats
from commonplace.model import Rejected
from commonplace.terminal import counted, plain
from commonplace.text import one_line
from commonplace.workflows.import_summary import FileReport, Holdings, ImportSummary

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
    if report.passed_over:
        console.print(f"Passed over, as no exports: {counted(len(report.passed_over), 'file')}; --json lists them.")
    if report.skipped:
        names = ", ".join(sorted({Path(folder).name for folder in report.skipped}))
        console.print(f"Not looked into: {plain(names)}.", soft_wrap=True)
    if report.missing:
        console.print(f"Named and not there: {counted(len(report.missing), 'picture')}. Pages say so in their place.")
    show_kept_edits(console, report.kept_edits)
    _show_library(console, report.holdings, dry_run=dry_run)


def _show_file(console: Console, file: FileReport) -> None:
    wrong = [unit for unit in file.rejected if not unit.by_design]
    if file.format:
        left_out = len(file.rejected) - len(wrong)
        counts = {
            "new": file.new,
            "changed": file.changed,
            "unchanged": file.unchanged,
            "left out": left_out,
            "rejected": len(wrong),
        }
        told = ", ".join(f"{count} {fate}" for fate, count in counts.items() if count) or "nothing in it"
        where = f" → {plain(file.source)}" if file.source else ""
        console.print(f"  {file.format}{where}: {told}", soft_wrap=True)
    for unit in wrong[:_MOST_REJECTED]:
        console.print(f"  [red]{plain(file.path)}:{unit.line}[/]: {plain(unit.problem)}", soft_wrap=True)
        if unit.raw.strip():
            console.print(f"    {plain(one_line(unit.raw)[:_LONGEST_RAW])}", style="dim", soft_wrap=True)
    if len(wrong) > _MOST_REJECTED:
        console.print(f"  … and {len(wrong) - _MOST_REJECTED} more; --json lists them all.")
    for problem, count in _by_problem([unit for unit in file.rejected if unit.by_design]).items():
        console.print(f"  left out {count}: {plain(problem)}", style="dim", soft_wrap=True)


def _by_problem(units: Sequence[Rejected]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for unit in units:
        counts[unit.problem] = counts.get(unit.problem, 0) + 1
    return counts


def _show_library(console: Console, holdings: Holdings, *, dry_run: bool) -> None:
    would = "would hold" if dry_run else "holds"
    console.print(
        f"The library {would} {counted(holdings.annotations, 'annotation')} in "
        f"{counted(holdings.sources, 'source')}, as {counted(holdings.passages, 'passage')}; "
        f"{holdings.linked} are under concepts, {holdings.annotations - holdings.linked} in the inbox.",
        soft_wrap=True,
    )
    show_held_back(console, holdings)


_MOST_WITHHELD = 5  # Lines about one reason, the most annotations first.
_HOW_TO_PUBLISH = {
    "private": "only you could see them. To publish them: private = true under [publish]",
    "group": "of the group {who}. To publish them: groups = [{quoted}] under [publish]",
    "account": "of {who}. If that is you: accounts = [{quoted}] under [owner]; "
    "if not, and you may: others = true under [publish]",
}


def show_held_back(console: Console, holdings: Holdings) -> None:
    """Say what stays off the pages and how to change it, and whose words were taken for the owner's."""
    if held := sum(count for _, count in holdings.withheld):
        console.print(
            f"{counted(held, 'annotation')} held back from the pages; commonplace.toml decides, "
            "and `commonplace render` follows it:"
        )
    for reason, how in _HOW_TO_PUBLISH.items():
        alike = [(why.who, count) for why, count in holdings.withheld if why.reason == reason]
        alike.sort(key=lambda pair: -pair[1])
        for who, count in alike[:_MOST_WITHHELD]:
            told = how.format(who=who, quoted=json.dumps(who, ensure_ascii=False))
            console.print(f"  {count} {plain(told)}", soft_wrap=True)
        if rest := alike[_MOST_WITHHELD:]:
            console.print(f"  {sum(count for _, count in rest)} of {len(rest)} {reason}s more; --json lists them all.")
    if holdings.presumed:
        accounts = ", ".join(holdings.presumed)
        told = (
            f"Taken for yours: what {accounts} wrote, the only account in your exports. Name your own "
            "in commonplace.toml if it is another: accounts under [owner]."
        )
        console.print(plain(told), soft_wrap=True)


def show_kept_edits(console: Console, pages: Sequence[str]) -> None:
    """Say which pages have a region that someone edited."""
    for page in pages:
        console.print(f"[yellow]docs/{plain(page)}[/]: someone edited inside a marked region; it is left as it is.")


def show_gone(console: Console, count: int, *, sync: bool) -> None:
    """Say how much the exports no longer hold, and what was done about it."""
    if count and sync:
        console.print(f"No longer in the export: {count}, set aside; see `commonplace list gone` and `restore`.")
    elif count:
        console.print(f"No longer in the export: {count}, kept; `import --sync` would set them aside.")
