"""How the learning rate decides between convergence and divergence, on a quadratic function."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from gradient_descent import gradient_descent
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def contraction(rates: ArrayLike, curvatures: ArrayLike) -> FloatArray:
    r"""
    Give the factor by which a step of gradient descent shrinks, or stretches, the distance to the minimum at worst.

    Computes :math:`\rho = \max_i |1 - \eta \lambda_i|` for :math:`f(x) = \frac{1}{2} \sum_i \lambda_i x_i^2`.

    Parameters
    ----------
    rates : array_like of any shape
        Learning rates :math:`\eta`, each looked at by itself.
    curvatures : array_like of shape (n,)
        The curvatures :math:`\lambda_i > 0` of the function along its axes.

    Returns
    -------
    ndarray of the shape of `rates`
        Below 1, descent converges from every start; at 1 it stands still or jumps to and fro; above 1 it flies away.

    Raises
    ------
    ValueError
        If there is no curvature, or one is not positive.

    Notes
    -----
    It is less than 1 exactly for :math:`0 < \eta < 2 / L` with the largest curvature L, and least for
    :math:`\eta = 2 / (\lambda_{\min} + \lambda_{\max})` [1]_.

    References
    ----------
    .. [1] Polyak, Introduction to Optimization, Optimization Software 1987, chapter 1.

    Examples
    --------
    >>> contraction([0.1, 0.4, 0.5, 1.0], [1.0, 4.0]).round(6).tolist()
    [0.9, 0.6, 1.0, 3.0]
    >>> contraction(0.5, [2.0]).item()
    0.0
    """
    rates, curvatures = np.asarray(rates) / 1, _positive(curvatures)  # integers become float64, other types stay
    return np.asarray(np.abs(1.0 - rates[..., np.newaxis] * curvatures).max(axis=-1))


def distances(rates: ArrayLike, curvatures: ArrayLike, steps: int) -> FloatArray:
    r"""
    Descend with each learning rate, and see how far from the minimum every step ends.

    Runs :math:`x \leftarrow x - \eta \nabla f(x)` on :math:`f(x) = \frac{1}{2} \sum_i \lambda_i x_i^2` from
    :math:`x = (1, \ldots, 1)`.

    Parameters
    ----------
    rates : array_like of shape (k,)
        Positive learning rates to compare.
    curvatures : array_like of shape (n,)
        The curvatures :math:`\lambda_i > 0` of the function along its axes.
    steps : int
        How many steps to take.

    Returns
    -------
    ndarray of shape (k, steps + 1)
        For each rate, the distance before the first step and after each.

    Raises
    ------
    ValueError
        If `rates` is no vector, a rate or curvature is not positive, or `steps` is negative.

    Notes
    -----
    Nothing here knows the bound 2 / L: it shows in the numbers. Step by step, the distances grow at most by the factor
    that `contraction` gives [1]_.

    References
    ----------
    .. [1] Polyak, Introduction to Optimization, Optimization Software 1987, chapter 1.

    Examples
    --------
    >>> distances([0.25, 1.0, 1.5], [2.0], 3).tolist()
    [[1.0, 0.5, 0.25, 0.125], [1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 4.0, 8.0]]
    >>> distances([0.001], [2.0], 1000).round(3)[0, [0, 1, 1000]].tolist()
    [1.0, 0.998, 0.135]
    """
    rates, curvatures = np.asarray(rates) / 1, _positive(curvatures)
    if rates.ndim != 1:
        raise ValueError(f"rates must have shape (k,), not {rates.shape}")
    start = np.ones_like(curvatures)
    paths = [gradient_descent(lambda x: curvatures * x, start, learning_rate=rate, steps=steps) for rate in rates]
    return np.asarray(np.linalg.norm(np.reshape(paths, (len(rates), steps + 1, len(curvatures))), axis=-1))


def _positive(curvatures: ArrayLike) -> FloatArray:
    curvatures = np.asarray(curvatures) / 1
    if curvatures.ndim != 1 or len(curvatures) == 0 or not (curvatures > 0).all():
        raise ValueError(f"curvatures must be positive, of shape (n,), n >= 1, not {curvatures.shape}")
    return np.asarray(curvatures)
