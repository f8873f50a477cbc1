"""What numbers, vectors, matrices and transposed vectors do with each other, and what they refuse to do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonplace.formulas.arithmetic import Arithmetic, Scalar, Value
from commonplace.formulas.entrywise import calculates, each, fits
from commonplace.formulas.matrices import determinant
from commonplace.formulas.matrices import inverse as inverted

_MATRIX = 2
"""How many axes a matrix has."""


class MeaningError(ArithmeticError):
    """An operation that has no meaning for these values, with a hint how to write what was meant."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Row:
    """A transposed vector: what ``x^T`` is."""

    entries: Value


def is_scalar(value: Value) -> bool:
    """Whether it is one number."""
    return not isinstance(value, np.ndarray | Row) and not callable(value)


def describe(value: Value) -> str:
    """Say what kind of value it is, for a message."""
    if callable(value):
        return "a function"
    if isinstance(value, Row):
        return f"a transposed vector of length {len(value.entries)}"
    if is_scalar(value):
        return "a number"
    if value.ndim == 1:
        return f"a vector of length {len(value)}"
    return f"a matrix of shape {'×'.join(str(length) for length in value.shape)}"


def refusal(doing: str, *values: Value, hint: str = "") -> MeaningError:
    """Make an error that says what cannot be done with these values."""
    if any(callable(value) for value in values):
        hint = "A function stands where a value is expected: write its argument, as in f(x)."
    return MeaningError(f"cannot {doing} {' and '.join(describe(value) for value in values)}", hint)


def add(left: Value, right: Value, sign: int, *, literal: bool = False) -> Value:
    """Give ``left + right`` or ``left - right``; only values of one shape have a sum.

    A `literal`, a number that is written out, may be added to each entry: ``1 - a`` has no other meaning.
    """
    if calculates(left, right) or fits(left, right) or (literal and _is_array(left) != _is_array(right)):
        if isinstance(left, Row) or isinstance(right, Row) or callable(left) or callable(right):
            raise refusal("add", left, right)
        return left + right if sign > 0 else left - right
    if isinstance(left, Row) and isinstance(right, Row) and left.entries.shape == right.entries.shape:
        return Row(left.entries + right.entries if sign > 0 else left.entries - right.entries)
    alike = is_scalar(left) and is_scalar(right)
    if not alike and not _same_shape(left, right):
        raise refusal("add", left, right, hint="Nothing is broadcast: write it with indices, as in x_i + b.")
    return left + right if sign > 0 else left - right


def negative(value: Value) -> Value:
    """Give the value with the other sign."""
    if callable(value):
        raise refusal("negate", value)
    return Row(-value.entries) if isinstance(value, Row) else -value


def multiply(left: Value, right: Value, operator: str, arithmetic: Arithmetic) -> Value:
    """Give the product that `operator` stands for, which is empty for a product without a sign."""
    if operator == "/":
        return divide(left, right, arithmetic)
    if operator == r"\odot" or (operator in {"", r"\times"} and calculates(left, right)):
        return hadamard(left, right)
    if callable(left) or callable(right):
        raise refusal("multiply", left, right)
    if operator in _MORE:
        return _MORE[operator](left, right)
    if is_scalar(left) or is_scalar(right):
        return _scaled(left, right)
    dotted = operator == r"\cdot" and _is_vector(left) and _same_shape(left, right)
    return left @ right if dotted else _matrix_product(left, right)


def _cross_product(left: Value, right: Value) -> Value:
    r"""Give ``left \times right``: of numbers their product, of vectors in space the cross product."""
    if is_scalar(left) or is_scalar(right):
        return _scaled(left, right)
    if _is_vector(left) and _same_shape(left, right) and len(left) == 3:  # noqa: PLR2004 - space
        return np.cross(left, right)
    raise refusal("multiply", left, right, hint=r"\times is for numbers; write \cdot or \odot.")


def _scaled(left: Value, right: Value) -> Value:
    if isinstance(left, Row):
        return Row(left.entries * right)
    return Row(left * right.entries) if isinstance(right, Row) else left * right


