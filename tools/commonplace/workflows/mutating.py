"""The test of the test: every formula and every snippet made wrong in one place, and who noticed."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec.structs import replace

from commonplace.errors import ConceptError, LibraryError
from commonplace.formulas.checking import FULL, Effort, Snippets, check_parsed
from commonplace.formulas.mutation import mutants
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.snippet_mutation import snippet_mutants
from commonplace.formulas.snippets import function_named
from commonplace.formulas.statements import ParsedFormula, parsed
from commonplace.model import FormulaDeclaration
from commonplace.store.library import Library
from commonplace.workflows.comparing import Progress, no_progress, verdict_on

REASONS = Path("tests") / "equivalent_mutants.yml"
"""Where a library says why mutants that nothing notices are no faults, below its root."""

_QUICK = Effort(inputs=30, wide=6)
_LONGEST = 60
"""Seconds that one mutant may take: one that never ends is noticed too."""


class Mutation(msgspec.Struct, frozen=True, kw_only=True):
    """One mutant and who noticed.

    Attributes
    ----------
    concept, place
        The formula on its page.
    of : str
        ``formula`` or the name of the snippet.
    change : str
        What was changed.
    noticed : str
        The stage that noticed; empty if nothing did.
    reason : str
        Why it is no fault, if the library says so.
    """

    concept: str
    place: int
    of: str
    change: str
    noticed: str = ""
    reason: str = ""


class MutationReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    mutations: tuple[Mutation, ...]
    stale: tuple[str, ...] = ()
    """Reasons for mutants that are noticed or no longer made, each as concept, snippet and change."""

    @property
    def unexplained(self) -> tuple[Mutation, ...]:
        """Those that were not noticed and that nobody has a reason for."""
        return tuple(mutation for mutation in self.survivors if not mutation.reason)

    @property
    def caught(self) -> int:
        """How many were noticed."""
        return sum(bool(mutation.noticed) for mutation in self.mutations)

    @property
    def survivors(self) -> tuple[Mutation, ...]:
        """Those that were not."""
        return tuple(mutation for mutation in self.mutations if not mutation.noticed)

    @property
    def share(self) -> float:
        """The share that was noticed, of those that are faults."""
        faults = self.caught + len(self.unexplained)
        return self.caught / faults if faults else 1.0


class _Task(msgspec.Struct, frozen=True):
    """A formula whose mutants are tried, those with these numbers only."""

    concept: str
    place: int
    formula: FormulaDeclaration
    kind: Literal["formula", "snippet"]
    numbers: frozenset[int] | None


def mutate(
    library: Library, *, sample: int = 0, seed: int = 0, concept: str = "", progress: Progress = no_progress
) -> MutationReport:
    """Try mutants of every formula and of every snippet of a library.

    Parameters
    ----------
    library
        The library.
    sample
        How many to try, chosen at random; 0 is all.
    seed
        Which ones.
    concept
        Only those of one concept, if it is not empty.
    progress
        Called when those of one formula are done.
    """
    tasks = list(_tasks(library, concept))
    if sample:
        tasks = _sampled(library, tasks, sample, seed)
    found: list[Mutation] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        running = {pool.submit(_tried, library, task): task for task in tasks}
        for done, future in enumerate(as_completed(running), 1):
            found += future.result()
            progress(running[future].concept, done, len(tasks))
    reasons = _reasons(library)
    explained = [each if each.noticed else replace(each, reason=reasons.get(_key(each), "")) for each in found]
    used = {_key(each) for each in explained if each.reason}
    stale = [" · ".join(key) for key in reasons if key not in used and concept in {"", key[0]} and not sample]
    ordered = sorted(explained, key=lambda m: (m.concept, m.place, m.of, m.change))
    return MutationReport(mutations=tuple(ordered), stale=tuple(stale))


def _key(mutation: Mutation) -> tuple[str, str, str]:
    return mutation.concept, mutation.of, mutation.change


def _tasks(library: Library, wanted: str) -> Iterator[_Task]:
    with library.reading():
        concepts = library.concepts()
    if wanted and not any(concept.id == wanted for concept in concepts):
        hint = "Name it by its id; see commonplace list concepts."
        raise LibraryError(f"there is no concept {wanted!r}", hint=hint)
    for concept in concepts:
        for place, formula in enumerate(concept.formulas, 1):
            if not formula.unchecked and wanted in {"", concept.id}:
                yield _Task(concept.id, place, formula, "formula", None)
                if formula.snippet:
                    yield _Task(concept.id, place, formula, "snippet", None)


def _sampled(library: Library, tasks: Sequence[_Task], sample: int, seed: int) -> list[_Task]:
    everything = [(place, number) for place, task in enumerate(tasks) for number in range(len(_changes(library, task)))]
    chosen = random.Random(seed).sample(everything, min(sample, len(everything)))  # noqa: S311 - no secret
    numbers: dict[int, set[int]] = {}
    for place, number in chosen:
        numbers.setdefault(place, set()).add(number)
    return [replace(tasks[place], numbers=frozenset(wanted)) for place, wanted in sorted(numbers.items())]


def _changes(library: Library, task: _Task) -> list[str]:
    try:
        if task.kind == "formula":
            return [mutant.change for mutant in mutants(parsed(task.formula))]
        module, _, function = task.formula.snippet.partition(".")
        return [
            mutant.change for mutant in snippet_mutants(library.text(library.snippets / f"{module}.py") or "", function)
        ]
    except FormulaError:
        return []


def _tried(library: Library, task: _Task) -> list[Mutation]:
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _too_long)
    tried = _formula_mutants if task.kind == "formula" else _snippet_mutants
    return list(tried(library, task))


def _too_long(*_: object) -> None:
    raise TimeoutError("too long")


def _noticed(verdict: Callable[[Effort], str]) -> str:
    """Give the stage that notices: quickly, or else with all inputs."""
    if hasattr(signal, "SIGALRM"):
        signal.alarm(_LONGEST)
    try:
        return verdict(_QUICK) or verdict(FULL)
    except TimeoutError:
        return "time"
    finally:
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)


def _formula_mutants(library: Library, task: _Task) -> Iterator[Mutation]:
    def find(name: str) -> Callable[..., object]:
        return function_named(name, library.snippets)

    function = find(task.formula.snippet) if task.formula.snippet else None
    for number, mutant in enumerate(mutants(parsed(task.formula))):
        if task.numbers is None or number in task.numbers:
            stage = _noticed(partial(_stage_of_formula, mutant.formula, function, find))
            yield Mutation(concept=task.concept, place=task.place, of="formula", change=mutant.change, noticed=stage)


def _stage_of_formula(
    formula: ParsedFormula, function: Callable[..., object] | None, find: Snippets, effort: Effort
) -> str:
    verdict = check_parsed(formula, function, snippets=find, effort=effort)
    return verdict.stage if verdict.outcome != "agrees" else ""


def _snippet_mutants(library: Library, task: _Task) -> Iterator[Mutation]:
    module, _, function = task.formula.snippet.partition(".")
    text = library.text(library.snippets / f"{module}.py") or ""
    with tempfile.TemporaryDirectory() as folder:
        wrong = Library(Path(folder))
        shutil.copytree(library.snippets, wrong.snippets)
        for number, mutant in enumerate(snippet_mutants(text, function)):
            if task.numbers is not None and number not in task.numbers:
                continue
            (wrong.snippets / f"{module}.py").write_text(mutant.text, encoding="utf-8")

            stage = _noticed(partial(_stage_of_snippet, wrong, task.formula))
            change = f"{mutant.change} in {mutant.line}"
            yield Mutation(
                concept=task.concept, place=task.place, of=task.formula.snippet, change=change, noticed=stage
            )


def _stage_of_snippet(library: Library, formula: FormulaDeclaration, effort: Effort) -> str:
    verdict = verdict_on(library, formula, effort)
    return verdict.stage if verdict.outcome != "agrees" else ""


def _reasons(library: Library) -> dict[tuple[str, str, str], str]:
    """Read why mutants are no faults."""
    path = library.root / REASONS
    try:
        told = yaml.safe_load(library.text(path) or "") or []
        return {(str(each["concept"]), str(each["of"]), str(each["change"])): str(each["reason"]) for each in told}
    except (yaml.YAMLError, KeyError, TypeError) as error:
        hint = "Write a list of concept, of, change and reason."
        raise ConceptError(f"the reasons cannot be read: {error}", hint=hint, path=str(path)) from error
