"""The one way in: a declared formula and the function that implements it, to a verdict that a page can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from commonplace.errors import CommonplaceError
from commonplace.formulas import static
from commonplace.formulas.algebra import MeaningError
from commonplace.formulas.arithmetic import Function, Value
from commonplace.formulas.compare import Question, drawn_symbols, largest_error, shown_symbols
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.sampling import Inputs, cases, small_cases, wide_cases
from commonplace.formulas.shrinking import smallest
from commonplace.formulas.statements import ParsedFormula, parsed
from commonplace.formulas.wide import can_be_exact, check_wide
from commonplace.model import FormulaDeclaration, Verdict

Snippets: TypeAlias = Callable[[str], Function]
"""Finds the function that ``module.function`` names; raises a CommonplaceError if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much a formula is tried.

    Attributes
    ----------
    inputs : int
        How many inputs are drawn; those at the edges of the types come first.
    wide : int
        How many more at any scale, where the formula can be evaluated with fifty digits.
    seed : int
        Which inputs: the same seed draws the same ones.
    """

    inputs: int = 300
    wide: int = 30
    seed: int = 0


FULL = Effort()

_STAGES = {
    "parse": "The formula cannot be read",
    "static": "The formula and its declaration do not fit together",
    "evaluate": "No value could be computed",
    "compare": "The formula and its snippet differ",
}
_SMALL = 48
"""How many small inputs are tried to find a counter-example that is easy to follow."""
_SHOWN_ENTRIES = 12
_TRIES = 3
"""How many wide inputs are drawn for each that is wanted: on some the formula has no value."""


def check_formula(
    declaration: FormulaDeclaration,
    function: Callable[..., object] | None,
    *,
    snippets: Snippets | None = None,
    effort: Effort = FULL,
) -> Verdict:
    """
    Compare a formula with the function that implements it, on random inputs.

    Parameters
    ----------
    declaration : FormulaDeclaration
        The formula, as its page declares it.
    function : callable or None
        Its snippet; None only where the formula states something by itself (an identity, an inequality).
    snippets : callable, optional
        Finds the functions that symbols of type ``func:module.function`` stand for.
    effort : Effort
        How many inputs, and which.

    Returns
    -------
    Verdict
        Whether they agree. It never raises for what is wrong with a page or a snippet: that is the verdict.
    """
    if declaration.unchecked:
        return Verdict(outcome="unchecked", problem=declaration.unchecked)
    try:
        formula = parsed(declaration)
    except FormulaError as error:
        return _failure(error)
    return check_parsed(formula, function, snippets=snippets, effort=effort)


def check_parsed(
    formula: ParsedFormula,
    function: Callable[..., object] | None,
    *,
    snippets: Snippets | None = None,
    effort: Effort = FULL,
) -> Verdict:
    """Compare a formula that has been read, or that is a mutant of one; see `check_formula`."""
    try:
        static.check(formula)
        question = question_of(formula, function, snippets=snippets)
    except FormulaError as error:
        return _failure(error)
    verdict = _compared(question, effort.inputs, effort.seed)
    return _compared_widely(question, effort, verdict) if verdict.outcome == "agrees" else verdict


def question_of(
    formula: ParsedFormula, function: Callable[..., object] | None, *, snippets: Snippets | None = None
) -> Question:
    """Ask whether a formula that has been read and its function agree; FormulaError if it names one that is missing."""
    return Question(formula=formula, function=function, constants=_constants(formula, snippets))


def _constants(formula: ParsedFormula, snippets: Snippets | None) -> dict[str, Value]:
    """Find the functions that symbols stand for."""
    functions = {name: kind.snippet for name, kind in formula.table.kinds.items() if kind.head in {"func", "seq"}}
    return {name: _guarded(_found(snippet, snippets), snippet) for name, snippet in functions.items()}


def _found(snippet: str, snippets: Snippets | None) -> Function:
    whole = Span(f"func:{snippet}", 0, len(snippet) + 5)
    if snippets is None:
        raise FormulaError("static", f"no snippets were given to find {snippet} in", whole)
    try:
        return snippets(snippet)
    except CommonplaceError as error:
        raise FormulaError("static", error.problem, whole, hint=error.hint) from None


def _guarded(function: Function, name: str) -> Function:
    """Let a snippet inside of a formula compute as it likes, and tell what it raises."""

    def guarded(*arguments: Value) -> Value:
        try:
            with np.errstate(all="ignore"):
                return np.asarray(function(*arguments), dtype=np.float64)[()]
        except Exception as error:  # noqa: BLE001 - whatever the owner's code raises is told to the owner
            raise MeaningError(f"{name} raised {type(error).__name__}: {error}") from None

    return guarded


def _compared(question: Question, count: int, seed: int) -> Verdict:
    table, drawn = question.formula.table, drawn_symbols(question)
    done, worst = 0, 0.0
    try:
        for case in cases(table, drawn, count=count, seed=seed):
            error = _attempt(question, case)
            if isinstance(error, FormulaError):
                small = small_cases(table, drawn, count=_SMALL, seed=seed)
                failing, shown = smallest(lambda inputs: _failed(question, inputs), case, error, small, table)
                return _failure(shown, inputs=done + 1, example=_example(question, failing))
            done, worst = done + 1, max(worst, error)
    except FormulaError as error:  # an input could not be drawn
        return _failure(error, inputs=done)
    return Verdict(outcome="agrees", inputs=done, largest_error=worst)


def _compared_widely(question: Question, effort: Effort, verdict: Verdict) -> Verdict:
    """Go on with wide inputs where the formula can be evaluated exactly."""
    if not can_be_exact(question):
        return verdict
    random = np.random.default_rng(effort.seed)
    done = 0
    case: Inputs = {}
    drawn = drawn_symbols(question)
    try:
        for case in wide_cases(question.formula.table, drawn, count=_TRIES * effort.wide, seed=effort.seed):
            done += check_wide(question, case, random)
            if done == effort.wide:
                break
    except FormulaError as error:
        return _failure(error, inputs=verdict.inputs + done + 1, example=_example(question, case))
    return replace(verdict, wide_inputs=done)


def _attempt(question: Question, inputs: Inputs) -> float | FormulaError:
    try:
        return largest_error(question, inputs)
    except FormulaError as error:
        return error


def _failed(question: Question, inputs: Inputs) -> FormulaError | None:
    outcome = _attempt(question, inputs)
    return outcome if isinstance(outcome, FormulaError) else None


def _failure(error: FormulaError, *, inputs: int = 0, example: str = "") -> Verdict:
    """Tell what is wrong: the stage, the place in the TeX, both values, the input, and what to do."""
    lines = [f"{_STAGES[error.stage]}: {error.problem}."]
    lines += [f"    {line}" for line in error.span.pointed().split("\n")]
    lines += [f"For {example}."] if example else []
    lines += [error.hint] if error.hint else []
    return Verdict(
        outcome="differs" if error.stage == "compare" else "broken",
        inputs=inputs,
        stage=error.stage,
        problem="\n".join(lines),
    )


def _example(question: Question, inputs: Inputs) -> str:
    return ", ".join(_named(name, inputs[name]) for name in shown_symbols(question) if name in inputs)


def _named(name: str, value: Value) -> str:
    if isinstance(value, tuple):
        return "; ".join(f"{name} number {number}: {each}" for number, each in enumerate(value, start=1))
    if callable(value):
        return f"{name}(x) = {value}"
    return f"{name} = {_shown(value)}"


def _shown(value: Value) -> str:
    if isinstance(value, np.ndarray):
        if value.size > _SHOWN_ENTRIES:
            return f"array of shape {'×'.join(map(str, value.shape))} from {_shown(value.ravel()[:3])[:-1]}, …]"
        return f"[{', '.join(_shown(entry) for entry in value)}]"
    return f"{value:.4g}"
