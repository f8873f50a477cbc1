"""What checking and building a site say to people."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from pathlib import Path

from rich.console import Console

from commonplace.terminal import plain
from commonplace.translation import translated
from commonplace.workflows.check_report import CheckReport, Finding


def show_check(console: Console, report: CheckReport) -> None:
    """Say what a check found."""
    show_findings(console, report.findings)
    outcomes: dict[str, int] = {}
    for item in report.formulas:
        outcomes[item.verdict.outcome] = outcomes.get(item.verdict.outcome, 0) + 1
    again = sum(item.again for item in report.formulas if item.verdict.outcome != "unchecked")
    unchanged = len(report.formulas) - outcomes.get("unchecked", 0) - again
    told = _(", ").join(f"{count} {_(outcome)}" for outcome, count in outcomes.items()) or _("none")
    console.print(
        _("Formulas: {outcomes} ({again} compared now, {unchanged} unchanged since).").format(
            outcomes=told, again=again, unchanged=unchanged
        )
    )


def show_findings(console: Console, findings: Iterable[Finding]) -> None:
    """Say what is wrong."""
    for finding in findings:
        color = "red" if finding.severity == "error" else "yellow"
        console.print(f"[{color}]{plain(finding.path)}[/]: {plain(translated(finding.problem))}", soft_wrap=True)


def show_site(console: Console, destination: Path) -> None:
    """Say where the site is, and what it lacks."""
    if not (destination / "assets" / "run").is_dir():
        console.print(_("Its pages cannot run code: for that, `commonplace fetch-pyodide` once, and build again."))
    told = _("The site is in {folder}; look at it with `commonplace serve`.").format(folder=plain(str(destination)))
    console.print(told, soft_wrap=True)
