"""Wide inputs with fifty digits show where a snippet overflows or cancels, and excuse what nobody can do better."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from declaring import declared, evaluated

from commonplace.formulas.checking import Effort, check_formula
from commonplace.formulas.decimals import Decimals
from commonplace.model import Verdict

FIFTY = "0.84147098480789650665250232163029899962256306079837"


def verdict_of(tex: str, function: Callable[..., object], symbols: dict[str, str], *args: str) -> Verdict:
    return check_formula(declared(tex, symbols, args), function, effort=Effort(inputs=60))


SOFTPLUS = (r"\zeta(x)=\ln(1+e^{x})", {"x": "real"}, "x")
SOFTMAX = (
    r"s_i=\frac{e^{z_i}}{\sum_{j=1}^n e^{z_j}}",
    {"z": "vector[n]", "i": "index[n]", "j": "index[n]", "n": "dim"},
    "z",
)
LOG_SOFTMAX = (r"s_i=z_i-\log\sum_j e^{z_j}", {"z": "vector[n]", "i": "index[n]", "j": "index[n]"}, "z")
TANH = (r"t=\frac{e^{x}-e^{-x}}{e^{x}+e^{-x}}", {"x": "real"}, "x")
VARIANCE = (
    r"v=\frac1n\sum_i\Bigl(x_i-\frac1n\sum_j x_j\Bigr)^2",
    {"x": "vector[n]", "i": "index[n]", "j": "index[n]", "n": "dim >= 2"},
    "x",
)


@pytest.mark.parametrize(
    ("case", "stable"),
    [
        (SOFTPLUS, lambda x: np.logaddexp(0, x)),
        (SOFTMAX, lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
        (LOG_SOFTMAX, lambda z: z - z.max() - np.log(np.exp(z - z.max()).sum())),
        (TANH, np.tanh),
        (VARIANCE, np.var),
    ],
)
def test_a_stable_snippet_agrees(case: Any, stable: Callable[..., object]) -> None:
    tex, symbols, arg = case
    verdict = verdict_of(tex, stable, symbols, arg)
    assert (verdict.outcome, verdict.problem, verdict.wide_inputs) == ("agrees", "", 30)


@pytest.mark.parametrize(
    ("case", "naive"),
    [
        (SOFTPLUS, lambda x: np.log(1 + np.exp(x))),
        (SOFTMAX, lambda z: np.exp(z) / np.exp(z).sum()),
        (LOG_SOFTMAX, lambda z: np.log(np.exp(z) / np.exp(z).sum())),
        (TANH, lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))),
        (VARIANCE, lambda x: (x**2).mean() - x.mean() ** 2),
    ],
)
def test_a_naive_snippet_is_told_where_it_fails(case: Any, naive: Callable[..., object]) -> None:
    tex, symbols, arg = case
    verdict = verdict_of(tex, naive, symbols, arg)
    assert verdict.outcome == "differs"
    assert "with fifty digits the formula gives" in verdict.problem
    assert "overflows or cancels" in verdict.problem


def test_a_side_that_calls_another_snippet_does_not_spare_the_last_one() -> None:
    symbols = {"x": "real", "g": "func:s.g"}
    formula = declared(r"g(x)=\ln(1+e^{x})", symbols, ("x",), check="identity")
    snippets = {"s.g": lambda x: np.logaddexp(0, x)}
    naive = check_formula(formula, lambda x: np.log(1 + np.exp(x)), snippets=snippets.__getitem__)
    assert "with fifty digits the formula gives" in naive.problem


def test_a_narrow_type_is_what_a_naive_snippet_is_for() -> None:
    assert verdict_of(TANH[0], lambda x: math.sinh(x) / math.cosh(x), {"x": "real[-3,3]"}, "x").outcome == "agrees"


@pytest.mark.parametrize(
    "name",
    [
        "exp",
        "ln",
        "log",
        "lg",
        "sqrt",
        "sin",
        "cos",
        "tan",
        "sinh",
        "cosh",
        "tanh",
        "arctan",
        "arcsin",
        "arccos",
        "sign",
    ],
)
@pytest.mark.parametrize("x", [0.7, 0.001, 0.999])
def test_each_function_has_fifty_digits(name: str, x: float) -> None:
    arithmetic = Decimals()
    with arithmetic.strict():
        value = arithmetic.elementary(name)(arithmetic.number(repr(x)))
    known = {"ln": "log", "lg": "log10"}.get(name, name)
    assert float(value) == pytest.approx(getattr(np, known)(x), rel=1e-15)


def test_the_fiftieth_digit_is_right() -> None:
    value = evaluated(r"\sin 1", {}, {}, arithmetic=Decimals())
    assert str(value)[:50] == FIFTY[:50]
    far = evaluated(r"\sin x-\sin(x-2\pi)", {"x": "real"}, {"x": Decimals().number("40")}, arithmetic=Decimals())
    assert abs(far) < 1e-45
    one = evaluated(r"\sin^2 x+\cos^2 x-1", {"x": "real"}, {"x": Decimals().number("-2.5")}, arithmetic=Decimals())
    assert abs(one) < 1e-48
