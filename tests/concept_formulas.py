"""Every formula that the library's concepts need, as textbooks write it, with an implementation in numpy."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from declaring import declared

from commonplace.formulas.checking import Effort, check_formula
from commonplace.model import Verdict


@dataclass(frozen=True)
class Case:
    """A formula with its declaration, and an implementation."""

    concept: str
    tex: str
    symbols: Mapping[str, str]
    args: tuple[str, ...]
    function: Callable[..., object] | None
    check: str = "definition"
    where: tuple[str, ...] = ()
    base: int = 1
    snippets: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def verdict(self, inputs: int = 60) -> Verdict:
        formula = declared(self.tex, self.symbols, self.args, check=self.check, where=self.where, index_base=self.base)
        return check_formula(
            formula, self.function, snippets=self.snippets.__getitem__, effort=Effort(inputs=inputs, wide=10)
        )


def softmax(z: Any) -> Any:
    shifted = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def sigma(z: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(z)))


def sigma_prime(z: Any) -> Any:
    return sigma(z) * (1 - sigma(z))


def step(x: Any) -> Any:
    return np.where(np.asarray(x) >= 0, 1.0, 0.0)


def slope(f: Any, x: Any, h: float = 6e-6) -> Any:
    return (f(x + h) - f(x - h)) / (2 * h)


def correlate(x: Any, w: Any) -> Any:
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return np.einsum("ijmn,mn->ij", windows, w)


def pooled(x: Any, s: Any) -> Any:
    rows, columns = x.shape[0] // s, x.shape[1] // s
    return x.reshape(rows, s, columns, s).max(axis=(1, 3))


def adam(*given: Any) -> Any:
    theta, g, m, v, t, alpha, b1, b2, eps = given
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    mh, vh = m / (1 - b1**t), v / (1 - b2**t)
    return m, v, mh, vh, theta - alpha * mh / (np.sqrt(vh) + eps)


def nearest(a: Any, b: Any) -> Any:
    direction = np.linalg.solve(a, b)
    return 1 / (b @ direction), direction / (b @ direction)


def roots(a: Any, b: Any, c: Any) -> Any:
    half = -(b + np.sqrt(b * b - 4 * a * c)) / 2  # b is positive: nothing cancels
    return np.array([c / half, half / a])


def vanishing(z: Any, w: Any, d: Any) -> Any:
    slopes = sigma_prime(z)
    return slopes[0] * np.prod(w[1:] * slopes[1:]) * d


V2 = {"x": "vector[n]", "y": "vector[n]", "i": "index[n]", "n": "dim"}
UNIT = "real in (0,1)"
SIGMA = {"sigmoid.sigmoid": sigma}
S = r"\sigma"

ADAM = (
    r"m\leftarrow\beta_1 m+(1-\beta_1)g\\ v\leftarrow\beta_2 v+(1-\beta_2)g^2\\ \hat m=\frac{m}{1-\beta_1^t}\\"
    r"\hat v=\frac{v}{1-\beta_2^t}\\ \theta\leftarrow\theta-\alpha\frac{\hat m}{\sqrt{\hat v}+\epsilon}"
)
ADAM_OVER_TIME = (
    r"\begin{aligned} m_t &= \beta_1 m_{t-1}+(1-\beta_1)g_t,\\ v_t &= \beta_2 v_{t-1}+(1-\beta_2)g_t^2,\\"
    r"\hat m_t &= \frac{m_t}{1-\beta_1^t},\\ \hat v_t &= \frac{v_t}{1-\beta_2^t},\\"
    r"\theta_t &= \theta_{t-1}-\alpha\frac{\hat m_t}{\sqrt{\hat v_t}+\epsilon} \end{aligned}"
)

TAYLOR = (
    r"f(x+\Delta x,y+\Delta y)\approx f(x,y)"
    r"+\frac{\partial f}{\partial x}\Delta x+\frac{\partial f}{\partial y}\Delta y"
)

CASES = [
    Case("unit-step", r"H(x)=\begin{cases}1&x\ge 0\\0&x<0\end{cases}", {"x": "real"}, ("x",), step),
    Case("sigmoid", r"\sigma(z)=\frac{1}{1+e^{-z}}", {"z": "real"}, ("z",), sigma),
    Case(
        "sigmoid",
        r"\sigma'(z)=\sigma(z)(1-\sigma(z))",
        {S: "func:sigmoid.sigmoid", "z": "real"},
        ("z",),
        sigma_prime,
        "identity",
        snippets=SIGMA,
    ),
    Case("tanh", r"\tanh(x)=\frac{e^{x}-e^{-x}}{e^{x}+e^{-x}}", {"x": "real"}, ("x",), np.tanh, "identity"),
    Case(
        "tanh",
        r"\tanh(x)=2\sigma(2x)-1",
        {"x": "real", S: "func:sigmoid.sigmoid"},
        ("x",),
        np.tanh,
        "identity",
        snippets=SIGMA,
    ),
    Case("relu", r"\mathrm{ReLU}(x)=\max(0,x)", {"x": "real"}, ("x",), lambda x: np.maximum(x, 0)),
    Case(
        "leaky-relu",
        r"f(x)=\begin{cases}x&x\ge 0\\\alpha x&x<0\end{cases}",
        {"x": "real", r"\alpha": UNIT},
        ("x", r"\alpha"),
        lambda x, a: np.where(x >= 0, x, a * x),
    ),
    Case("softsign", r"f(x)=\frac{x}{1+\lvert x\rvert}", {"x": "real"}, ("x",), lambda x: x / (1 + abs(x))),
    Case("softplus", r"\zeta(x)=\ln(1+e^{x})", {"x": "real"}, ("x",), lambda x: np.logaddexp(0, x)),
    Case(
        "softmax",
        r"\mathrm{softmax}(z)_i=\frac{e^{z_i}}{\sum_{j=1}^{n}e^{z_j}}",
        {"z": "vector[n]", "i": "index[n]", "j": "index[n]", "n": "dim"},
        ("z",),
        softmax,
    ),
    Case(
        "log-softmax",
        r"\log\mathrm{softmax}(z)_i=z_i-\log\sum_j e^{z_j}",
        {"z": "vector[n]", "i": "index[n]", "j": "index[n]"},
        ("z",),
        lambda z: z - np.max(z) - np.log(np.exp(z - np.max(z)).sum()),
    ),
    Case(
        "hardmax",
        r"\mathrm{hardmax}(z)_i=\mathbb{1}[i=\arg\max_j z_j]",
        {"z": "vector[n]", "i": "index[n]", "j": "index[n]"},
        ("z",),
        lambda z: np.eye(len(z))[np.argmax(z)],
    ),
    Case(
        "perceptron",
        r"y=H(w\cdot x+b)",
        {"w": "vector[n]", "x": "vector[n]", "b": "real", "H": "func:unit_step.unit_step"},
        ("w", "x", "b"),
        lambda w, x, b: float(w @ x + b >= 0),
        snippets={"unit_step.unit_step": step},
    ),
    Case(
        "neuron",
        r"z=\sum_{i=1}^{n}w_i x_i+b",
        {"w": "vector[n]", "x": "vector[n]", "b": "real", "i": "index[n]", "n": "dim"},
        ("w", "x", "b"),
        lambda w, x, b: w @ x + b,
    ),
    Case(
        "bias",
        r"w\cdot x\ge\theta\iff w\cdot x+b\ge 0",
        {"w": "vector[n]", "x": "vector[n]", r"\theta": "real", "b": "real"},
        ("w", "x", r"\theta"),
        lambda w, x, t: bool(w @ x >= t),
        "identity",
        (r"b=-\theta",),
    ),
    Case(
        "bias",
        r"w\cdot x\ge\theta\iff w\cdot x+b\ge 0,\ b=-\theta",
        {"w": "vector[n]", "x": "vector[n]", r"\theta": "real", "b": "real"},
        ("w", "x", r"\theta"),
        lambda w, x, t: bool(w @ x >= t),
        "identity",
    ),
    Case(
        "fully-connected-layer",
        r"z^{l}=W^{l}a^{l-1}+b^{l}",
        {"W^{l}": "matrix[m,n]", "a^{l-1}": "vector[n]", "b^{l}": "vector[m]"},
        ("W^{l}", "a^{l-1}", "b^{l}"),
        lambda w, a, b: w @ a + b,
    ),
    Case(
        "forward-propagation",
        r"a^{l}=\sigma(W^{l}a^{l-1}+b^{l})",
        {"W^{l}": "matrix[m,n]", "a^{l-1}": "vector[n]", "b^{l}": "vector[m]", S: "func:sigmoid.sigmoid"},
        ("W^{l}", "a^{l-1}", "b^{l}"),
        lambda w, a, b: sigma(w @ a + b),
        snippets=SIGMA,
    ),
    Case(
        "convolutional-layer",
        r"y_{ij}=\sum_{m=0}^{k-1}\sum_{n=0}^{k-1}w_{mn}\,x_{i+m,\,j+n}",
        {
            "w": "matrix[k,k]",
            "x": "matrix[p+k,q+k]",
            "i": "index[p+1]",
            "j": "index[q+1]",
            "k": "dim",
            "m": "int",
            "n": "int",
        },
        ("x", "w"),
        correlate,
        base=0,
    ),
    Case(
        "pooling-layer",
        r"y_{ij}=\max_{0\le m,n<s}x_{si+m,\,sj+n}",
        {"x": "matrix[s*p,s*q]", "i": "index[p]", "j": "index[q]", "s": "dim", "m": "int", "n": "int"},
        ("x", "s"),
        pooled,
        base=0,
    ),
    Case(
        "weight-initialization",
        r"W\sim U\left[-\sqrt{\frac{6}{a+b}},\ \sqrt{\frac{6}{a+b}}\right]",
        {"a": "dim >= 20", "b": "dim >= 20", "W": "result"},
        ("a", "b"),
        lambda a, b: np.random.default_rng(a * 100 + b).uniform(
            -math.sqrt(6 / (a + b)), math.sqrt(6 / (a + b)), (a, b)
        ),
        "property",
    ),
    Case(
        "linear-function",
        "f(x)=ax+b",
        {"a": "real", "b": "real", "x": "real"},
        ("x", "a", "b"),
        lambda x, a, b: a * x + b,
    ),
    Case(
        "quadratic-function",
        "f(x)=ax^2+bx+c",
        {"a": "real", "b": "real", "c": "real", "x": "real"},
        ("x", "a", "b", "c"),
        lambda x, a, b, c: a * x**2 + b * x + c,
    ),
    Case(
        "quadratic-function",
        r"x=-\frac{b}{2a}",
        {"a": "real nonzero", "b": "real"},
        ("a", "b"),
        lambda a, b: -b / a / 2,
    ),
    Case(
        "quadratic-function",
        r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}",
        {"a": "real in (0,3]", "b": "real in [5,9]", "c": "real in [0,2]"},
        ("a", "b", "c"),
        roots,
    ),
    Case(
        "exponential-function",
        r"e^{x}=\sum_{k=0}^{\infty}\frac{x^{k}}{k!}",
        {"x": "real", "k": "int"},
        ("x",),
        np.exp,
        "identity",
    ),
    Case(
        "normal-distribution",
        r"p(x)=\frac{1}{\sigma\sqrt{2\pi}}\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)",
        {"x": "real", r"\mu": "real", S: "real in (0,3]"},
        ("x", r"\mu", S),
        lambda x, m, s: np.exp(-(((x - m) / s) ** 2) / 2) / s / np.sqrt(2 * np.pi),
    ),
    Case(
        "sequence",
        r"\sum_{k=0}^{n}r^{k}=\frac{1-r^{n+1}}{1-r}",
        {"r": "real in [-2,0.9]", "n": "int[0,8]", "k": "int"},
        ("r", "n"),
        lambda r, n: sum(r**k for k in range(n + 1)),
        "identity",
    ),
    Case(
        "recurrence-relation",
        r"a_{n}=pa_{n-1}+q",
        {"a": "seq:recurrence.term(p,q)", "p": "real", "q": "real", "n": "int[1,8]"},
        ("n", "p", "q"),
        lambda n, p, q: 1.0 * p**n + q * sum(p**k for k in range(n)),
        "identity",
        snippets={"recurrence.term": lambda n, p, q: 1.0 * p**n + q * sum(p**k for k in range(n))},
    ),
    Case(
        "vector",
        r"\lVert x\rVert=\sqrt{\sum_{i=1}^{n}x_i^2}",
        {"x": "vector[n]", "i": "index[n]", "n": "dim"},
        ("x",),
        np.linalg.norm,
        "identity",
    ),
    Case(
        "dot-product",
        r"a\cdot b=\sum_{i=1}^{n}a_i b_i",
        {"a": "vector[n]", "b": "vector[n]", "i": "index[n]", "n": "dim"},
        ("a", "b"),
        np.dot,
        "identity",
    ),
    Case(
        "cosine-similarity",
        r"\cos\theta=\frac{x\cdot y}{\lVert x\rVert\,\lVert y\rVert}",
        {"x": "vector[n] nonzero", "y": "vector[n] nonzero"},
        ("x", "y"),
        lambda x, y: x @ y / np.sqrt((x @ x) * (y @ y)),
    ),
    Case(
        "cauchy-schwarz",
        r"\lvert x\cdot y\rvert\le\lVert x\rVert\,\lVert y\rVert",
        {"x": "vector[n]", "y": "vector[n]"},
        ("x", "y"),
        lambda x, y: (abs(x @ y), np.linalg.norm(x) * np.linalg.norm(y)),
        "inequality",
    ),
    Case(
        "matrix-product",
        r"c_{ij}=\sum_{k=1}^{n}a_{ik}b_{kj}",
        {"a": "matrix[m,n]", "b": "matrix[n,p]", "i": "index[m]", "j": "index[p]", "k": "index[n]", "n": "dim"},
        ("a", "b"),
        np.matmul,
    ),
    Case(
        "transpose",
        r"(A^{T})_{ij}=A_{ji}",
        {"A": "matrix[m,n]", "i": "index[n]", "j": "index[m]"},
        ("A",),
        np.transpose,
        "identity",
    ),
    Case(
        "transpose",
        r"(AB)^{T}=B^{T}A^{T}",
        {"A": "matrix[m,n]", "B": "matrix[n,p]"},
        ("A", "B"),
        lambda a, b: (a @ b).T,
        "identity",
    ),
    Case(
        "hadamard-product",
        r"(A\odot B)_{ij}=A_{ij}B_{ij}",
        {"A": "matrix[m,n]", "B": "matrix[m,n]", "i": "index[m]", "j": "index[n]"},
        ("A", "B"),
        np.multiply,
        "identity",
    ),
    Case(
        "derivative",
        r"f'(x)=\lim_{h\to 0}\frac{f(x+h)-f(x)}{h}",
        {"f": "smooth", "x": "real", "h": "real"},
        ("f", "x"),
        slope,
    ),
    Case(
        "partial-derivative",
        r"\frac{\partial f}{\partial x_i}=\lim_{h\to 0}\frac{f(x+he_i)-f(x)}{h}",
        {"f": "smooth[n]", "x": "vector[n]", "e": "basis[n]", "i": "index[n]", "h": "real"},
        ("f", "x"),
        lambda f, x: np.array([slope(lambda t, e=e: f(x + t * e), 0.0) for e in np.eye(len(x))]),
        "identity",
    ),
    Case(
        "stationary-point",
        r"\nabla f(x^{*})=0",
        {"A": "matrix[n,n] spd", "b": "vector[n]", "u": "vector[n]", "x^{*}": "result"},
        ("A", "b"),
        np.linalg.solve,
        "property",
        (r"f(u)=\frac12 u^T A u-b\cdot u",),
    ),
    Case(
        "gradient",
        r"\nabla f=\left(\frac{\partial f}{\partial x_1},\ldots,\frac{\partial f}{\partial x_n}\right)",
        {"f": "smooth[n]", "x": "vector[n]", "n": "dim"},
        ("f", "x"),
        lambda f, x: np.array([slope(lambda t, e=e: f(x + t * e), 0.0) for e in np.eye(len(x))]),
    ),
    Case(
        "chain-rule",
        r"(f\circ g)'(x)=f'(g(x))\,g'(x)",
        {"f": "smooth", "g": "smooth", "x": "real"},
        ("f", "g", "x"),
        lambda f, g, x: slope(lambda t: f(g(t)), x),
        "identity",
    ),
    Case(
        "taylor-expansion",
        TAYLOR,
        {"f": "smooth[2]", "x": "real", "y": "real", r"\Delta x": "real", r"\Delta y": "real"},
        ("f", "x", "y", r"\Delta x", r"\Delta y"),
        lambda f, x, y, dx, dy: f(x, y) + slope(lambda t: f(t, y), x) * dx + slope(lambda t: f(x, t), y) * dy,
    ),
    Case(
        "lagrange-multiplier",
        r"\nabla f=\lambda\nabla g,\ g(x)=0",
        {"A": "matrix[n,n] spd", "b": "vector[n] nonzero", "u": "vector[n]", r"\lambda": "result", "x": "result"},
        ("A", "b"),
        nearest,
        "property",
        (r"f(u)=\frac12 u^T A u", r"g(u)=b\cdot u-1"),
    ),
    Case("cost-function", r"C_T=\sum_{k}C_k", {"C": "vector[n]", "k": "index[n]"}, ("C",), np.sum),
    Case(
        "mean-squared-error",
        r"C=\frac{1}{2n}\sum_x\lVert y(x)-a\rVert^2",
        {"y(x)": "vector[m] for x", "a": "vector[m] for x", "x": "index[n]", "n": "dim"},
        ("y(x)", "a"),
        lambda y, a: ((y - a) ** 2).sum() / 2 / len(y),
    ),
    Case(
        "mean-squared-error",
        r"\mathrm{MSE}=\frac{1}{n}\sum_{i=1}^{n}(y_i-\hat{y}_i)^2",
        {"y": "vector[n]", r"\hat{y}": "vector[n]", "i": "index[n]", "n": "dim"},
        ("y", r"\hat{y}"),
        lambda y, h: ((y - h) ** 2).mean(),
    ),
    Case(
        "cross-entropy",
        r"L=-\sum_k t_k\log y_k",
        {"t": "simplex[n]", "y": "simplex[n]", "k": "index[n]"},
        ("t", "y"),
        lambda t, y: -(t @ np.log(y)),
    ),
    Case(
        "binary-cross-entropy",
        r"C=-\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln a_i+(1-y_i)\ln(1-a_i)\right]",
        {"y": "binary[n]", "a": "vector[n] in (0,1)", "i": "index[n]", "n": "dim"},
        ("y", "a"),
        lambda y, a: -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean(),
    ),
    Case(
        "kl-divergence",
        r"D_{\mathrm{KL}}(P\,\|\,Q)=\sum_i P_i\log\frac{P_i}{Q_i}",
        {"P": "simplex[n]", "Q": "simplex[n]", "i": "index[n]"},
        ("P", "Q"),
        lambda p, q: p @ np.log(p / q),
    ),
    Case("entropy", r"H=-\sum_i p_i\log p_i", {"p": "simplex[n]", "i": "index[n]"}, ("p",), lambda p: -(p @ np.log(p))),
    Case(
        "least-squares",
        r"\hat\theta=(X^{T}X)^{-1}X^{T}y",
        {"X": "matrix[n+m,n] regular", "y": "vector[n+m]"},
        ("X", "y"),
        lambda x, y: np.linalg.lstsq(x, y)[0],
    ),
    Case(
        "linear-regression",
        r"p=\frac{\sum_i(x_i-\bar x)(y_i-\bar y)}{\sum_i(x_i-\bar x)^2},\ q=\bar y-p\bar x",
        {
            "x": "vector[n] distinct",
            "y": "vector[n]",
            "i": "index[n]",
            "n": "dim >= 2",
            r"\bar x": "real",
            r"\bar y": "real",
        },
        ("x", "y"),
        lambda x, y: tuple(np.polyfit(x, y, 1)),
        where=(r"\bar x=\frac1n\sum_i x_i", r"\bar y=\frac1n\sum_i y_i"),
    ),
    Case(
        "logistic-regression",
        r"P(y=1\mid x)=\frac{1}{1+e^{-(w\cdot x+b)}}",
        {"w": "vector[n]", "x": "vector[n]", "b": "real"},
        ("w", "x", "b"),
        lambda w, x, b: sigma(w @ x + b),
    ),
    Case(
        "gradient-descent",
        r"x\leftarrow x-\eta\nabla f(x)",
        {"x": "vector[n]", "f": "smooth[n]", r"\eta": UNIT},
        (r"\nabla f", "x", r"\eta"),
        lambda g, x, eta: x - eta * g(x),
    ),
    Case(
        "stochastic-gradient-descent",
        r"w\leftarrow w-\frac{\eta}{m}\sum_{i=1}^{m}\nabla C_i(w)",
        {"w": "vector[n]", r"\eta": UNIT, "m": "dim", "i": "index[m]", "C_i": "smooth[n] for i"},
        ("C_i", "w", r"\eta"),
        lambda c, w, eta: w - eta * np.mean([f.gradient(w) for f in c], axis=0),
    ),
    Case(
        "momentum",
        r"v\leftarrow\mu v-\eta\nabla C,\ w\leftarrow w+v",
        {"v": "vector[n]", "w": "vector[n]", r"\nabla C": "vector[n]", r"\mu": UNIT, r"\eta": UNIT},
        ("v", "w", r"\nabla C", r"\mu", r"\eta"),
        lambda v, w, g, mu, eta: (mu * v - eta * g, w + mu * v - eta * g),
    ),
    Case(
        "adam",
        ADAM,
        {
            r"\theta": "real",
            "g": "real",
            "m": "real",
            "v": "real in [0,3]",
            "t": "int[1,9]",
            r"\alpha": UNIT,
            r"\beta_1": UNIT,
            r"\beta_2": UNIT,
            r"\epsilon": UNIT,
            r"\hat m": "real",
            r"\hat v": "real",
        },
        (r"\theta", "g", "m", "v", "t", r"\alpha", r"\beta_1", r"\beta_2", r"\epsilon"),
        adam,
    ),
    Case(
        "adam",
        ADAM_OVER_TIME,
        {
            r"\theta_{t-1}": "vector[n] entrywise",
            "g_t": "vector[n] entrywise",
            "m_{t-1}": "vector[n] entrywise",
            "v_{t-1}": "vector[n] in [0,3] entrywise",
            "t": "int[1,9]",
            r"\alpha": UNIT,
            r"\beta_1": UNIT,
            r"\beta_2": UNIT,
            r"\epsilon": UNIT,
            "m_t": "vector[n]",
            "v_t": "vector[n]",
            r"\hat m_t": "vector[n]",
            r"\hat v_t": "vector[n]",
        },
        (r"\theta_{t-1}", "g_t", "m_{t-1}", "v_{t-1}", "t", r"\alpha", r"\beta_1", r"\beta_2", r"\epsilon"),
        adam,
    ),
    Case(
        "backpropagation",
        r"\frac{\partial C}{\partial w^l_{jk}}=a^{l-1}_k\delta^l_j",
        {
            "C": "real",
            "w^l": "matrix[m,n]",
            "a^{l-1}": "vector[n]",
            r"\delta^l": "vector[m]",
            "j": "index[m]",
            "k": "index[n]",
        },
        ("a^{l-1}", r"\delta^l"),
        lambda a, d: np.outer(d, a),
    ),
    Case(
        "neuron-error",
        r"\delta^{L}=\nabla_a C\odot\sigma'(z^{L})",
        {r"\nabla_a C": "vector[n]", S: "func:sigmoid.sigmoid", "z^{L}": "vector[n]"},
        (r"\nabla_a C", "z^{L}"),
        lambda g, z: g * sigma_prime(z),
        snippets=SIGMA,
    ),
    Case(
        "neuron-error",
        r"\delta^{l}=((w^{l+1})^{T}\delta^{l+1})\odot\sigma'(z^{l})",
        {"w^{l+1}": "matrix[m,n]", r"\delta^{l+1}": "vector[m]", S: "func:sigmoid.sigmoid", "z^{l}": "vector[n]"},
        ("w^{l+1}", r"\delta^{l+1}", "z^{l}"),
        lambda w, d, z: (w.T @ d) * sigma_prime(z),
        snippets=SIGMA,
    ),
    Case(
        "vanishing-gradient",
        r"\frac{\partial C}{\partial b_1}=\sigma'(z_1)\prod_{l=2}^{L}w_l\sigma'(z_l)\,\frac{\partial C}{\partial a_L}",
        {
            "z": "vector[L]",
            "w": "vector[L]",
            r"\frac{\partial C}{\partial a_L}": "real",
            "L": "dim >= 2",
            "l": "index[L]",
            S: "func:sigmoid.sigmoid",
        },
        ("z", "w", r"\frac{\partial C}{\partial a_L}"),
        vanishing,
        snippets=SIGMA,
    ),
    Case(
        "regularization",
        r"C=C_0+\frac{\lambda}{2n}\sum_w w^2",
        {"C_0": "real", r"\lambda": "real in (0,1)", "n": "dim", "w": "vector[m]"},
        ("C_0", r"\lambda", "n", "w"),
        lambda c, lam, n, w: c + lam / 2 / n * (w**2).sum(),
    ),
    Case(
        "dropout",
        r"\tilde a=\frac{m\odot a}{1-p}",
        {"m": "binary[n]", "a": "vector[n]", "p": UNIT},
        ("a", "m", "p"),
        lambda a, m, p: a * m / (1 - p),
    ),
    Case(
        "pmi",
        r"\mathrm{PPMI}(x,y)=\max\left(0,\log_2\frac{P(x,y)}{P(x)P(y)}\right)",
        {"P(x,y)": UNIT, "P(x)": UNIT, "P(y)": UNIT},
        ("P(x,y)", "P(x)", "P(y)"),
        lambda a, b, c: max(0.0, np.log2(a / b / c)),
    ),
    Case(
        "perplexity",
        r"\mathrm{PP}=\exp\left(-\frac{1}{N}\sum_{i=1}^{N}\ln p_i\right)",
        {"p": "vector[N] in (0,1]", "N": "dim", "i": "index[N]"},
        ("p",),
        lambda p: np.exp(-np.log(p).mean()),
    ),
    Case(
        "attention",
        r"\mathrm{Attention}(Q,K,V)=\mathrm{softmax}\left(\frac{QK^{T}}{\sqrt{d_k}}\right)V",
        {
            "Q": "matrix[m,d_k]",
            "K": "matrix[n,d_k]",
            "V": "matrix[n,p]",
            "d_k": "dim",
            r"\mathrm{softmax}": "func:softmax.softmax",
        },
        ("Q", "K", "V"),
        lambda q, k, v: softmax(q @ k.T / np.sqrt(q.shape[1])) @ v,
        snippets={"softmax.softmax": softmax},
    ),
    Case(
        "layer-normalization",
        r"\mathrm{LN}(x)_i=\gamma_i\frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}+\beta_i",
        {
            "x": "vector[n]",
            r"\gamma": "vector[n]",
            r"\beta": "vector[n]",
            r"\epsilon": UNIT,
            "i": "index[n]",
            "j": "index[n]",
            "n": "dim",
            r"\mu": "real",
            r"\sigma^2": "real",
        },
        ("x", r"\gamma", r"\beta", r"\epsilon"),
        lambda x, g, b, e: g * (x - x.mean()) / np.sqrt(x.var() + e) + b,
        where=(r"\mu=\frac1n\sum_{j=1}^n x_j", r"\sigma^2=\frac1n\sum_{j=1}^n(x_j-\mu)^2"),
    ),
]
