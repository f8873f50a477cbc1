"""Each construct of the house notation, with the value that it must have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from declaring import evaluated, tree_of

from commonplace.formulas.arithmetic import Arithmetic, Function, Value
from commonplace.formulas.smooth import SmoothField, SmoothFunction

X = np.array([1.0, -2.0, 3.0])
Y = np.array([2.0, 0.5, 1.0])
A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
B = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 5.0]])
S = np.array([[2.0, 1.0], [1.0, 3.0]])
TYPES = {
    "a": "real", "b": "real", "n": "dim", "m": "dim", "k": "int", "h": "real", "u": "real", "x": "vector[n]",
    "y": "vector[n]", r"\hat{y}": "vector[n]", "A": "matrix[m,n]", "B": "matrix[n,m]", "S": "matrix[m,m]",
    "i": "index[n]", "j": "index[n]", "p": "index[m]", "q": "index[m]", "f": "smooth", "g": "smooth", "F": "smooth[n]",
    r"\sigma": "func:some.sigma", "w^{l+1}": "real", "w^l": "matrix[m,n]", "P(x,y)": "real", r"\nabla_a C": "vector[n]",
    "v(i)": "vector[m] for i", "E": "basis[n]", "t_1": "real",
}  # fmt: skip
CUBIC = SmoothFunction((1.0, 2.0, 0.0, 1.0), ())
WAVE = SmoothFunction((), ((1.0, 1.0, 0.0),))
FIELD = SmoothField(np.array([1.0, 2.0, 3.0]), np.ones(3), np.ones(1), np.array([[0.5, 1.0, -1.0]]), np.zeros(1))


def sigma(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


VALUES = {
    "a": 1.5, "b": -2.0, "n": 3, "m": 2, "k": 4, "x": X, "y": Y, r"\hat{y}": 2 * Y, "A": A, "B": B, "S": S, "f": CUBIC,
    "g": WAVE, "F": FIELD, r"\sigma": sigma, "w^{l+1}": 7.0, "w^l": A, "P(x,y)": 0.25, r"\nabla_a C": X + Y,
    "v(i)": B, "E": np.eye(3), "t_1": 11.0,
}  # fmt: skip

CASES: dict[str, Any] = {
    # numbers, signs, products
    "1+2-4": -1,
    "-a+b": -3.5,
    "2ab": -6.0,
    r"2\cdot a\,b": -6.0,
    r"a \times b": -3.0,
    "a/b": -0.75,
    r"\frac12": 0.5,
    r"\frac1{2n}": 1 / 6,
    r"\dfrac{a}{b}": -0.75,
    "0.25a": 0.375,
    "a(b+1)": -1.5,
    r"a\left[b+\{1-2\}\right]": -4.5,
    # powers, roots, constants
    "a^2": 2.25,
    "a^{-1}": 1 / 1.5,
    "2^{2^3}": 256,
    "a^2b": -4.5,
    "x^2_2": 4.0,
    "x_2^2": 4.0,
    r"\sqrt{a}": math.sqrt(1.5),
    r"\sqrt2 a": math.sqrt(2) * 1.5,
    r"\sqrt[3]{8}": 2.0,
    r"e^{a}": math.exp(1.5),
    r"e^{-x}": np.exp(-X),
    r"2\pi": 2 * math.pi,
    "n!": 6,
    r"\frac{a^k}{k!}": 1.5**4 / 24,
    r"\binom{n}{m}": 3,
    # functions
    r"\ln a": math.log(1.5),
    r"\log ab^2": math.log(1.5 * 4),
    r"\log a + 1": math.log(1.5) + 1,
    r"\log a \log a": math.log(1.5) ** 2,
    r"\log_2 8": 3.0,
    r"\log_{10}(a)": math.log10(1.5),
    r"\lg a": math.log10(1.5),
    r"\sin^2 a+\cos^2 a": 1.0,
    r"\exp\left(-\frac{a}{2}\right)b": math.exp(-0.75) * -2,
    r"\tanh(x)": np.tanh(X),
    r"\tanh'(a)": 1 - math.tanh(1.5) ** 2,
    r"\max(0, b)": 0,
    r"\max(0, x)": np.maximum(0, X),
    r"\min(a, b, 3)": -2.0,
    r"\sigma(a)(1-\sigma(a))": sigma(1.5) * (1 - sigma(1.5)),
    r"\sigma(x)": sigma(X),
    r"\sigma'(a)": sigma(1.5) * (1 - sigma(1.5)),
    r"(\sigma(a))^2": sigma(1.5) ** 2,
    r"\operatorname{tr}(S)": 5.0,
    r"\det S": 5.0,
    r"\operatorname{sgn}(b)": -1.0,
    # bars
    r"|b|": 2.0,
    r"\lvert b-|b|\rvert": 4.0,
    r"|a||b|": 3.0,
    r"2|b|a": 6.0,
    r"\left|b\right|": 2.0,
    r"\lVert x\rVert": math.sqrt(14),
    r"\|x-y\|^2": 1 + 6.25 + 4,
    r"\lVert x\rVert_1": 6.0,
    r"\|x\|_\infty": 3.0,
    r"\lVert S \rVert_F": math.sqrt(15),
    r"\langle x, y\rangle": 4.0,
    # vectors and matrices
    "x+y": X + Y,
    "2x-y": 2 * X - Y,
    r"x\cdot y": 4.0,
    r"x \odot y": X * Y,
    "x^T y": 4.0,
    r"x y^\top": np.outer(X, Y),
    "Ax": A @ X,
    r"A\cdot B": A @ B,
    "AB": A @ B,
    "ABS": A @ B @ S,
    "A^T": A.T,
    "(AB)^T": (A @ B).T,
    "S^{-1}": np.linalg.inv(S),
    r"A \odot B^T": A * B.T,
    r"A^T S A x \odot y": (A.T @ S @ A @ X) * Y,
    r"\frac{x}{a}": X / 1.5,
    "(1, a, b)": np.array([1.0, 1.5, -2.0]),
    r"\begin{pmatrix} 1 & a \\ b & 0 \end{pmatrix}": np.array([[1.0, 1.5], [-2.0, 0.0]]),
    r"\begin{bmatrix} a \\ b \end{bmatrix}": np.array([1.5, -2.0]),
    # indices
    "x_3": 3.0,
    "A_{21}": 4.0,
    "A_{2,1}": 4.0,
    "A_2": A[1],
    "(A^T)_{1,2}": 4.0,
    r"x_{n-1}": -2.0,
    # sums and their kin
    r"\sum_{i=1}^{n} x_i y_i": 4.0,
    r"\sum_i x_i + a": 3.5,
    r"\sum_i (x_i + a)": 6.5,
    r"a\sum_i x_i b": -6.0,
    r"\sum^n_{i=1} x_i": 2.0,
    r"\sum_{i=2}^n x_i": 1.0,
    r"\sum_{p,i} A_{pi}": 22.0,
    r"\sum_{pi} A_{pi}": 22.0,
    r"\sum_p\sum_i A_{pi}": 22.0,
    r"\sum_{j\ne 2} x_j": 4.0,
    r"\sum_i\sum_{j\ne i} x_i x_j": 4 - 14.0,
    r"\sum_{0\le k<n} k": 3,
    r"\sum_{0<k\le n} k^2": 14,
    r"\sum_x x^2": 14.0,
    r"\prod_{i} x_i": -6.0,
    r"\prod_{i} x_i\,a": -9.0,
    r"\prod_{i=1}^n 2x_i": -48.0,
    r"\max_i x_i": 3.0,
    r"\min_{p,i} A_{pi}": 1.0,
    r"\arg\max_i x_i": 3,
    r"\operatorname{argmin}_i x_i": 2,
    r"\sum_{k=0}^{\infty}\frac{a^k}{k!}": math.exp(1.5),
    r"x_1+\cdots+x_n": 2.0,
    r"x_1y_1+x_2y_2+\cdots+x_ny_n": 4.0,
    r"x_1x_2\cdots x_n": -6.0,
    r"(x_2,\ldots,x_n)": X[1:],
    r"\sum_i v(i)": B.sum(axis=0),
    r"\sum_i \|v(i)\|^2": float((B**2).sum()),
    # cases and indicators
    r"\begin{cases}a & b\ge 0\\ -a & b<0\end{cases}": -1.5,
    r"\begin{cases}1, & \text{if } a<b \\ 2, & \text{otherwise}\end{cases}": 2,
    r"\mathbb{1}[a>b]": 1,
    r"\mathbb 1_{a<b}": 0,
    r"\sum_i \mathbb{1}[i=2]x_i": -2.0,
    r"\sum_i \mathbb{1}[1 < i \le n]": 2,
    # calculus
    r"\lim_{h\to 0}\frac{f(a+h)-f(a)}{h}": 2 + 3 * 1.5**2,
    r"\lim_{h\to 0}\frac{\sin h}{h}": 1.0,
    r"\lim_{h\to 0^+}\frac{|h|}{h}": 1.0,
    r"\lim_{h\to 0^{-}}\frac{|h|}{h}": -1.0,
    r"\lim_{h\to\infty}\left(1+\frac1h\right)^h": math.e,
    r"\lim_{h\to -1}\frac{h^2-1}{h+1}": -2.0,
    "f'(a)": 2 + 3 * 1.5**2,
    "f''(a)": 9.0,
    r"f^{\prime}(a)": 2 + 3 * 1.5**2,
    r"(f\circ g)(a)": float(CUBIC(math.sin(1.5))),
    r"(f\circ g)'(a)": (2 + 3 * math.sin(1.5) ** 2) * math.cos(1.5),
    r"\nabla F(x)": FIELD.gradient(X),
    r"\frac{\partial F}{\partial x_2}": FIELD.gradient(X)[1],
    r"\frac{\partial F}{\partial x}": FIELD.gradient(X),
    r"\left(\frac{\partial F}{\partial x_1},\ldots,\frac{\partial F}{\partial x_n}\right)": FIELD.gradient(X),
    r"\frac{\partial F(x)}{\partial x_2}": FIELD.gradient(X)[1],
    r"\frac{d}{da} a^3b": 3 * 1.5**2 * -2,
    r"\frac{\mathrm{d}f}{\mathrm{d}a}": 2 + 3 * 1.5**2,
    r"\frac{d^2}{da^2}\sin a": -math.sin(1.5),
    r"\frac{\partial^2 (a^2b^3)}{\partial a\,\partial b}": 2 * 1.5 * 3 * 4,
    r"\nabla_x (x^T x)": 2 * X,
    r"\nabla_S \operatorname{tr}(SS)": 2 * S.T,
    r"F(x+2E_1)": float(FIELD(np.add(X, [2, 0, 0]))),
    r"F(x_1,\ldots,x_n)": float(FIELD(X)),
    # declared names, the longest first
    "w^{l+1}": 7.0,
    "w^{l+1}w^l_{12}": 14.0,
    "w_{12}^l": 2.0,
    "P(x,y)": 0.25,
    r"\nabla_a C": X + Y,
    r"\hat y_1": 4.0,
    r"\widehat{y}_1": 4.0,
    r"t_1+x_1": 12.0,
    r"\mathbf{x}_1+\boldsymbol x_2": -1.0,
    r"\mathrm{a}b": -3.0,
}


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
