import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from softmax import softmax

SCORES = arrays(np.float64, array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e4, 1e4))


@settings(deadline=None)
@given(SCORES)
def test_agrees_with_scipy(z: NDArray[np.float64]) -> None:
    assert_allclose(softmax(z), scipy.special.softmax(z, axis=-1), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(
    ("scores", "shares"),
    [
        ([7], [1]),
        ([0, np.log(3)], [1 / 4, 3 / 4]),
        ([0, 0, 0, 0], [1 / 4] * 4),
        ([[0, np.log(3)], [5, 5]], [[1 / 4, 3 / 4], [1 / 2, 1 / 2]]),
        ([1000, 999], [np.e / (np.e + 1), 1 / (np.e + 1)]),
        ([-np.inf, 3, -np.inf], [0, 1, 0]),
        ([1.7e308, -1.7e308], [1, 0]),
    ],
)
def test_values_known_in_closed_form(scores: list[float], shares: list[float]) -> None:
    assert_allclose(softmax(scores), shares, rtol=1e-15)


@settings(deadline=None)
@given(SCORES)
def test_rows_are_distributions(z: NDArray[np.float64]) -> None:
    shares = softmax(z)
    assert (shares >= 0).all()
    assert_allclose(shares.sum(axis=-1), np.ones(z.shape[:-1]), rtol=1e-14)


@settings(deadline=None)
@given(arrays(np.int64, (2, 4), elements=st.integers(-50, 50)), st.integers(-1000, 1000))
def test_a_constant_added_to_all_scores_changes_nothing(z: NDArray[np.int64], constant: int) -> None:
    assert_array_equal(softmax(z + constant), softmax(z))


@settings(deadline=None)
@given(arrays(np.float64, 4, elements=st.floats(-20, 20)), st.permutations(range(4)))
def test_classes_have_no_order(z: NDArray[np.float64], order: list[int]) -> None:
    assert_allclose(softmax(z[order]), softmax(z)[order], rtol=1e-14)


@settings(deadline=None)
@given(st.floats(-700, 700))
def test_two_classes_are_a_sigmoid_of_the_difference(z: float) -> None:
    assert_allclose(softmax([z, 0])[0], scipy.special.expit(z), rtol=1e-13)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = softmax(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone() -> None:
    z = np.array([1.0, 2.0])
    softmax(z)
    assert_array_equal(z, [1.0, 2.0])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0)])
def test_no_class_is_an_error_that_names_the_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"at least one class, not \({', '.join(map(str, shape))}"):
        softmax(np.ones(shape))


@pytest.mark.parametrize("row", [[-np.inf, -np.inf], [np.inf, 0.0]])
def test_an_infinite_largest_score_is_an_error(row: list[float]) -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 2\).*must be finite"):
        softmax([[0.0, 0.0], row])


def test_passes_on_what_is_not_a_number_in_its_row_only() -> None:
    assert_array_equal(softmax([[np.nan, 0.0], [1.0, 1.0]]), [[np.nan, np.nan], [0.5, 0.5]])
