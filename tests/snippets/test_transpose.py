import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matrix_product import matrix_product
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from transpose import transpose

NUMBERS = st.floats(-10, 10)
A, B = (arrays(np.float64, shape, elements=NUMBERS) for shape in [(2, 3), (3, 4)])


@settings(deadline=None)
@given(A, B)
def test_agrees_with_numpy_and_reverses_products(a: NDArray[np.float64], b: NDArray[np.float64]) -> None:
    assert_array_equal(transpose(a), a.T)
    assert_array_equal(transpose(transpose(a)), a)
    reversed_product = matrix_product(transpose(b), transpose(a))
    assert_allclose(transpose(matrix_product(a, b)), reversed_product, rtol=1e-13, atol=1e-13)


def test_turns_each_matrix_of_a_batch() -> None:
    batch = np.arange(24.0).reshape(4, 2, 3)
    assert_array_equal(transpose(batch), [matrix.T for matrix in batch])


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1, 3), (3, 0), (2, 3), (5, 2, 3)])
def test_keeps_type_and_shares_no_memory(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    a = np.ones(shape, dtype=given_type)
    result = transpose(a)
    assert (result.dtype, result.shape) == (np.dtype(type_back), (*shape[:-2], shape[-1], shape[-2]))
    result[...] = 7
    assert_array_equal(a, np.ones(shape))


@pytest.mark.parametrize("shape", [(), (3,)])
def test_less_than_a_matrix_is_an_error(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"a matrix must have shape \(\.\.\., m, n\), not \("):
        transpose(np.ones(shape))
