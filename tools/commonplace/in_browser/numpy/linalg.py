"""Linear algebra of small matrices, and stacks of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from . import types
from .array import array_of, ndarray, scalar
from .errors import LinAlgError, errstate
from .indexing import broadcast_shapes
from .making import array, broadcast_to, stack
from .operators import operations
from .reductions import total

Rows = list[list[float]]
_SWEEPS = 60


def _matrices(a: Any) -> tuple[ndarray, tuple[int, ...]]:
    given = array_of(a)
    given = given if given.dtype.kind == "f" else given.astype(types.FLOAT64)
    if given.ndim < 2:
        raise LinAlgError(f"{given.ndim}-dimensional array given. Array must be at least two-dimensional")
    return given.reshape(-1, *given.shape[-2:]), given.shape[:-2]


def _square(a: Any) -> tuple[ndarray, tuple[int, ...]]:
    given, outer = _matrices(a)
    if given.shape[-1] != given.shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    return given, outer


def _each(a: Any, compute: Callable[[Rows], Any], *, square: bool = True) -> Any:
    given, outer = _square(a) if square else _matrices(a)
    results = [compute(given[place].tolist()) for place in range(len(given))]
    result = array(results, given.dtype)
    result = result.reshape(*outer, *result.shape[1:])
    return result if result.ndim else scalar(result.item(), given.dtype)


def _eliminated(left: Rows, right: Rows) -> tuple[Rows, Rows, float]:
    """Solve by elimination with pivots; give the triangle, the solution and the sign of the exchanges."""
    a, b, sign, size = [row[:] for row in left], [row[:] for row in right], 1.0, len(left)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(a[row][column]))
        if pivot != column:
            a[column], a[pivot], b[column], b[pivot] = a[pivot], a[column], b[pivot], b[column]
            sign = -sign
        if a[column][column] == 0:
            return a, b, 0.0
        for row in range(column + 1, size):
            factor = a[row][column] / a[column][column]
            a[row] = [x - factor * y for x, y in zip(a[row], a[column], strict=True)]
            b[row] = [x - factor * y for x, y in zip(b[row], b[column], strict=True)]
    return a, b, sign


def _solved(left: Rows, right: Rows) -> Rows:
    a, b, sign = _eliminated(left, right)
    if not sign:
        raise LinAlgError("Singular matrix")
    for row in reversed(range(len(a))):
        for column in range(len(b[0]) if b else 0):
            known = total([a[row][k] * b[k][column] for k in range(row + 1, len(a))])
            b[row][column] = (b[row][column] - known) / a[row][row]
    return b


def solve(a: Any, b: Any) -> Any:
    """Give x with a @ x = b."""
    left, outer = _square(a)
    right = array_of(b)
    if right.ndim == 1:
        return solve(a, right.reshape(-1, 1))[..., 0]
    stacked = right.astype(left.dtype)
    outer = broadcast_shapes(outer, stacked.shape[:-2])
    lefts = broadcast_to(array_of(a).astype(left.dtype), (*outer, *left.shape[-2:])).reshape(-1, *left.shape[-2:])
    rights = broadcast_to(stacked, (*outer, *stacked.shape[-2:])).reshape(-1, *stacked.shape[-2:])
    pairs = [(lefts[place].tolist(), rights[place].tolist()) for place in range(len(lefts))]
    return array([_solved(*pair) for pair in pairs], left.dtype).reshape(*outer, *stacked.shape[-2:])


def inv(a: Any) -> Any:
    """Give the inverse."""
    return _each(a, lambda rows: _solved(rows, [[float(i == j) for j in range(len(rows))] for i in range(len(rows))]))


def det(a: Any) -> Any:
    """Give the determinant."""

    def determinant(rows: Rows) -> float:
        triangle, _, sign = _eliminated(rows, [[] for _ in rows])
        return sign * math.prod(triangle[place][place] for place in range(len(rows)))

    return _each(a, determinant)


def cholesky(a: Any) -> Any:
    """Give the lower triangle whose product with its transpose is the matrix."""
    return _each(a, _lower)


def _lower(rows: Rows) -> Rows:
    result = [[0.0] * len(rows) for _ in rows]
    for i, row in enumerate(rows):
        for j in range(i + 1):
            rest = row[j] - total([result[i][k] * result[j][k] for k in range(j)])
            if i != j:
                result[i][j] = rest / result[j][j]
            elif rest > 0:
                result[i][i] = math.sqrt(rest)
            else:
                raise LinAlgError("Matrix is not positive definite")
    return result


def eigvalsh(a: Any) -> Any:
    """Give the eigenvalues of symmetric matrices, the least first, by Jacobi's rotations."""
    return _each(a, lambda rows: sorted(_diagonalised(rows)))


