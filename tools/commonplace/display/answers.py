"""What the commands say to people: short, aligned, and safe for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from commonplace.display.libraries import counted_annotations, counted_sources
from commonplace.model import Verdict
from commonplace.site.pyodide import NUMPY, NUMPY_VERSION, VERSION, Runtime
from commonplace.store.transactions import Past
from commonplace.terminal import plain
from commonplace.text import one_line, shortened
from commonplace.translation import translated
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
_SPOKEN = ("description", "kind")
"""Columns with what commonplace itself says of something."""
_WORDS = ("kind", "motivation", "visibility")
"""Properties whose values are one of a few words."""
_MOST = 100
"""Letters of a cell: `show` has the whole."""


def show_verdict(console: Console, verdict: Verdict) -> None:
    """Say what came of comparing one formula."""
    if verdict.outcome == "agrees":
        told = (
            _("on {inputs} random inputs and {wide} wide ones; largest relative error {error:.0e}.")
            if verdict.wide_inputs
            else _("on {inputs} random inputs; largest relative error {error:.0e}.")
        ).format(inputs=verdict.inputs, wide=verdict.wide_inputs, error=verdict.largest_error)
        console.print(f"[green]{_('The formula agrees with its snippet')}[/] {told}")
    else:
        console.print(plain(translated(verdict.problem)), soft_wrap=True)


def show_mutations(console: Console, report: MutationReport) -> None:
    """Say which wrong formulas and snippets nothing noticed."""
    for mutation in report.survivors:
        told = f"{mutation.concept} {mutation.place}, {mutation.of}: {mutation.change}"
        reason = f" ({mutation.reason})" if mutation.reason else ""
        console.print(f"[{'dim' if reason else 'yellow'}]{plain(told)}[/]{plain(reason)}", soft_wrap=True)
    for reason in report.stale:
        told = _("A reason for nothing: {reason}").format(reason=plain(reason))
        console.print(f"[yellow]{told}[/]", soft_wrap=True)
    count, explained = len(report.mutations), len(report.survivors) - len(report.unexplained)
    console.print(
        _(
            "Mutants: {caught} of {count} noticed; {explained} more are no faults, for reasons that are given, "
            "and {unexplained} have none. Noticed of those that are faults: {share:.1%}."
        ).format(
            caught=report.caught,
            count=count,
            explained=explained,
            unexplained=len(report.unexplained),
            share=report.share,
        ),
        soft_wrap=True,
    )
    if report.unexplained or report.stale:
        console.print(_("Try more inputs, or say in tests/equivalent_mutants.yml why such a mutant is no fault."))


def show_exported(console: Console, done: Exported) -> None:
    """Say what was written, how large it is, and what of the library it cannot hold."""
    size = f"{done.size / 1000:.0f} kB" if done.size >= 1000 else f"{done.size} B"  # noqa: PLR2004  # A kilobyte.
    told = _("Wrote {path} ({size}), from {annotations} of {sources}.").format(
        path=plain(str(done.path)),
        size=size,
        annotations=counted_annotations(done.annotations),
        sources=counted_sources(done.sources),
    )
    console.print(told, soft_wrap=True)
    if done.omitted:
        told = _("Left out, as the format cannot hold them: {annotations}.")
        console.print(told.format(annotations=counted_annotations(done.omitted)))
    if done.loses:
        told = _("The format has no place for {what}.").format(what=translated(done.loses))
        console.print(told, style="dim", soft_wrap=True)


def show_pyodide(console: Console, runtime: Runtime) -> None:
    """Say what is there, and what more could be."""
    told = _("Pyodide {version} is ready, {size:.1f} MB: `commonplace build` puts it on the site.")
    console.print(told.format(version=VERSION, size=runtime.size / 1e6))
    if runtime.has_numpy:
        console.print(_("Pages run numpy {version}.").format(version=NUMPY_VERSION))
    else:
        told = _(
            "Pages run a small numpy in pure Python. For the whole one, get its wheel from the release of Pyodide "
            "{version} and name it: commonplace fetch-pyodide {file}"
        )
        console.print(told.format(version=VERSION, file=NUMPY), soft_wrap=True)


def show_new_library(console: Console, folder: Path) -> None:
    """Say what to do with a new library."""
    name = plain(str(folder))
    told = _("A library is in {folder}. Next:").format(folder=name)
    console.print(f"{told}\n  commonplace -C {name} import FILE…\n  commonplace -C {name} serve")


def show_list(console: Console, kind: str, items: Sequence[Data]) -> None:
    """Show a list as a table."""
    columns = _COLUMNS[kind]
    rows = [[plain(_cell(item[column], spoken=column in _SPOKEN)) for column in columns] for item in items]
    typed = columns.index(_TYPED.get(kind, "id"))
    # What is typed stays on one line, but where it would leave no room for what else there is to say.
    has_room = max((cell_len(row[typed]) for row in rows), default=0) <= console.width // 2
    table = Table(box=None)
    for place, column in enumerate(columns):
        counts = all(isinstance(item[column], int) for item in items)
        table.add_column(_(column), no_wrap=counts or (place == typed and has_room), overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table if items else _("There are none yet."))


def _cell(value: object, *, spoken: bool = False) -> str:
    if spoken:
        return translated(str(value))
    if isinstance(value, list):
        texts = [str(item.get("id", "")) if isinstance(item, dict) else str(item) for item in value]
        told = str(len(texts)) if len(texts) > 5 else ", ".join(texts)  # noqa: PLR2004  # A cell's worth.
        return shortened(one_line(told), _MOST)
    return shortened(one_line(str(value)), _MOST)


def show_details(console: Console, item: Data) -> None:
    """Show one thing, a line for each of its properties."""
    for key, value in item.items():
        if value not in ("", [], {}, None, False):
            told = _(str(value)) if key in _WORDS else _told(value)
            console.print(f"[bold]{_(key)}[/]: {plain(told)}", soft_wrap=True)


def _told(value: object) -> str:
    if isinstance(value, list):
        return "".join(f"\n  - {_told(item)}" for item in value)
    if isinstance(value, dict) and "evidence" in value:
        reasons = (f"{_(one['kind'])} {one['term']}".rstrip() for one in value["evidence"])
        return f"{value['id']} ({_(', ').join(reasons)})"
    if isinstance(value, dict) and value.keys() == {"text", "on"}:
        return f"{value['text']} ({value['on']})"
    if isinstance(value, dict):
        return _(", ").join(f"{_(key)} {_told(inner)}" for key, inner in value.items() if inner not in ("", None))
    return _("yes") if value is True else str(value)


def show_joined(console: Console, source: str) -> None:
    """Say what two sources became."""
    told = _("They are one source now: {source}. Later imports keep it so.").format(source=plain(source))
    console.print(told, soft_wrap=True)


def show_parted(console: Console, sources: tuple[str, str]) -> None:
    """Say what one source became."""
    one, other = map(plain, sources)
    told = _("They are two sources now: {one} and {other}. Later imports keep it so.").format(one=one, other=other)
    console.print(told, soft_wrap=True)


def show_log(console: Console, imports: Sequence[Past]) -> None:
    """Show the imports that can be taken back, at the time of the reader's clock."""
    if not imports:
        console.print(_("There is no import that can be taken back."))
        return
    rows = [
        item | {"at": _local(one.manifest.at), "exports": _named(one.brought.exports), "files": len(one.manifest.files)}
        for item, one in zip(past_data(imports), imports, strict=True)
    ]
    show_list(console, "imports", rows)
    console.print(_("`commonplace undo` takes back the first of these."))


def _named(exports: Sequence[str]) -> str:
    """The first of the files that were imported, and how many more there were."""
    first = Path(exports[0]).name if exports else _("nothing")
    if len(exports) < 2:  # noqa: PLR2004  # One is all.
        return first
    return _("{first} and {count} more").format(first=first, count=len(exports) - 1)


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def show_undone(console: Console, undone: Undone) -> None:
    """Say what was taken back, and where the owner's later words stay."""
    brought = undone.past.brought
    console.print(
        _("Took back the import of {at} ({exports}): {new} new, {changed} changed, {gone} set aside.").format(
            at=_local(undone.past.manifest.at),
            exports=plain(_named(brought.exports)),
            new=brought.new,
            changed=brought.changed,
            gone=brought.gone,
        ),
        soft_wrap=True,
    )
    count = len(undone.exact)
    told = ngettext(
        "What it was before it, byte for byte: {count} file.",
        "What they were before it, byte for byte: {count} files.",
        count,
    )
    console.print(told.format(count=count))
    for page in undone.kept:
        told = _("changed since, so what you wrote stays and the rest is made anew.")
        console.print(f"{plain(page)}: {told}", soft_wrap=True)
