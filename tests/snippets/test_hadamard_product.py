import numpy as np
import pytest
from hadamard_product import hadamard_product
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

MATRICES = arrays(np.float64, (2, 3), elements=st.floats(-1e3, 1e3))


@settings(deadline=None)
@given(MATRICES, MATRICES, MATRICES)
def test_agrees_with_numpy_and_calculates_as_numbers_do(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> None:
    product = hadamard_product(a, b)
    assert_array_equal(product, np.multiply(a, b))
    assert_array_equal(product, hadamard_product(b, a))
    assert_array_equal(hadamard_product(a, np.ones((2, 3))), a)
    assert_allclose(hadamard_product(a, b + c), product + hadamard_product(a, c), rtol=1e-9, atol=1e-6)


def test_the_identity_matrix_keeps_the_diagonal() -> None:
    assert_array_equal(hadamard_product([[1, 2], [3, 4]], np.eye(2)), [[1, 0], [0, 4]])


def test_is_a_product_with_a_diagonal_matrix() -> None:
    s, x = np.array([2.0, -1.0, 0.5]), np.array([3.0, 4.0, 5.0])
    assert_array_equal(hadamard_product(s, x), np.diag(s) @ x)


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    a, b = (np.ones(2, dtype=each) for each in types)
    assert hadamard_product(a, b).dtype == np.float64


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (4, 2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    a = np.full(shape, 200, dtype=given_type)
    result = hadamard_product(a, a)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_array_equal(result, np.full(shape, 40000.0))
    assert_array_equal(a, np.full(shape, 200))


@pytest.mark.parametrize(("a", "b"), [((3,), (3, 1)), ((2, 3), (3, 2)), ((2, 3), (3,)), ((3,), ()), ((2, 3), (1, 3))])
def test_nothing_is_broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"a and b must have one shape, not \(.*\) and \(.*\)"):
        hadamard_product(np.ones(a), np.ones(b))
