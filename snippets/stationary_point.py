"""Where the gradient of a function is zero, and what is there."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def stationary_point(a: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""
    Find where a quadratic function is flat.

    Solves :math:`\nabla f(x^{*}) = 0` for :math:`f(x) = \frac{1}{2} x^T A x - b \cdot x`: that is, :math:`A x^{*} = b`.

    Parameters
    ----------
    a : array_like of shape (..., n, n)
        The symmetric matrix A, which is the Hessian matrix of f.
    b : array_like of shape (..., n)
        The vector b of the linear part :math:`-b \cdot x`; the axes before are broadcast.

    Returns
    -------
    ndarray of shape (..., n)
        The only point with gradient 0. What it is, `kind_of_point` tells.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a matrix is not symmetric or singular.

    Notes
    -----
    The condition is linear here, so that one solution of a system finds it. For other functions Newton's method solves
    such a system in each step; chapter 2 of [1]_. A matrix that is singular but for rounding is not refused: its point
    is far away.

    References
    ----------
    .. [1] Nocedal and Wright, Numerical Optimization, 2nd edition, Springer 2006.

    Examples
    --------
    >>> stationary_point([[2, 0], [0, 4]], [2, -4]).tolist()
    [1.0, -1.0]
    >>> stationary_point([[1e-300, 0], [0, -4]], [2e-300, 1]).tolist()
    [2.0, -0.25]
    """
    a, b = np.asarray(a), np.asarray(b)
    _check_symmetric(a)
    if b.shape[-1:] != a.shape[-1:]:
        raise ValueError(f"a and b must have shapes (..., n, n) and (..., n), not {a.shape} and {b.shape}")
    try:
        return np.asarray(np.linalg.solve(a, b[..., np.newaxis])[..., 0])
    except np.linalg.LinAlgError:
        raise ValueError(f"a matrix of {a.shape} is singular: no stationary point, or many") from None


def kind_of_point(hessian: ArrayLike) -> NDArray[np.str_]:
    """
    Tell a minimum from a maximum and a saddle.

    Looks at the signs of the eigenvalues of the Hessian matrix at a stationary point.

    Parameters
    ----------
    hessian : array_like of shape (..., n, n)
        Symmetric matrices of second derivatives.

    Returns
    -------
    ndarray of str of shape (...)
        ``minimum`` if all eigenvalues are positive, ``maximum`` if all are negative, ``saddle`` if there are both,
        else ``undecided``: second derivatives do not tell.

    Raises
    ------
    ValueError
        If a matrix is not square or not symmetric, or has no entry.

    Notes
    -----
    An eigenvalue counts as 0 if it is so small, beside the largest, that rounding alone may account for it. Theorems
    2.3 and 2.4 of [1]_.

    References
    ----------
    .. [1] Nocedal and Wright, Numerical Optimization, 2nd edition, Springer 2006, section 2.1.

    Examples
    --------
    >>> kind_of_point([[[2, 0], [0, 3]], [[2, 0], [0, -3]]]).tolist()
    ['minimum', 'saddle']
    >>> kind_of_point([[0]]).item()
    'undecided'
    """
    hessian = np.asarray(hessian)
    _check_symmetric(hessian)
    eigenvalues = np.linalg.eigvalsh(hessian)
    largest = np.abs(eigenvalues).max(axis=-1, keepdims=True)
    noise = largest * np.finfo(eigenvalues.dtype).eps * eigenvalues.shape[-1]
    up, down = eigenvalues > noise, eigenvalues < -noise
    conditions = [up.all(axis=-1), down.all(axis=-1), up.any(axis=-1) & down.any(axis=-1)]
    return np.select(conditions, ["minimum", "maximum", "saddle"], "undecided")


def _check_symmetric(a: FloatArray) -> None:
    if a.ndim < 2 or a.shape[-1] != a.shape[-2] or a.shape[-1] == 0:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"matrices must have shape (..., n, n), n >= 1, not {a.shape}")
    if not np.allclose(a, np.swapaxes(a, -1, -2), rtol=1e-6, atol=0):
        raise ValueError(f"matrices of shape {a.shape} must be symmetric")
