"""The least-squares solution of an overdetermined linear system: as the formula says, and as one computes it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def normal_equations(x: ArrayLike, y: ArrayLike) -> FloatArray:
    r"""
    Find the parameters of least squared error by the formula itself.

    Computes :math:`\hat\theta = (X^T X)^{-1} X^T y`, by solving :math:`X^T X \hat\theta = X^T y`.

    Parameters
    ----------
    x : array_like of shape (..., m, n)
        The matrix X: n features of m examples; a column of ones for a constant term.
    y : array_like of shape (..., m)
        The value observed for each example.

    Returns
    -------
    ndarray of shape (..., n)
        The parameters.

    Raises
    ------
    ValueError
        If the shapes do not fit, or :math:`X^T X` is singular in floating point.

    Notes
    -----
    Short, and good enough for well-conditioned data. But :math:`X^T X` has the square of the condition number of X:
    half of the digits can be gone before the system is solved. `least_squares` avoids it. Section 5.3.2 of [1]_.

    References
    ----------
    .. [1] Golub and Van Loan, Matrix Computations, 4th edition, Johns Hopkins University Press 2013.

    Examples
    --------
    >>> normal_equations([[1, 0], [1, 1], [1, 2]], [1, 3, 5]).round(12).tolist()
    [1.0, 2.0]
    >>> normal_equations([[2.0], [2.0]], [1e200, 3e200]).tolist()
    [1e+200]
    """
    x, y = _fitting(x, y)
    transposed = x.swapaxes(-1, -2)
    gram = transposed @ x
    if (np.linalg.matrix_rank(gram) < x.shape[-1]).any():
        raise ValueError(f"for x of shape {x.shape}, the product of its transpose with x is singular")
    return np.linalg.solve(gram, transposed @ y[..., np.newaxis])[..., 0]


def least_squares(x: ArrayLike, y: ArrayLike) -> FloatArray:
    r"""
    Find the parameters of least squared error by an orthogonal factorisation.

    Computes :math:`\hat\theta = (X^T X)^{-1} X^T y`, which minimises :math:`\lVert y - X \theta \rVert`, without the
    product in it: from :math:`X = QR` follows :math:`R \hat\theta = Q^T y`.

    Parameters
    ----------
    x : array_like of shape (..., m, n)
        The matrix X: n features of m examples; a column of ones for a constant term.
    y : array_like of shape (..., m)
        The value observed for each example.

    Returns
    -------
    ndarray of shape (..., n)
        The parameters.

    Raises
    ------
    ValueError
        If the shapes do not fit, there are fewer examples than features, or the columns of X are linearly dependent in
        floating point: then more than one vector is best.

    Notes
    -----
    With many more examples than features, it takes about twice as long as the normal equations. Section 5.3 of [1]_.
    Each column is scaled by a power of two first, so that features in very different units count as what they are,
    and not as dependent.

    References
    ----------
    .. [1] Golub and Van Loan, Matrix Computations, 4th edition, Johns Hopkins University Press 2013.

    Examples
    --------
    >>> least_squares([[1, 0], [1, 1], [1, 2]], [1, 3, 5]).round(12).tolist()
    [1.0, 2.0]
    >>> least_squares([[1, 1], [1e-8, 0], [0, 1e-8]], [2, 1e-8, 1e-8]).round(6).tolist()
    [1.0, 1.0]
    """
    x, y = _fitting(x, y)
    _, exponent = np.frexp(np.abs(x).max(axis=-2))
    q, r = np.linalg.qr(np.ldexp(x, -exponent[..., np.newaxis, :]))
    if (np.linalg.matrix_rank(r) < x.shape[-1]).any():
        raise ValueError(f"the columns of x of shape {x.shape} are linearly dependent: no single solution is best")
    theta = np.linalg.solve(r, q.swapaxes(-1, -2) @ y[..., np.newaxis])[..., 0]
    return np.asarray(np.ldexp(theta, -exponent))


def _fitting(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, y = np.asarray(x) / 1, np.asarray(y) / 1  # integers become float64, other types stay
    if x.ndim < 2 or y.shape != x.shape[:-1]:  # noqa: PLR2004 (the two axes: examples, features)
        raise ValueError(f"x and y must have shapes (..., m, n) and (..., m), not {x.shape} and {y.shape}")
    if not 1 <= x.shape[-1] <= x.shape[-2]:
        raise ValueError(f"x must have at least one feature, and no more than examples, not shape {x.shape}")
    return np.asarray(x), np.asarray(y)
