"""What the commands say to people: short, aligned, and safe for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from commonplace.model import Verdict
from commonplace.pyodide import NUMPY, NUMPY_VERSION, VERSION, Runtime
from commonplace.terminal import counted, plain
from commonplace.text import one_line
from commonplace.transactions import Past
from commonplace.workflows.checking import CheckReport
from commonplace.workflows.exporting import Exported
from commonplace.workflows.listing import Data, past_data
from commonplace.workflows.mutating import MutationReport
from commonplace.workflows.undoing import Undone

_COLUMNS: dict[str, tuple[str, ...]] = {
    "annotations": ("id", "source", "quote", "comments", "concepts"),
    "concepts": ("id", "title", "tags", "annotations"),
    "formats": ("format", "description"),
    "gone": ("id", "source", "quote", "comments"),
    "imports": ("id", "at", "exports", "new", "changed", "gone", "files"),
    "new": ("id", "source", "quote", "comments", "concepts"),
    "questions": ("id", "source", "quote", "comments"),
    "sources": ("id", "authors", "importers", "annotations", "passages"),
    "tags": ("tag", "kind", "concepts", "annotations"),
}
_TYPED = {"formats": "format", "tags": "tag"}
"""The column that users type or copy from: it is never broken."""


def show_check(console: Console, report: CheckReport) -> None:
    """Say what a check found."""
    for finding in report.findings:
        color = "red" if finding.severity == "error" else "yellow"
        console.print(f"[{color}]{plain(finding.path)}[/]: {plain(finding.problem)}", soft_wrap=True)
    outcomes: dict[str, int] = {}
    for item in report.formulas:
        outcomes[item.verdict.outcome] = outcomes.get(item.verdict.outcome, 0) + 1
    again = sum(item.again for item in report.formulas if item.verdict.outcome != "unchecked")
    unchanged = len(report.formulas) - outcomes.get("unchecked", 0) - again
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()) or "none"
    console.print(f"Formulas: {told} ({again} compared now, {unchanged} unchanged since).")


def show_verdict(console: Console, verdict: Verdict) -> None:
    """Say what came of comparing one formula."""
    if verdict.outcome == "agrees":
        wide = f" and {verdict.wide_inputs} wide ones" if verdict.wide_inputs else ""
        told = f"on {verdict.inputs} random inputs{wide}; largest relative error {verdict.largest_error:.0e}"
        console.print(f"[green]The formula agrees with its snippet[/] {told}.")
    else:
        console.print(plain(verdict.problem), soft_wrap=True)


def show_mutations(console: Console, report: MutationReport) -> None:
    """Say which wrong formulas and snippets nothing noticed."""
    for mutation in report.survivors:
        told = f"{mutation.concept} {mutation.place}, {mutation.of}: {mutation.change}"
        reason = f" ({mutation.reason})" if mutation.reason else ""
        console.print(f"[{'dim' if reason else 'yellow'}]{plain(told)}[/]{plain(reason)}", soft_wrap=True)
    for reason in report.stale:
        console.print(f"[yellow]A reason for nothing: {plain(reason)}[/]", soft_wrap=True)
    count, explained = len(report.mutations), len(report.survivors) - len(report.unexplained)
    console.print(
        f"Mutants: {report.caught} of {count} noticed; {explained} more are no faults, for reasons that are given, "
        f"and {len(report.unexplained)} have none. Noticed of those that are faults: {report.share:.1%}.",
        soft_wrap=True,
    )
    if report.unexplained or report.stale:
        console.print("Try more inputs, or say in tests/equivalent_mutants.yml why such a mutant is no fault.")


def show_site(console: Console, destination: Path) -> None:
    """Say where the site is, and what it lacks."""
    if not (destination / "assets" / "run").is_dir():
        console.print("Its pages cannot run code: for that, `commonplace fetch-pyodide` once, and build again.")
    console.print(f"The site is in {plain(str(destination))}; look at it with `commonplace serve`.", soft_wrap=True)


def show_exported(console: Console, done: Exported) -> None:
    """Say what was written, how large it is, and what of the library it cannot hold."""
    told = f"{done.size / 1000:.0f} kB" if done.size >= 1000 else f"{done.size} bytes"  # noqa: PLR2004  # A kilobyte.
    of = f"{counted(done.annotations, 'annotation')} of {counted(done.sources, 'source')}"
    console.print(f"Wrote {plain(str(done.path))} ({told}), from {of}.", soft_wrap=True)
    if done.omitted:
        console.print(f"Left out, as the format cannot hold them: {counted(done.omitted, 'annotation')}.")
    if done.loses:
        console.print(f"The format has no place for {done.loses}.", style="dim", soft_wrap=True)


def show_pyodide(console: Console, runtime: Runtime) -> None:
    """Say what is there, and what more could be."""
    console.print(f"Pyodide {VERSION} is ready, {runtime.size / 1e6:.1f} MB: `commonplace build` puts it on the site.")
    if runtime.has_numpy:
        console.print(f"Pages run numpy {NUMPY_VERSION}.")
    else:
        console.print(
            "Pages run a small numpy in pure Python. For the whole one, get its wheel from the release of Pyodide "
            f"{VERSION} and name it: commonplace fetch-pyodide {NUMPY}",
            soft_wrap=True,
        )


def show_new_library(console: Console, folder: Path) -> None:
    """Say what to do with a new library."""
    name = plain(str(folder))
    console.print(f"A library is in {name}. Next:\n  commonplace -C {name} import FILE…\n  commonplace -C {name} serve")


def show_list(console: Console, kind: str, items: Sequence[Data]) -> None:
    """Show a list as a table."""
    columns = _COLUMNS[kind]
    table = Table(box=None)
    for column in columns:
        table.add_column(column, no_wrap=column == _TYPED.get(kind, "id"), overflow="fold")
    for item in items:
        table.add_row(*(plain(_cell(item[column])) for column in columns))
    console.print(table if items else f"No {kind} yet.")


def _cell(value: object) -> str:
    if isinstance(value, list):
        texts = [str(item.get("id", "")) if isinstance(item, dict) else str(item) for item in value]
        return str(len(texts)) if len(texts) > 5 else one_line(", ".join(texts))  # noqa: PLR2004  # A cell's worth.
    return one_line(str(value))


def show_details(console: Console, item: Data) -> None:
    """Show one thing, a line for each of its properties."""
    for key, value in item.items():
        if value not in ("", [], {}, None, False):
            console.print(f"[bold]{key}[/]: {plain(_told(value))}", soft_wrap=True)


def _told(value: object) -> str:
    if isinstance(value, list):
        return "".join(f"\n  - {_told(item)}" for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_told(inner)}" for key, inner in value.items())
    return str(value)


def show_joined(console: Console, source: str) -> None:
    """Say what two sources became."""
    console.print(f"They are one source now: {plain(source)}. Later imports keep it so.", soft_wrap=True)


def show_parted(console: Console, sources: tuple[str, str]) -> None:
    """Say what one source became."""
    told = " and ".join(plain(source) for source in sources)
    console.print(f"They are two sources now: {told}. Later imports keep it so.", soft_wrap=True)


def show_log(console: Console, imports: Sequence[Past]) -> None:
    """Show the imports that can be taken back, at the time of the reader's clock."""
    if not imports:
        console.print("There is no import that can be taken back.")
        return
    rows = [
        item | {"at": _local(one.manifest.at), "exports": _named(one.brought.exports), "files": len(one.manifest.files)}
        for item, one in zip(past_data(imports), imports, strict=True)
    ]
    show_list(console, "imports", rows)
    console.print("`commonplace undo` takes back the first of these.")


def _named(exports: Sequence[str]) -> str:
    """The first of the files that were imported, and how many more there were."""
    first = Path(exports[0]).name if exports else "nothing"
    return first if len(exports) < 2 else f"{first} and {len(exports) - 1} more"  # noqa: PLR2004  # One is all.


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def show_undone(console: Console, undone: Undone) -> None:
    """Say what was taken back, and where the owner's later words stay."""
    brought = undone.past.brought
    console.print(
        f"Took back the import of {_local(undone.past.manifest.at)} ({plain(_named(brought.exports))}): "
        f"{brought.new} new, {brought.changed} changed, {brought.gone} set aside.",
        soft_wrap=True,
    )
    console.print(f"What they were before it, byte for byte: {counted(len(undone.exact), 'file')}.")
    for page in undone.kept:
        console.print(
            f"{plain(page)}: changed since, so what you wrote stays and the rest is made anew.", soft_wrap=True
        )
