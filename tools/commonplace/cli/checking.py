"""Comparing formulas with code: what it takes, and what it says."""

from __future__ import annotations

import sys
from gettext import gettext as _

import click
from rich.console import Console

from commonplace.cli.options import as_json_option, no_run_option, pass_library
from commonplace.cli.printing import bar, print_json
from commonplace.display import answers
from commonplace.display.site import show_check
from commonplace.store.library import Library
from commonplace.workflows import checking, listing, mutating, single_formula


@click.command()
@click.option("--no-cache", is_flag=True, help="Compare every formula anew.")
@no_run_option
@as_json_option
@click.option("--tex", help="Compare only this formula, which need not be on a page.")
@click.option("--symbols", default="", help="With --tex: its symbols, as in 'x: vector[n]; i: index[n]; n: dim'.")
@click.option("--snippet", default="", help="With --tex: the function, module.function in snippets/.")
@click.option("--args", "arguments", help="With --tex: what it is called with, as in 'x; n'; else all that is drawn.")
@click.option("--where", multiple=True, help="With --tex: a definition that it uses; may be repeated.")
@click.option(
    "--mode",
    default="definition",
    type=click.Choice(["definition", "identity", "inequality", "property"]),
    help="With --tex: what the formula says.",
)
@click.option("--index-base", default=1, type=click.IntRange(0, 1), help="With --tex: what indices count from.")
@pass_library
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
    """Compare every formula with its code, and look at pages, relations and marked regions.

    This runs the functions in snippets/, unless --no-run says no: then the verdicts are those of earlier checks.

    \b
    commonplace check
    commonplace check --tex 'L=-\\sum_k t_k\\log y_k' --snippet cross_entropy.cross_entropy \\
        --symbols 't: simplex[n]; y: simplex[n]; k: index[n]'
    """  # noqa: D301  # A real backspace is what click asks for.
    if tex is not None and no_run:
        raise click.UsageError(_("--tex compares with code that runs; leave out --no-run"))
    if tex is not None:
        asked = single_formula.Asked(tex, symbols, snippet, arguments, where, mode, index_base)
        verdict = single_formula.check_one(library, asked)
        print_json(listing.verdict_data(verdict)) if as_json else answers.show_verdict(Console(), verdict)
        sys.exit(0 if verdict.outcome == "agrees" else 1)
    with bar("Checking") as progress:
        report = checking.check(library, use_cache=not no_cache, run=not no_run, progress=progress)
    if as_json:
        print_json(listing.check_data(report))
    else:
        show_check(Console(), report)
    sys.exit(0 if report.is_sound else 1)


@click.command()
@click.option("--sample", default=0, type=click.IntRange(0), help="Try so many, chosen at random, instead of all.")
@click.option("--seed", default=0, help="With --sample: which ones.")
@click.option("--concept", default="", help="Only those of this concept.")
@click.option("--at-least", default=0.97, type=click.FloatRange(0, 1), show_default=True, help="Share to be noticed.")
@as_json_option
@pass_library
def mutate(library: Library, *, sample: int, seed: int, concept: str, at_least: float, as_json: bool) -> None:
    """Make every formula and snippet wrong in one place, and tell what the check does not notice.

    Why such a mutant is no fault can be said in tests/equivalent_mutants.yml. The command fails if one has no reason
    there, or a reason is for none.

    \b
    commonplace mutate --concept softmax
    commonplace mutate --sample 100 --seed 1
    """  # noqa: D301  # A real backspace is what click asks for.
    with bar("Mutating") as progress:
        report = mutating.mutate(library, sample=sample, seed=seed, concept=concept, progress=progress)
    if as_json:
        print_json(listing.mutation_data(report))
    else:
        answers.show_mutations(Console(), report)
    sys.exit(0 if report.share >= at_least and not report.unexplained and not report.stale else 1)
