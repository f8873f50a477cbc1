import numpy as np
import pytest
from dot_product import dot_product
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray

VECTORS = arrays(np.float64, 5, elements=st.floats(-1e3, 1e3))


@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_agrees_with_numpy(a: NDArray[np.float64], b: NDArray[np.float64]) -> None:
    bound = 5 * np.finfo(float).eps * np.dot(np.abs(a), np.abs(b))
    assert_allclose(dot_product(a, b), np.dot(a, b), rtol=0, atol=bound + 1e-300)


@pytest.mark.parametrize(
    ("a", "b", "product"),
    [
        ([], [], 0),
        ([3], [-2], -6),
        ([1, 2], [3, 4], 11),
        ([1, 2], [[3, 4], [2, -1]], [11, 0]),
        ([[1, 2], [3, 4]], [[5, 6], [7, 8]], [17, 53]),
        ([1e200, 1], [1e-200, 1], 2),
    ],
)
def test_values_known_in_closed_form(a: list[float], b: list[float], product: float) -> None:
    assert_allclose(dot_product(a, b), product, rtol=1e-15)


@settings(deadline=None)
@given(VECTORS, VECTORS, VECTORS, st.floats(-10, 10))
def test_is_symmetric_and_linear(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], factor: float
) -> None:
    assert dot_product(a, b) == dot_product(b, a)
    expected = factor * dot_product(a, c) + dot_product(b, c)
    assert_allclose(dot_product(factor * a + b, c), expected, rtol=1e-9, atol=1e-6)


@settings(deadline=None)
@given(VECTORS)
def test_with_itself_is_the_square_of_the_length(a: NDArray[np.float64]) -> None:
    assert_allclose(dot_product(a, a), np.linalg.norm(a) ** 2, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str) -> None:
    result = dot_product(np.full((2, 3), 200, dtype=given_type), np.full(3, 200, dtype=given_type))
    assert (result.dtype, result.tolist()) == (np.dtype(type_back), [120000.0, 120000.0])


@pytest.mark.parametrize(("a", "b"), [((3,), (2,)), ((3,), (1,)), ((), (3,)), ((), ()), ((2, 3), (3, 2))])
def test_lengths_that_differ_are_an_error_that_names_the_shapes(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"one length on the last axis, not of shapes \(.*\), \(.*\)"):
        dot_product(np.ones(a), np.ones(b))


def test_batches_that_cannot_be_broadcast_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"broadcast together with shapes \(2,3\) \(4,3\)"):
        dot_product(np.ones((2, 3)), np.ones((4, 3)))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert dot_product(np.ones(3, dtype=types[0]), np.ones(3, dtype=types[1])).dtype == np.float64
