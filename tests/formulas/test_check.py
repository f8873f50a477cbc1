"""Verdicts: the concept pages agree with their snippets, and every way of being wrong is told as what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from declaring import declared

from commonplace.concepts.declarations import read_concept
from commonplace.formulas.checking import Effort, check_formula
from commonplace.formulas.snippets import function_named
from commonplace.model import FormulaDeclaration

ROOT = Path(__file__).parents[2]
find = partial(function_named, folder=ROOT / "snippets")
FIRST = (
    "backpropagation", "chain-rule", "cross-entropy", "derivative", "dot-product", "gradient", "gradient-descent",
    "mean-squared-error", "partial-derivative", "sigmoid", "softmax",
)  # fmt: skip


def on_pages() -> list[FormulaDeclaration]:
    pages = sorted((ROOT / "docs" / "concepts").glob("*.md"))
    concepts = [read_concept(page.stem, page.read_text(encoding="utf-8"), path=page.name) for page in pages]
    return [formula for concept in concepts for formula in concept.formulas if not formula.unchecked]


def test_the_first_concepts_have_formulas() -> None:
    snippets = {formula.snippet.split(".")[0].replace("_", "-") for formula in on_pages()}
    assert snippets.issuperset(FIRST)


def first_on_pages() -> list[FormulaDeclaration]:
    return [formula for formula in on_pages() if formula.snippet.split(".")[0].replace("_", "-") in FIRST]


@pytest.mark.parametrize("formula", first_on_pages(), ids=lambda formula: formula.snippet)
def test_the_formula_on_the_page_is_what_its_snippet_computes(formula: FormulaDeclaration) -> None:
    # Those of all pages are compared by the plugin for pytest, a case each; here, how many inputs and how closely.
    verdict = check_formula(formula, find(formula.snippet), snippets=find)
    assert (verdict.outcome, verdict.problem) == ("agrees", "")
    assert verdict.inputs == 300
    assert verdict.largest_error < 1e-6


def test_one_seed_gives_one_verdict() -> None:
    gradient = next(formula for formula in on_pages() if formula.snippet == "gradient.gradient")
    function = find(gradient.snippet)
    one, again, other = (check_formula(gradient, function, effort=Effort(inputs=20, seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one.largest_error != other.largest_error


VECTORS = {"x": "vector[n]", "y": "vector[n]", "i": "index[n]", "n": "dim"}


def verdict_of(
    tex: str,
    function: Callable[..., object] | None,
    symbols: dict[str, str] | None = None,
    args: tuple[str, ...] = ("x", "y"),
    **more: Any,
) -> Any:
    return check_formula(
        declared(tex, VECTORS if symbols is None else symbols, args, **more), function, effort=Effort(inputs=30)
    )


# What a snippet may get wrong, with the formula right.


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x, y: -(x @ y),
        lambda x, y: 2 * (x @ y),
        lambda x, y: x[1:] @ y[1:],
        lambda x, y: x @ x,
        lambda x, y: x * y,
        lambda x, y: np.array([x @ y]),
        lambda x, y: x @ y + 1e-6,
        lambda x, y: x @ y if len(x) < 4 else 0.0,
        lambda x, y: np.nan,
        lambda x, y: np.inf,
    ],
)
def test_a_wrong_snippet_differs(wrong: Callable[..., object]) -> None:
    verdict = verdict_of(r"s=\sum_{i=1}^n x_i y_i", wrong)
    assert (verdict.outcome, verdict.stage) == ("differs", "compare")


def test_a_transposed_result_differs() -> None:
    types = {"a": "vector[m]", "b": "vector[n]", "i": "index[m]", "j": "index[n]"}
    tex = "C_{ij}=a_i b_j"
    assert verdict_of(tex, np.outer, types, ("a", "b")).outcome == "agrees"
    verdict = verdict_of(tex, lambda a, b: np.outer(b, a), types, ("a", "b"))
    assert "shape 1×2" in verdict.problem
    assert "2×1" in verdict.problem


def test_a_wrong_axis_differs() -> None:
    types = {"A": "matrix[m,n]", "i": "index[m]", "j": "index[n]"}
    tex = r"s_i=\sum_j A_{ij}"
    assert verdict_of(tex, lambda a: a.sum(axis=1), types, ("A",)).outcome == "agrees"
    assert verdict_of(tex, lambda a: a.sum(axis=0), types, ("A",)).outcome == "differs"


# What the verdict tells.


def test_a_counter_example_is_small_and_complete() -> None:
    verdict = verdict_of(r"s=\sum_{i=1}^n x_i y_i", lambda x, y: x @ y + (len(x) > 1))
    assert verdict.problem.split("\n") == [
        "The formula and its snippet differ: the formula gives 0, the snippet 1.",
        r"    s=\sum_{i=1}^n x_i y_i",
        "      ^",
        "For x = [0, 0], y = [0, 0], n = 2.",
    ]


def test_a_counter_example_keeps_what_it_takes_to_differ() -> None:
    verdict = verdict_of(r"s=\sum_{i=1}^n x_i y_i", lambda x, y: (x**2) @ y)
    assert "For x = [2], y = [1], n = 1." in verdict.problem


def test_a_counter_example_is_of_the_declared_types() -> None:
    types = {"x": "vector[n] in (0,1)", "k": "int[2,5]", "n": "dim", "i": "index[n]"}
    verdict = verdict_of(r"s=k\sum_{i=1}^n x_i", lambda x, k: 1 + k * x.sum(), types, ("x", "k"))
    assert "For x = [0.5], k = 2, n = 1." in verdict.problem


def test_numbers_are_shown_until_they_differ() -> None:
    verdict = verdict_of("s=1", lambda: 1 + 1e-7, {}, ())
    assert "the formula gives 1, the snippet 1.0000001" in verdict.problem


def test_a_random_function_is_told_as_a_formula() -> None:
    verdict = verdict_of("s=f'(a)", lambda f, a: f(a), {"f": "smooth", "a": "real"}, ("f", "a"))
    assert "f(x) = " in verdict.problem
    assert "a = " in verdict.problem


def test_the_entry_that_differs_is_named_as_the_formula_counts() -> None:
    def wrong_at_the_end(x: Any) -> Any:
        result = 2 * x
        result[-1] += 1
        return result

    types = {"x": "vector[3]", "i": "index[3]"}
    assert "at entry 3." in verdict_of("s_i=2x_i", wrong_at_the_end, types, ("x",)).problem
    assert "at entry 2." in verdict_of("s_i=2x_i", wrong_at_the_end, types, ("x",), index_base=0).problem


def test_what_is_declared_unchecked_is_not_checked() -> None:
    verdict = verdict_of(r"\oint", None, unchecked="a line integral is not read")
    assert (verdict.outcome, verdict.problem) == ("unchecked", "a line integral is not read")


# Errors, each with its stage, the characters that the caret stands under, and a word of the message.

R = {"a": "real", "b": "real"}
ERRORS: list[tuple[str, str, dict[str, str], str, str]] = [
    ("parse", "s=a+", R, "", "stops too early"),
    ("parse", r"s=\frac{a}", R, "}", "argument is missing"),
    ("parse", "s={a", R, "{a", "never closed"),
    ("parse", "s=a}", R, "}", "closes nothing"),
    ("parse", "s=(a", R, "", ") is expected"),
    ("parse", "s=a)", R, ")", "does not fit"),
    ("parse", "s=|a", R, "", "| is expected"),
    ("parse", r"s=\oint a", R, r"\oint", "is not read"),
    ("parse", r"s=\int_0^1 a", R, r"\int", "differential"),
    ("parse", "s=2 3", R, "3", "number right after"),
    ("parse", "s=a2", R, "2", "number right after"),
    ("parse", "s=a*b", R, "*", "no product"),
    ("parse", "s=1/2a", R, "a", "slash"),
    ("parse", "s=a_1_2", R, "_2", "second _"),
    ("parse", "s=a^2^3", R, "^3", "second ^"),
    ("parse", "s=a^{(1)}", R, "(1)", "no exponent"),
    ("parse", "s=a'", R, "'", "no function"),
    ("parse", r"s=\ln a(b)", R, "(b)", "takes this factor too"),
    ("parse", r"s=\ln(a)^2", R, "^2", "what the power belongs to"),
    ("parse", r"s=\sin^{-1} a", R, "-1", "two meanings"),
    ("parse", r"s=\sum a", R, "a", "runs over"),
    ("evaluate", r"s=\sum_{b\in a} b", {"a": "real", "b": "real"}, r"\sum", "runs over"),
    ("parse", r"s=\frac{\partial^2 a}{\partial b}", R, r"\frac", "order 2 above"),
    ("parse", r"s=\begin{cases}a\end{cases}", R, r"\end", ""),
    ("parse", r"s=x_1+\cdots-x_n", VECTORS, "x_1", "dots"),
    ("parse", r"s=x_1+y_2+\cdots+x_n", VECTORS, "y_2", "dots"),
    ("parse", "", R, "", "no formula"),
    ("static", "s=a+bc", R, "c", "nothing declares c"),
    ("static", r"s=a+\mathrm{rank}(b)", R, r"\mathrm{rank}", "nothing declares"),
    ("static", "s=a", R, "b", "never used"),
    ("static", "a+b", R, "a+b", "states nothing"),
    ("static", r"s\sim a+b", R, "s", "says nothing"),
    ("static", "s_j=x_i+y_i", VECTORS | {"j": "index[n]"}, "i+y_i", "free here"),
    ("static", r"s_i=\sum_{i=1}^n x_i y_i", VECTORS, "i", "bound here, and free"),
    ("static", r"s=\sum_i x_i\sum_i y_i", VECTORS, r"\sum_i y_i", "bound twice"),
    ("static", r"a=a+b", {"b": "real"}, "a", "defined by itself"),
    ("static", "s=ab", {"a": "real", "b": "rael"}, "rael", "no type that is known"),
    ("static", "s=ab", {"a": "real", "b": "vector"}, "vector", "takes 1"),
    ("static", "s=ab", {"a": "real", "b": "real[2,1]"}, "real[2,1]", "no number satisfies"),
    ("static", "s=ab", {"a": "real", "b": "real funny"}, "funny", "constraint is not known"),
    ("static", "s=ab", {"a": "real", "b": "vector[a]"}, "vector[a]", "used as a length"),
    ("static", "s=ab", {"a": "real", "b": "real for a"}, "real for a", "no index"),
    ("static", "s=ab", {"a": "real", "b": "matrix[m,n] spd"}, "matrix", "square"),
    ("static", r"s=\hat y", {r"\hat{y}": "real", r"\hat y": "real"}, r"\hat y", "the same symbol"),
    ("static", "s=g(a)", {"a": "real", "g": "func:no.where"}, "func:no.where", "no snippets were given"),
    ("evaluate", r"s=\frac{b}{a}", R, r"\frac", "division by zero"),
    ("evaluate", r"s=b\ln a", R, r"\ln", "logarithm"),
    ("evaluate", r"s=e^{e^{ab}}", {"a": "real[3,4]", "b": "real[3,4]"}, "e^", "too large"),
    ("evaluate", r"s=\sum_{i=1}^{n} x_{i+1}y_i", VECTORS, "x_{i+1}", "lies outside"),
    ("evaluate", r"s=\sum_{i=0}^{n} x_i y_i", VECTORS, "x_i", "index 0 lies outside"),
    ("evaluate", "s=x_iy", {"x": "vector[n]", "y": "vector[m]", "i": "int[1,1]"} | {"z": "real"}, "z", "never used"),
    ("evaluate", "s=xy", {"x": "vector[n]", "y": "vector[n]"}, "xy", "cannot multiply a vector"),
    ("evaluate", "s=x+y_1", {"x": "vector[n]", "y": "vector[n]"}, "x+y_1", "cannot add"),
    ("evaluate", "s=x^2-y", {"x": "vector[n]", "y": "vector[n]"}, "x^2", "cannot raise"),
    ("evaluate", "s=|x|y", {"x": "vector[n]", "y": "vector[n]"}, "|x|", "absolute value"),
    ("evaluate", r"s=\frac{x}{y}", {"x": "vector[n]", "y": "vector[n]"}, r"\frac", "cannot divide"),
    ("evaluate", "s=AB", {"A": "matrix[m,n]", "B": "matrix[m,n]"}, "AB", "as many columns"),
    ("evaluate", "s=f+a", {"a": "real", "f": "smooth"}, "f+a", "write its argument"),
    ("evaluate", "s=f", {"f": "smooth"}, "f", "this is a function"),
    ("evaluate", r"s=\lim_{h\to 0}\frac{|h|}{h}", {"h": "real"}, r"\lim", "from above"),
    ("evaluate", r"s=\lim_{h\to 0}\frac{1}{h^2}", {"h": "real"}, r"\lim", "does not settle"),
    ("evaluate", r"s=\sum_{k=1}^\infty \frac{1}{k}", {"k": "int"}, r"\sum", "not settled"),
    ("evaluate", r"s=\sum_{k=1}^{10^9} k", {"k": "int"}, r"\sum", "too many steps"),
    ("evaluate", "s=a!b", R, "a!", "no factorial"),
    ("evaluate", r"s=\begin{cases}a&b>5\end{cases}", R, r"\begin", "none of the cases"),
    ("evaluate", r"s=\begin{cases}0a&b\ge 0\\1&b<1\end{cases}", R, r"\begin", "two of the cases hold"),
]


@pytest.mark.parametrize(("stage", "tex", "symbols", "under", "words"), ERRORS, ids=lambda case: str(case)[:40])
def test_an_error_has_its_stage_and_its_place(
    stage: str, tex: str, symbols: dict[str, str], under: str, words: str
) -> None:
    verdict = verdict_of(tex, lambda *_: 0.0, symbols, tuple(name for name in symbols if name in tex)[:0])
    lines = verdict.problem.split("\n")
    assert words in verdict.problem
    assert verdict.outcome == "broken"
    if words != "never used":
        assert verdict.stage == stage
    column = lines[2].index("^")
    assert lines[1][column:].startswith(under)
