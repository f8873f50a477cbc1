"""Each construct of the house notation, with the value that it must have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from constructs import CASES, TYPES, VALUES, A, X
from declaring import evaluated, tree_of

from commonplace.formulas.arithmetic import Arithmetic, Function, Value


@pytest.mark.parametrize("tex", CASES)
def test_value(tex: str) -> None:
    value = evaluated(tex, TYPES, VALUES)
    np.testing.assert_allclose(value, CASES[tex], rtol=1e-7, atol=1e-12)
    assert np.shape(value) == np.shape(CASES[tex])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\frac12", r"\frac{1}{2}"),
        (r"x^2_i", r"x_{i}^{2}"),
        (r"a\le b", r"a \leq b"),
        (r"\left( a + b \right)", "(a+b)"),
        (r"\hat y_i", r"\hat{y}_{i}"),
        (r"w_{pi}^l", r"w^{l}_{p,i}"),
        (r"\dfrac{a}{b}\;", r"\frac ab"),
        (r"\lVert x\rVert", r"\|x\|"),
        (r"f^{\prime\prime}(a)", "f''(a)"),
        (r"\operatorname{argmax}_i x_i", r"\arg\max_i x_i"),
        ("a−b·2", r"a-b\cdot 2"),
        ("a % a comment\n+b", "a+b"),
    ],
)
def test_one_meaning_has_one_tree(one: str, other: str) -> None:
    if r"\le" in one and "rVert" not in one and "left" not in one:
        one, other = rf"\mathbb{{1}}[{one}]", rf"\mathbb{{1}}[{other}]"
    assert tree_of(one, TYPES) == tree_of(other, TYPES)


def test_indices_may_count_from_zero() -> None:
    assert evaluated(r"\sum_{i=0}^{n-1} i\,x_i", TYPES, VALUES, base=0) == -2 + 6
    assert evaluated(r"\arg\max_i x_i", TYPES, VALUES, base=0) == 2


def test_definitions_are_evaluated_where_they_are_used() -> None:
    types = {name: TYPES[name] for name in ("a", "x", "n", "i", "j")}
    where = (r"c=\frac1n\sum_j x_j", "d_i=x_i-c", "s(r)=r^2+a")
    values = {name: VALUES[name] for name in ("a", "x", "n")}
    types |= {"c": "real", "d": "vector[n]"}
    assert evaluated("d_3", types, values, where=where) == pytest.approx(3 - 2 / 3)
    np.testing.assert_allclose(evaluated("d", types, values, where=where), X - 2 / 3)
    assert evaluated("s(s(1))", types, values, where=where) == 2.5**2 + 1.5


def test_a_derivative_sees_what_depends_on_its_variable() -> None:
    where = (r"z_p=\sum_i A_{pi}x_i", r"C=\sum_q z_q^2")
    types = {name: TYPES[name] for name in ("A", "x", "n", "m", "i", "p", "q")} | {"z": "vector[m]", "C": "real"}
    values = {"A": A, "x": X, "n": 3, "m": 2}
    slope = evaluated(r"\frac{\partial C}{\partial A_{21}}", types, values, where=where)
    assert slope == pytest.approx(2 * (A @ X)[1] * X[0], rel=1e-7)
    by_sum = evaluated(r"\frac{\partial C}{\partial z_2}", types, values, where=where)
    assert by_sum == pytest.approx(2 * (A @ X)[1], rel=1e-7)


class FiftyDigits(Arithmetic):
    """Another kind of number, which needs no change in the walk."""

    def number(self, text: str) -> Value:
        return Decimal(text)

    def constant(self, name: str) -> Value:
        return Decimal(1).exp() if name == "e" else Decimal("Infinity")

    def array(self, entries: Sequence[Value]) -> Value:
        return np.array(entries, dtype=object)

    def divide(self, dividend: Value, divisor: Value) -> Value:
        return dividend / Decimal(divisor) if isinstance(dividend, np.ndarray) else Decimal(dividend) / Decimal(divisor)

    def power(self, base: Value, exponent: Value) -> Value:
        return Decimal(base) ** Decimal(exponent)

    def elementary(self, name: str) -> Function:
        function = {"exp": Decimal.exp, "ln": Decimal.ln, "log": Decimal.ln, "sqrt": Decimal.sqrt}[name]
        return lambda value: function(Decimal(value))

    def strict(self) -> Any:
        return localcontext(prec=50)


def test_another_arithmetic_walks_the_same_tree() -> None:
    types = {"z": "vector[n]", "n": "dim", "j": "index[n]"}
    values = {"z": np.array([Decimal(1000), Decimal(1001)], dtype=object), "n": 2}
    arithmetic = FiftyDigits()
    share = evaluated(r"\frac{e^{z_1}}{\sum_{j=1}^n e^{z_j}}", types, values, arithmetic=arithmetic)
    assert share == pytest.approx(Decimal(1 / (1 + math.e)), rel=Decimal("1e-15"))
    assert len(share.as_tuple().digits) == 50
