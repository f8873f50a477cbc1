"""Inverses and determinants of matrices of any kind of number, by elimination where LAPACK has no such numbers."""

from __future__ import annotations

import numpy as np

from commonplace.formulas.arithmetic import Value


def determinant(matrix: Value) -> Value:
    """Give the determinant of a square matrix."""
    if matrix.dtype != object:
        return np.linalg.det(matrix)
    rows, sign = [list(row) for row in matrix], 1
    for column in range(len(rows)):
        pivot = max(range(column, len(rows)), key=lambda row: abs(rows[row][column]))
        if rows[pivot][column] == 0:
            return rows[pivot][column]
        if pivot != column:
            rows[pivot], rows[column], sign = rows[column], rows[pivot], -sign
        for row in range(column + 1, len(rows)):
            _eliminate(rows, row, column)
    result = sign
    for place, row_ in enumerate(rows):
        result = row_[place] * result
    return result


def inverse(matrix: Value) -> Value:
    """
    Invert a square matrix.

    Raises
    ------
    numpy.linalg.LinAlgError
        If it has no inverse.
    """
    if matrix.dtype != object:
        return np.linalg.inv(matrix)
    size = len(matrix)
    zero = matrix[0, 0] * 0
    rows = [[*row, *(zero + (place == other) for other in range(size))] for place, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if rows[pivot][column] == 0:
            raise np.linalg.LinAlgError("singular")
        rows[pivot], rows[column] = rows[column], rows[pivot]
        rows[column] = [entry / rows[column][column] for entry in rows[column]]
        for row in range(size):
            if row != column:
                _eliminate(rows, row, column)
    return np.array([row[size:] for row in rows], dtype=object)


def _eliminate(rows: list[list[Value]], row: int, column: int) -> None:
    factor = rows[row][column] / rows[column][column]
    rows[row] = [entry - factor * above for entry, above in zip(rows[row], rows[column], strict=True)]
