"""Formulas compared with their snippets, on all cores."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeAlias

from commonplace.errors import CommonplaceError
from commonplace.formulas.checking import FULL, Effort, check_formula
from commonplace.formulas.snippets import function_named
from commonplace.mathematics import TexError, to_mathml
from commonplace.model import FormulaDeclaration, Verdict
from commonplace.store.library import Library
from commonplace.store.verdicts import rounded

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is done, how many are, and of how many."""

Key: TypeAlias = tuple[str, int]
"""A concept, and the place of a formula on its page."""

_FEW = 3
"""So many formulas are done before other processes have started."""


def no_progress(_: str, __: int, ___: int) -> None:
    """Tell nobody."""


def verdicts_on(
    library: Library, formulas: Mapping[Key, FormulaDeclaration], progress: Progress = no_progress
) -> dict[Key, Verdict]:
    """Compare formulas with their snippets, in as many processes as there are cores."""
    cores = min(os.cpu_count() or 1, len(formulas))
    found = _one_by_one if cores < 2 or len(formulas) <= _FEW else _at_once  # noqa: PLR2004 - more than one
    verdicts: dict[Key, Verdict] = {}
    for key, verdict in found(library, formulas, cores):
        verdicts[key] = verdict
        progress(f"{key[0]} {key[1]}", len(verdicts), len(formulas))
    return verdicts


def _one_by_one(library: Library, formulas: Mapping[Key, FormulaDeclaration], _: int) -> Iterator[tuple[Key, Verdict]]:
    for key, formula in formulas.items():
        yield key, verdict_on(library, formula)


def _at_once(library: Library, formulas: Mapping[Key, FormulaDeclaration], cores: int) -> Iterator[tuple[Key, Verdict]]:
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        tasks = {pool.submit(verdict_on, library, formula): key for key, formula in formulas.items()}
        for task in as_completed(tasks):
            try:
                yield tasks[task], task.result()
            except BrokenProcessPool:
                problem = "the process that ran a snippet ended: does one exit, or need too much memory?"
                yield tasks[task], Verdict(outcome="broken", stage="evaluate", problem=problem)


def verdict_on(library: Library, formula: FormulaDeclaration, effort: Effort = FULL) -> Verdict:
    """Compare one formula with its snippet; whatever is wrong with either is the verdict."""

    def function(name: str) -> Callable[..., object]:
        return function_named(name, library.snippets)

    if not formula.snippet and not formula.unchecked and formula.check == "definition":
        problem = "no snippet is named, and no reason why not: add `snippet:` or `unchecked:`"
        return Verdict(outcome="broken", stage="static", problem=problem)
    try:
        for tex in (formula.tex, *formula.where):
            to_mathml(tex, display=True)
        implementation = function(formula.snippet) if formula.snippet and not formula.unchecked else None
        return rounded(check_formula(formula, implementation, snippets=function, effort=effort))
    except TexError as error:
        return Verdict(outcome="broken", stage="parse", problem=f"the TeX cannot be set: {error.problem}")
    except CommonplaceError as error:
        return Verdict(outcome="broken", stage="static", problem=str(error))
