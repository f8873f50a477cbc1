from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matrix_product import matrix_product
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

NUMBERS = st.floats(-10, 10)
A, B, C = (arrays(np.float64, shape, elements=NUMBERS) for shape in [(2, 3), (3, 4), (4, 2)])


@settings(deadline=None)
@given(A, B)
def test_agrees_with_numpy(a: NDArray[np.float64], b: NDArray[np.float64]) -> None:
    assert_allclose(matrix_product(a, b), np.matmul(a, b), rtol=1e-13, atol=1e-13)


@settings(deadline=None)
@given(arrays(np.float64, (5, 1, 2, 3), elements=NUMBERS), arrays(np.float64, (4, 3, 2), elements=NUMBERS))
def test_multiplies_batches_as_numpy_does(a: NDArray[np.float64], b: NDArray[np.float64]) -> None:
    assert_allclose(matrix_product(a, b), np.matmul(a, b), rtol=1e-13, atol=1e-13)


@settings(deadline=None)
@given(A, B, C)
def test_is_associative_and_distributive(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> None:
    left, right = matrix_product(matrix_product(a, b), c), matrix_product(a, matrix_product(b, c))
    assert_allclose(left, right, rtol=1e-10, atol=1e-9)
    assert_allclose(matrix_product(a, b + 1), matrix_product(a, b) + a.sum(axis=1, keepdims=True), atol=1e-10)


@settings(deadline=None)
@given(A)
def test_the_identity_matrix_changes_nothing(a: NDArray[np.float64]) -> None:
    assert_array_equal(matrix_product(a, np.eye(3)), a)
    assert_array_equal(matrix_product(np.eye(2), a), a)


@pytest.mark.parametrize(
    ("a", "b", "product"),
    [
        ([[2]], [[-3]], [[-6]]),
        ([[1, 2], [3, 4]], [[5, 6], [7, 8]], [[19, 22], [43, 50]]),
        ([[1, 2]], [[3], [4]], [[11]]),
        ([[1], [2]], [[3, 4]], [[3, 4], [6, 8]]),
        ([[0, 1], [0, 0]], [[0, 0], [1, 0]], [[1, 0], [0, 0]]),
        ([[0, 0], [1, 0]], [[0, 1], [0, 0]], [[0, 0], [0, 1]]),
        (np.ones((2, 0)), np.ones((0, 1)), [[0], [0]]),
    ],
)
def test_values_known_in_closed_form(a: Any, b: Any, product: Any) -> None:
    assert_array_equal(matrix_product(a, b), product)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
def test_keeps_type_and_leaves_its_arguments_alone(given_type: str, type_back: str) -> None:
    a, b = np.full((2, 3), 200, dtype=given_type), np.full((3, 4), 200, dtype=given_type)
    result = matrix_product(a, b)
    assert result.dtype == np.dtype(type_back)
    assert_array_equal(result, np.full((2, 4), 120000.0))
    assert_array_equal(a, np.full((2, 3), 200))
    assert_array_equal(b, np.full((3, 4), 200))


@pytest.mark.parametrize(("a", "b"), [((2, 3), (2, 3)), ((3,), (3, 2)), ((2, 3), (3,)), ((), ()), ((2, 3), (1, 2))])
def test_shapes_that_do_not_fit_are_named(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"shapes \(\.\.\., m, n\) and \(\.\.\., n, p\), not \(.*\) and \(.*\)"):
        matrix_product(np.ones(a), np.ones(b))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert matrix_product(np.ones((2, 3), dtype=types[0]), np.ones((3, 2), dtype=types[1])).dtype == np.float64
