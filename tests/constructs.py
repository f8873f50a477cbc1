"""Each construct of the house notation, with the value that it must have."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

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
    "a^{(a+1)a}": 1.5**3.75,
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
