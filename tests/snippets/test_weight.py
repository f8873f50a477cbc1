import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from weight import contributions

VECTORS = arrays(np.float64, 3, elements=st.floats(-10, 10))


@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_together_they_are_the_weighted_sum(x: NDArray[np.float64], w: NDArray[np.float64]) -> None:
    assert_allclose(contributions(x, w).sum(), np.dot(w, x), rtol=1e-12, atol=1e-12)


@settings(deadline=None)
@given(VECTORS, VECTORS, arrays(np.int64, 3, elements=st.integers(-20, 20)))
def test_other_units_of_an_input_change_no_part(
    x: NDArray[np.float64], w: NDArray[np.float64], powers: NDArray[np.int64]
) -> None:
    units = 2.0**powers
    assert_allclose(contributions(x * units, w / units), contributions(x, w), rtol=1e-15, atol=1e-300)


def test_one_neuron_meets_a_whole_batch_and_one_example_many_neurons() -> None:
    assert_array_equal(contributions([[1, 2], [3, 0]], [10, -1]), [[10, -2], [30, 0]])
    assert_array_equal(contributions([1, 2], [[10, -1], [3, 0]]), [[10, -2], [3, 0]])


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(0,), (3,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = contributions(np.ones(shape, dtype=given_type), np.ones(shape[-1:], dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_arguments_alone() -> None:
    x, w = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    contributions(x, w)
    assert_array_equal([x, w], [[1, 2], [3, 4]])


@pytest.mark.parametrize(("x", "w"), [((3,), (2,)), ((), ()), ((3,), (1,)), ((2, 3), (3, 2))])
def test_shapes_that_do_not_fit_are_named(x: tuple[int, ...], w: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"not the shapes \(.*\) and \(.*\)"):
        contributions(np.ones(x), np.ones(w))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert contributions(np.ones(3, dtype=types[0]), np.ones(3, dtype=types[1])).dtype == np.float64
