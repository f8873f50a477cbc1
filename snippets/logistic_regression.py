"""Logistic regression: the probability of yes, and the weights that fit it to data."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from binary_cross_entropy import binary_cross_entropy_of_scores
from numpy.typing import ArrayLike, NDArray
from sigmoid import sigmoid, sigmoid_derivative

FloatArray: TypeAlias = NDArray[np.floating]


def probability(x: ArrayLike, w: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Give the probability that an example belongs to class 1.

    Computes :math:`P(y = 1 \mid x) = 1 / (1 + e^{-(w \cdot x + b)})`.

    Parameters
    ----------
    x : array_like of shape (..., n)
        The features of each example.
    w : array_like of shape (n,)
        The weights: what one unit more of a feature adds to the log-odds.
    b : float
        The bias: the log-odds of an example whose features are all 0.

    Returns
    -------
    ndarray of shape (...)
        Probabilities.

    Raises
    ------
    ValueError
        If there is not one weight for each feature, or more than one bias.

    Notes
    -----
    Equation 4.87 of [1]_, with the bias written apart.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 4.3.2.

    Examples
    --------
    >>> probability([[0, 0], [2, 1]], [np.log(2.0), 0.0], 0.0).round(6).tolist()
    [0.5, 0.8]
    >>> probability([-800.0, 0.0], [1.0, 1.0], 0.0).tolist()
    0.0
    """
    x, w, b = np.asarray(x) / 1, np.asarray(w) / 1, np.asarray(b) / 1  # integers become float64
    if w.ndim != 1 or x.shape[-1:] != w.shape or b.ndim:
        raise ValueError(f"x, w and b must have shapes (..., n), (n,) and (), not {x.shape}, {w.shape} and {b.shape}")
    return sigmoid(x @ w + b)


def fit(x: ArrayLike, y: ArrayLike, *, penalty: float) -> tuple[FloatArray, FloatArray]:
    r"""
    Find the weights and the bias of least penalised cross-entropy.

    Minimises :math:`C(w, b) + \frac{\lambda}{2} \lVert w \rVert^2` by Newton's method; C is the binary cross-entropy.

    Parameters
    ----------
    x : array_like of shape (m, n)
        The features of m examples.
    y : array_like of shape (m,)
        Their classes: 0 or 1, and both must occur.
    penalty : float
        The factor :math:`\lambda > 0`. Without it there is no minimum where a plane separates the classes: ever larger
        weights fit ever better.

    Returns
    -------
    tuple of ndarrays, of shapes (n,) and ()
        The weights and the bias.

    Raises
    ------
    ValueError
        If the shapes do not fit, `y` holds anything but 0 and 1 or only one of them, or `penalty` is not positive.

    Notes
    -----
    The cost is strictly convex, so there is one minimum. A step that would not lower the cost is halved, and the search
    ends where no step does. The bias is not penalised, so that features can be centred first: far from 0 they would
    look much like the constant feature of the bias. Section 4.3.3 of [1]_ calls it iterative reweighted least squares.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006.

    Examples
    --------
    >>> w, b = fit([[0], [0], [0], [1], [1], [1]], [0, 0, 1, 0, 1, 1], penalty=1e-9)  # 1/3 at 0, 2/3 at 1
    >>> w.round(5).tolist(), b.round(5).item(), np.log([4, 0.5]).round(5).tolist()
    ([1.38629], -0.69315, [1.38629, -0.69315])
    >>> fit([[-1.0], [1.0]], [0, 1], penalty=1.0)[0].round(6).tolist()  # separable; w = σ(-w)
    [0.401058]
    """
    x, y = np.asarray(x) / 1, np.asarray(y)
    if x.ndim != 2 or y.shape != x.shape[:1]:  # noqa: PLR2004 (the two axes: examples, features)
        raise ValueError(f"x and y must have shapes (m, n) and (m,), not {x.shape} and {y.shape}")
    if set(y.tolist()) != {0.0, 1.0} or not penalty > 0:
        raise ValueError(f"y of shape {y.shape} must hold 0 and 1, both; penalty must be positive, not {penalty}")
    penalties = np.append(np.full_like(x[0], penalty), x.dtype.type(0))
    centre = x.mean(axis=0)
    x = np.concatenate([x - centre, np.ones((len(x), 1), dtype=x.dtype)], axis=1)  # the bias weighs a constant feature
    y = y.astype(x.dtype)
    theta = np.zeros_like(penalties)
    while True:
        following = _newton_step(x, y, penalties, theta)
        if following is None:
            return theta[:-1], np.asarray(theta[-1] - centre @ theta[:-1])
        theta = following


def _newton_step(x: FloatArray, y: FloatArray, penalties: FloatArray, theta: FloatArray) -> FloatArray | None:
    """Return the next point, or None where no step, however small, lowers the cost."""
    z = x @ theta
    gradient = (sigmoid(z) - y) @ x / len(x) + penalties * theta
    hessian = (x.T * sigmoid_derivative(z)) @ x / len(x) + np.diag(penalties)
    direction = np.linalg.solve(hessian, gradient)
    cost = _cost(x, y, penalties, theta)
    for halvings in range(30):
        following = np.asarray(theta - 0.5**halvings * direction)
        if _cost(x, y, penalties, following) < cost:
            return following
    return None


def _cost(x: FloatArray, y: FloatArray, penalties: FloatArray, theta: FloatArray) -> float:
    return float(binary_cross_entropy_of_scores(y, x @ theta) + (penalties * theta**2).sum() / 2)