def _diagonalised(rows: Rows) -> list[float]:
    a, size = [row[:] for row in rows], len(rows)
    for _ in range(_SWEEPS):
        if sum(a[i][j] ** 2 for i in range(size) for j in range(i)) == 0:
            break
        for p in range(size):
            for q in range(p + 1, size):
                if a[p][q]:
                    _rotate(a, p, q)
    return [a[i][i] for i in range(size)]


def _rotate(a: Rows, p: int, q: int) -> None:
    angle = 0.5 * math.atan2(2 * a[p][q], a[q][q] - a[p][p])
    c, s = math.cos(angle), math.sin(angle)
    for row in a:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
    a[p], a[q] = (
        [c * x - s * y for x, y in zip(a[p], a[q], strict=True)],
        [s * x + c * y for x, y in zip(a[p], a[q], strict=True)],
    )
    if abs(a[p][q]) <= 1e-17 * (abs(a[p][p]) + abs(a[q][q])):
        a[p][q] = a[q][p] = 0.0


def svdvals(a: Any) -> Any:
    """Give the singular values, the largest first, by one-sided rotations, which keep small ones exact."""
    return _each(a, _singular, square=False)


def _singular(rows: Rows) -> list[float]:
    columns = [list(column) for column in zip(*rows, strict=True)]
    columns = columns if len(columns) <= len(rows) else [row[:] for row in rows]
    for _ in range(_SWEEPS):
        moved = False
        for p in range(len(columns)):
            for q in range(p + 1, len(columns)):
                moved |= _orthogonalised(columns, p, q)
        if not moved:
            break
    return sorted((math.hypot(*column) for column in columns), reverse=True)


def _orthogonalised(columns: Rows, p: int, q: int) -> bool:
    one, other = columns[p], columns[q]
    product = total([x * y for x, y in zip(one, other, strict=True)])
    lengths = total([x * x for x in one]), total([y * y for y in other])
    if abs(product) <= 1e-16 * math.sqrt(lengths[0] * lengths[1]):
        return False
    angle = 0.5 * math.atan2(2 * product, lengths[1] - lengths[0])
    c, s = math.cos(angle), math.sin(angle)
    columns[p] = [c * x - s * y for x, y in zip(one, other, strict=True)]
    columns[q] = [s * x + c * y for x, y in zip(one, other, strict=True)]
    return True


def matrix_rank(a: Any, *, hermitian: bool = False) -> Any:
    """Tell how many singular values are not rounding."""
    if array_of(a).ndim < 2:
        return int(any(array_of(a).flat_entries))
    values = operations["absolute"](eigvalsh(a)) if hermitian else svdvals(a)
    largest = array_of(a)
    edge = values.max(axis=-1, keepdims=True) * max(largest.shape[-2:]) * 2.0**-52
    return operations["sum"](operations["greater"](values, edge), axis=-1)


def cond(a: Any) -> Any:
    """Give the ratio of the largest to the least singular value."""
    values = svdvals(a)
    with errstate(all="ignore"):  # infinite for a matrix that is not regular
        return operations["divide"](values[..., 0], values[..., -1])


def pinv(a: Any) -> Any:
    """Give the pseudo-inverse of a matrix of full rank."""
    given = array_of(a)
    turned = given.swapaxes(-1, -2)
    if given.shape[-1] <= given.shape[-2]:
        return inv(turned @ given) @ turned
    return turned @ inv(given @ turned)


def qr(a: Any) -> tuple[Any, Any]:
    """Give orthonormal columns, and the triangle that they are combined with, by Householder's reflections."""
    given, outer = _matrices(a)
    results = [_reflected(given[place].tolist()) for place in range(len(given))]
    q, r = (stack([array(each[side], given.dtype) for each in results]) for side in (0, 1))
    return q.reshape(*outer, *q.shape[1:]), r.reshape(*outer, *r.shape[1:])


def _reflected(rows: Rows) -> tuple[Rows, Rows]:
    m, n = len(rows), len(rows[0])
    r, q = [row[:] for row in rows], [[float(i == j) for j in range(m)] for i in range(m)]
    for column in range(min(m, n)):
        vector = [0.0] * column + [r[i][column] for i in range(column, m)]
        length = math.hypot(*vector)
        vector[column] += math.copysign(length, vector[column])
        square = total([x * x for x in vector])
        if not square or column == m - 1:
            continue
        for matrix in (r, q):
            for j in range(len(matrix[0])):
                factor = 2 * total([vector[i] * matrix[i][j] for i in range(m)]) / square
                for i in range(column, m):
                    matrix[i][j] -= factor * vector[i]
    k = min(m, n)
    triangle = [[r[i][j] if j >= i else 0.0 for j in range(n)] for i in range(k)]
    return [[q[j][i] for j in range(k)] for i in range(m)], triangle


def norm(a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    """Give the length of vectors, or of all entries together."""
    return operations["sqrt"](operations["sum"](operations["square"](array_of(a) * 1.0), axis, keepdims=keepdims))
