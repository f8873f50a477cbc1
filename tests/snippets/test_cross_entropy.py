import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from cross_entropy import cross_entropy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

POSITIVE = arrays(np.float64, (3, 4), elements=st.floats(1e-3, 1))
WITH_ZEROS = arrays(np.float64, (3, 4), elements=st.one_of(st.just(0.0), st.floats(1e-3, 1)))


def normalized(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(numbers / numbers.sum(axis=-1, keepdims=True))


@settings(deadline=None)
@given(WITH_ZEROS, POSITIVE)
def test_agrees_with_scipy(t: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    assert_allclose(cross_entropy(t, y), -scipy.special.xlogy(t, y).sum(axis=-1), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("t", "y", "error"),
    [
        ([1], [1], 0),
        ([0, 1], [0.75, 0.25], np.log(4)),
        ([0.5, 0.5], [0.5, 0.5], np.log(2)),
        ([0.25, 0.75], [0.5, 0.5], np.log(2)),
        ([[1, 0], [0, 1]], [[0.5, 0.5], [0.9, 0.1]], [np.log(2), np.log(10)]),
        ([1, 0], [0, 1], np.inf),
        ([1, 0], [1, 0], 0),
        ([0, 1], [1, 1e-320], -np.log(1e-320)),
    ],
)
def test_values_known_in_closed_form(t: list[float], y: list[float], error: float) -> None:
    assert_allclose(cross_entropy(t, y), error, rtol=1e-14)


def test_a_perfect_prediction_has_no_minus_before_its_zero() -> None:
    assert not np.signbit(cross_entropy([1, 0], [1, 0]))


@settings(deadline=None)
@given(POSITIVE, POSITIVE)
def test_no_prediction_beats_the_truth(t: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    t, y = normalized(t), normalized(y)
    assert (cross_entropy(t, y) >= cross_entropy(t, t) - 1e-12).all()


def test_is_not_symmetric() -> None:
    assert cross_entropy([0.9, 0.1], [0.5, 0.5]) < cross_entropy([0.5, 0.5], [0.9, 0.1]) - 0.1


def test_slope_agrees_with_central_differences() -> None:
    t, y, h = np.array([0.2, 0.3, 0.5]), np.array([0.6, 0.1, 0.3]), 6e-6
    slopes = [(cross_entropy(t, y + h * e) - cross_entropy(t, y - h * e)) / (2 * h) for e in np.eye(3)]
    assert_allclose(slopes, -t / y, rtol=1e-8)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = cross_entropy(np.ones(shape, dtype=given_type), np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


def test_leaves_its_arguments_alone() -> None:
    t, y = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    cross_entropy(t, y)
    assert_array_equal([t, y], [[0, 1], [0, 1]])


@pytest.mark.parametrize(("t", "y"), [((3,), (2, 3)), ((2,), (3,)), ((), ()), ((2, 0), (2, 0))])
def test_shapes_that_do_not_fit_are_named(t: tuple[int, ...], y: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"one shape \(\.\.\., n\), n >= 1, not \(.*\) and \(.*\)"):
        cross_entropy(np.ones(t), np.ones(y))


@pytest.mark.parametrize("scores", [[3.0, 5.0], [0.5, 1.002]])
def test_scores_in_the_place_of_probabilities_are_an_error(scores: list[float]) -> None:
    with pytest.raises(ValueError, match=r"of shape \(2,\) must not be negative, nor y above 1; make scores"):
        cross_entropy([1.0, 0.0], scores)


def test_a_probability_that_rounding_has_moved_above_one_is_taken() -> None:
    assert_allclose(cross_entropy([1.0, 0.0], [1.001, 0.0]), 0, atol=1.001e-3)


@pytest.mark.parametrize("t", [[1.0, 0.0], [0.0, 1.0]])
def test_a_prediction_that_is_not_a_number_is_not_hidden(t: list[float]) -> None:
    assert_array_equal(cross_entropy([t, t], [[0.5, np.nan], [0.5, 0.5]]), [np.nan, np.log(2)])


@pytest.mark.parametrize(("t", "y"), [([1, 0], [2.0, -1.0]), ([-1, 2], [0.5, 0.5])])
def test_negative_probabilities_are_an_error(t: list[float], y: list[float]) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        cross_entropy(t, y)


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert cross_entropy(np.ones(3, dtype=types[0]), np.ones(3, dtype=types[1])).dtype == np.float64
