import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from log_softmax import log_softmax
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from softmax import softmax

SCORES = arrays(np.float64, array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e4, 1e4))


@settings(deadline=None)
@given(SCORES)
def test_agrees_with_scipy(z: NDArray[np.float64]) -> None:
    assert_allclose(log_softmax(z), scipy.special.log_softmax(z, axis=-1), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("scores", "logarithms"),
    [
        ([7], [0]),
        ([0, np.log(3)], [-np.log(4), -np.log(4 / 3)]),
        ([0, 0, 0, 0], [-np.log(4)] * 4),
        ([[0, np.log(3)], [5, 5]], [[-np.log(4), -np.log(4 / 3)], [-np.log(2), -np.log(2)]]),
        ([1000, 0], [0, -1000]),
        ([-50, 0, -np.inf], [-50, -np.exp(-50), -np.inf]),
        ([1.7e308, -1.7e308], [0, -np.inf]),
    ],
)
def test_values_known_in_closed_form(scores: list[float], logarithms: list[float]) -> None:
    assert_allclose(log_softmax(scores), logarithms, rtol=1e-14)


@settings(deadline=None)
@given(arrays(np.float64, (2, 4), elements=st.floats(-300, 300)))
def test_its_powers_are_the_shares(z: NDArray[np.float64]) -> None:
    assert_allclose(np.exp(log_softmax(z)), softmax(z), rtol=1e-12)


@settings(deadline=None)
@given(arrays(np.int64, (2, 4), elements=st.integers(-50, 50)), st.integers(-1000, 1000))
def test_a_constant_added_to_all_scores_changes_nothing(z: NDArray[np.int64], constant: int) -> None:
    assert_array_equal(log_softmax(z + constant), log_softmax(z))


def test_slope_of_the_true_class_is_the_signal_of_the_error() -> None:
    z, h = np.array([0.3, -1.2, 2.0]), 6e-6
    slopes = [(log_softmax(z + h * e)[0] - log_softmax(z - h * e)[0]) / (2 * h) for e in np.eye(3)]
    assert_allclose(slopes, [1, 0, 0] - softmax(z), rtol=1e-8)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = log_softmax(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone() -> None:
    z = np.array([1.0, 2.0])
    log_softmax(z)
    assert_array_equal(z, [1.0, 2.0])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0)])
def test_no_class_is_an_error_that_names_the_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"at least one class, not \({', '.join(map(str, shape))}"):
        log_softmax(np.ones(shape))


@pytest.mark.parametrize("row", [[-np.inf, -np.inf], [np.inf, 0.0]])
def test_an_infinite_largest_score_is_an_error(row: list[float]) -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 2\).*must be finite"):
        log_softmax([[0.0, 0.0], row])


def test_passes_on_what_is_not_a_number_in_its_row_only() -> None:
    assert_array_equal(np.isnan(log_softmax([[np.nan, 0.0], [1.0, 1.0]])), [[True, True], [False, False]])
