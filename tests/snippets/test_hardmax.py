import numpy as np
import pytest
from hardmax import hardmax
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from softmax import softmax

SCORES = arrays(np.float64, array_shapes(max_dims=3, max_side=5), elements=st.floats(allow_nan=False))


@pytest.mark.parametrize(
    ("scores", "shares"),
    [
        ([7], [1]),
        ([1, 3, 2], [0, 1, 0]),
        ([1, 3, 3], [0, 1, 0]),
        ([[5, 4], [-5, -4]], [[1, 0], [0, 1]]),
        ([-np.inf, -np.inf], [1, 0]),
        ([1e308, np.inf], [0, 1]),
    ],
)
def test_gives_all_to_the_first_of_the_largest(scores: list[float], shares: list[float]) -> None:
    assert_array_equal(hardmax(scores), shares)


@settings(deadline=None)
@given(SCORES)
def test_one_share_of_each_row_is_one_and_stands_at_its_maximum(z: NDArray[np.float64]) -> None:
    shares = hardmax(z)
    assert_array_equal(np.sort(shares, axis=-1), np.sort(np.eye(z.shape[-1])[0] + np.zeros(z.shape), axis=-1))
    assert_array_equal(z[shares == 1], z.max(axis=-1).ravel())


@settings(deadline=None)
@given(st.permutations([-2.0, 0.0, 0.5, 3.0]))
def test_is_what_softmax_tends_to(z: list[float]) -> None:
    assert_allclose(softmax(np.multiply(z, 1000)), hardmax(z), atol=1e-300)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = hardmax(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone() -> None:
    z = np.array([1.0, 2.0])
    hardmax(z)
    assert_array_equal(z, [1.0, 2.0])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0)])
def test_no_class_is_an_error_that_names_the_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"at least one class, not \({', '.join(map(str, shape))}"):
        hardmax(np.ones(shape))


def test_passes_on_what_is_not_a_number_in_its_row_only() -> None:
    assert_array_equal(hardmax([[np.nan, 0.0], [1.0, 2.0]]), [[np.nan, np.nan], [0, 1]])