def _matrix_product(left: Value, right: Value) -> Value:
    """Multiply as matrices: a transposed vector is a row, a vector is a column."""
    if isinstance(left, Row):
        inner, outer = left.entries, right
        if isinstance(right, Row) or len(inner) != len(outer):
            raise refusal("multiply", left, right)
        return inner @ outer if _is_vector(outer) else Row(inner @ outer)
    if isinstance(right, Row):
        if not _is_vector(left):
            raise refusal("multiply", left, right)
        return np.outer(left, right.entries)
    if _is_vector(left):
        hint = r"Write a \cdot b, a^T b, a b^T or a \odot b, whichever is meant."
        raise refusal("multiply", left, right, hint=hint)
    if left.shape[1] != right.shape[0]:
        raise refusal("multiply", left, right, hint="The first must have as many columns as the second has rows.")
    return left @ right


def _tensor_product(left: Value, right: Value) -> Value:
    """Give the outer product of vectors, or the Kronecker product of matrices."""
    if _is_vector(left) and _is_vector(right):
        return np.outer(left, right)
    if _is_matrix(left) and _is_matrix(right):
        return np.kron(left, right)
    raise refusal(r"take the product \otimes of", left, right)


def _entry_quotient(left: Value, right: Value) -> Value:
    if not _same_shape(left, right):
        raise refusal("divide entry by entry", left, right)
    return left / right


def _remainder(left: Value, right: Value) -> Value:
    if not (is_scalar(left) and is_scalar(right)):
        raise refusal("take the remainder of", left, right)
    return left % right


_MORE = {r"\times": _cross_product, r"\otimes": _tensor_product, r"\oslash": _entry_quotient, r"\bmod": _remainder}


def hadamard(left: Value, right: Value) -> Value:
    r"""Give ``left \odot right``; numbers count as arrays only beside what is declared as entrywise."""
    if calculates(left, right):
        return left * right
    if not _same_shape(left, right):
        raise refusal("multiply entry by entry", left, right)
    return left * right


def dot(left: Value, right: Value) -> Value:
    """Give the inner product of two vectors."""
    if not (_is_vector(left) and _same_shape(left, right)):
        raise refusal("take the inner product of", left, right)
    return left @ right


def divide(dividend: Value, divisor: Value, arithmetic: Arithmetic) -> Value:
    """Divide by a number."""
    if isinstance(divisor, np.ndarray) and calculates(dividend, divisor):
        return dividend / divisor
    if not is_scalar(divisor) or callable(dividend):
        raise refusal("divide", dividend, divisor, hint="Write it with indices, as in x_i / y_i.")
    if isinstance(dividend, Row):
        return Row(arithmetic.divide(dividend.entries, divisor))
    return arithmetic.divide(dividend, divisor)


def power(base: Value, exponent: Value, arithmetic: Arithmetic) -> Value:
    """Give a power of a number, or the inverse of a matrix."""
    if is_scalar(base) and is_scalar(exponent):
        return arithmetic.power(base, exponent)
    if calculates(base, exponent) and is_scalar(exponent):
        return each(lambda entry: arithmetic.power(entry, exponent), base)
    if _is_matrix(base) and base.shape[0] == base.shape[1] and is_scalar(exponent) and exponent == int(exponent):
        return _matrix_power(base, int(exponent))
    hint = r"Write it with indices, as in x_i^2, or as a product: A A, x \odot x, \lVert x \rVert^2."
    raise refusal("raise to a power", base, exponent, hint=hint)


def inverse(matrix: Value) -> Value:
    """Invert a square matrix."""
    try:
        return inverted(matrix)
    except np.linalg.LinAlgError:
        raise MeaningError("this matrix has no inverse", "Declare it spd, if it is.") from None


def _matrix_power(base: Value, exponent: int) -> Value:
    """Multiply a square matrix by itself, or its inverse."""
    factor = inverse(base) if exponent < 0 else base
    result = np.eye(len(base), dtype=base.dtype)
    for _ in range(abs(exponent)):
        result = result @ factor
    return result


