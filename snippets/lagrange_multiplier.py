"""A minimum under a constraint, by Lagrange's method."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from dot_product import dot_product
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def constrained_minimum(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[FloatArray, FloatArray]:
    r"""
    Find the lowest point of a quadratic function on a line, a plane or a hyperplane.

    Solves :math:`\nabla f(x) = \lambda \nabla g(x)`, :math:`g(x) = 0` for
    :math:`f(x) = \frac{1}{2} x^T A x - b \cdot x` and :math:`g(x) = c \cdot x - d`.

    Parameters
    ----------
    a : array_like of shape (..., n, n)
        The symmetric positive definite matrix A.
    b : array_like of shape (..., n)
        The vector b of the linear part :math:`-b \cdot x` of f.
    c : array_like of shape (..., n)
        What is perpendicular to the hyperplane; not 0.
    d : array_like of shape (...)
        Which of the parallel hyperplanes it is. The axes before are broadcast in all four.

    Returns
    -------
    tuple of two ndarrays, of shapes (..., n) and (...)
        The minimum x, and the multiplier :math:`\lambda`: how fast the least value grows with d.

    Raises
    ------
    ValueError
        If the shapes do not fit, a matrix is not symmetric positive definite, or a `c` is 0.

    Notes
    -----
    The first equation says :math:`x = A^{-1} (b + \lambda c)`; put into the second, it gives :math:`\lambda`. As f is
    convex and g is linear, what solves both is the minimum. Section 16.1 of [1]_.

    References
    ----------
    .. [1] Nocedal and Wright, Numerical Optimization, 2nd edition, Springer 2006.

    Examples
    --------
    >>> [each.tolist() for each in constrained_minimum([[2, 0], [0, 2]], [0, 0], [1, 1], 2)]
    [[1.0, 1.0], 2.0]
    >>> [each.tolist() for each in constrained_minimum([[1e-150]], [0], [1e150], 1e150)]
    [[1.0], 1e-300]
    """
    a, b, c, d = (np.asarray(each) / 1 for each in (a, b, c, d))  # integers become float64, other types stay
    if not a.shape[-2:] == (*b.shape[-1:], *c.shape[-1:]) == (*c.shape[-1:], *b.shape[-1:]):
        shapes = f"{a.shape}, {b.shape} and {c.shape}"
        raise ValueError(f"a, b and c must have shapes (..., n, n), (..., n) and (..., n), not {shapes}")
    _check_definite(a)
    if not c.any(axis=-1).all():
        raise ValueError(f"c of shape {c.shape} must not be 0: the constraint would not depend on x")
    largest = np.abs(c).max(axis=-1)
    normal: FloatArray = c / largest[..., np.newaxis]  # the same hyperplane, and no square of c can overflow
    free = np.linalg.solve(a, b[..., np.newaxis])[..., 0]
    along = np.linalg.solve(a, normal[..., np.newaxis])[..., 0]
    multiplier = np.asarray((d / largest - dot_product(normal, free)) / dot_product(normal, along))
    return np.asarray(free + multiplier[..., np.newaxis] * along), np.asarray(multiplier / largest)


def _check_definite(a: FloatArray) -> None:
    if not np.allclose(a, np.swapaxes(a, -1, -2), rtol=1e-6, atol=0):
        raise ValueError(f"matrices of shape {a.shape} must be symmetric")
    try:
        np.linalg.cholesky(a)
    except np.linalg.LinAlgError:
        raise ValueError(f"matrices of shape {a.shape} must be positive definite") from None