def pseudo_inverse(matrix: Value) -> Value:
    """Give the pseudo-inverse of a matrix."""
    if not _is_matrix(matrix) or matrix.dtype == object:
        raise refusal("take the pseudo-inverse of", matrix)
    return np.linalg.pinv(matrix)


def absolute(value: Value) -> Value:
    """Give the absolute value of a number, the determinant of a matrix, or the number of members of a set."""
    if is_scalar(value):
        return abs(value)
    if _is_matrix(value) and value.shape[0] == value.shape[1]:
        return determinant(value)
    if _is_vector(value) and value.dtype.kind == "i":
        return len(value)
    hint = r"Write \lVert x \rVert for the length of a vector."
    raise refusal("take the absolute value of", value, hint=hint)


def transpose(value: Value) -> Value:
    """Turn rows to columns."""
    if callable(value):
        raise refusal("transpose", value)
    if isinstance(value, Row):
        return value.entries
    if is_scalar(value):
        return value
    return Row(value) if _is_vector(value) else value.T


def element(value: Value, indices: list[Scalar], base: int) -> Value:
    """Pick by indices, which count from `base` and never wrap around."""
    entries = value.entries if isinstance(value, Row) else value
    if not isinstance(entries, np.ndarray) or entries.ndim < len(indices):
        raise refusal(f"take {len(indices)} {'index' if len(indices) == 1 else 'indices'} of", value)
    places = zip(indices, entries.shape, strict=False)
    return entries[tuple(i if isinstance(i, slice) else _place(i, length, base) for i, length in places)]


def _place(index: Scalar, length: int, base: int) -> int:
    if not is_scalar(index) or index != int(index):
        raise MeaningError(f"an index must be a whole number, not {index}")
    if not base <= index < base + length:
        hint = "Indices never wrap around: look at the bounds of the sum, and at what the indices count from."
        raise MeaningError(f"index {int(index)} lies outside {base} … {base + length - 1}", hint)
    return int(index) - base


def norm(value: Value, order: Scalar | str | None, arithmetic: Arithmetic) -> Scalar:
    """Give the length of a vector, or the Frobenius norm of a matrix if `order` is ``F``."""
    if not isinstance(value, np.ndarray) or (_is_matrix(value) and order != "F"):
        raise refusal("take the norm of", value, hint=r"Of a matrix only \lVert A \rVert_F; of a number write |x|.")
    entries = list(abs(value.ravel()))
    if order == np.inf:
        return max(entries)
    exponent = 2 if order is None or order == "F" else order
    total = sum(arithmetic.power(entry, exponent) for entry in entries)
    if exponent == 2:  # noqa: PLR2004 - the root that is exact
        return arithmetic.elementary("sqrt")(total)
    return arithmetic.power(total, arithmetic.divide(1, exponent))


def truth(left: Value, right: Value, relation: str) -> bool:
    """Say whether a relation between two numbers holds exactly."""
    if relation in {r"\in", r"\notin"} and isinstance(right, np.ndarray) and is_scalar(left):
        return bool(np.any(right == left)) == (relation == r"\in")
    if not (is_scalar(left) and is_scalar(right)):
        raise refusal("compare", left, right, hint="Compare their entries, with indices.")
    outcomes = {
        "=": left == right, r"\ne": left != right, r"\le": left <= right, "<": left < right, r"\ge": left >= right,
        ">": left > right,
    }  # fmt: skip
    if relation not in outcomes:
        raise MeaningError(f"{relation} is no condition")
    return bool(outcomes[relation])


def _is_array(value: Value) -> bool:
    return isinstance(value, np.ndarray)


def _is_vector(value: Value) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1


def _is_matrix(value: Value) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == _MATRIX


def _same_shape(left: Value, right: Value) -> bool:
    return isinstance(left, np.ndarray) and isinstance(right, np.ndarray) and left.shape == right.shape
