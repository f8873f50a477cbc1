from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mean_squared_error import mean_squared_error, quadratic_cost
from numpy.testing import assert_allclose
from numpy.typing import NDArray

NUMBERS = st.floats(-100, 100)
BATCHES = arrays(np.float64, (4, 3), elements=NUMBERS)


@pytest.mark.parametrize(
    ("y", "y_hat", "error"),
    [
        ([1], [1], 0),
        ([0, 0], [3, 4], 12.5),
        ([1, 2, 3], [1, 2, 6], 3),
        ([[0, 0], [1, 1]], [[3, 4], [1, 3]], [12.5, 2]),
        ([1e9, 1e9], [1e9 + 1, 1e9 + 1], 1),
        ([1e-160], [0], 1e-320),
    ],
)
def test_errors_known_in_closed_form(y: list[float], y_hat: list[float], error: float) -> None:
    assert_allclose(mean_squared_error(y, y_hat), error, rtol=1e-14)


@pytest.mark.parametrize(
    ("y", "a", "cost"),
    [
        ([[0, 0]], [[3, 4]], 12.5),
        ([[0, 0], [0, 0]], [[3, 4], [0, 0]], 6.25),
        ([[0], [0], [0]], [[1], [2], [4]], 3.5),
        ([[[0]], [[0]]], [[[2]], [[4]]], [2, 8]),
    ],
)
def test_costs_known_in_closed_form(y: list[float], a: list[float], cost: float) -> None:
    assert_allclose(quadratic_cost(y, a), cost, rtol=1e-15)


@settings(deadline=None)
@given(BATCHES, BATCHES)
def test_error_splits_into_variance_and_squared_bias(y: NDArray[np.float64], y_hat: NDArray[np.float64]) -> None:
    difference = y - y_hat
    expected = difference.var(axis=-1) + difference.mean(axis=-1) ** 2
    assert_allclose(mean_squared_error(y, y_hat), expected, rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(BATCHES, BATCHES)
def test_cost_averages_examples_and_sums_outputs(y: NDArray[np.float64], a: NDArray[np.float64]) -> None:
    distances = [np.linalg.norm(wanted - actual) for wanted, actual in zip(y, a, strict=True)]
    assert_allclose(quadratic_cost(y, a), sum(d**2 for d in distances) / (2 * 4), rtol=1e-12, atol=1e-300)


@settings(deadline=None)
@given(BATCHES, BATCHES)
def test_with_one_output_the_cost_is_half_the_error(y: NDArray[np.float64], a: NDArray[np.float64]) -> None:
    cost = quadratic_cost(y[..., np.newaxis], a[..., np.newaxis])
    assert_allclose(2 * cost, mean_squared_error(y, a), rtol=1e-14, atol=1e-300)


def test_the_constant_with_least_error_is_the_mean() -> None:
    y = np.array([1.0, 2.0, 6.0])
    errors = [mean_squared_error(y, np.full(3, constant)) for constant in (2.9, 3.0, 3.1)]
    assert errors[1] < min(errors[0], errors[2])


def test_the_half_makes_the_slope_of_the_cost_a_plain_difference() -> None:
    y, a, h = np.array([[1.0, 2.0]]), np.array([[4.0, 0.0]]), 6e-6
    slopes = [(quadratic_cost(y, a + h * e) - quadratic_cost(y, a - h * e)) / (2 * h) for e in np.eye(2)]
    assert_allclose(slopes, (a - y)[0], rtol=1e-9)


@pytest.mark.parametrize("function", [mean_squared_error, quadratic_cost])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
def test_keeps_type(function: Any, given_type: str, type_back: str) -> None:
    low, high = np.full((2, 3), 1, dtype=given_type), np.full((2, 3), 201, dtype=given_type)
    result = function(low, high)
    assert result.dtype == np.dtype(type_back)
    assert (result == function(high, low)).all()


def test_drops_the_axes_that_it_averages() -> None:
    y = np.ones((5, 2, 3))
    assert mean_squared_error(y, y).shape == (5, 2)
    assert quadratic_cost(y, y).shape == (5,)


@pytest.mark.parametrize(
    ("function", "y", "a"),
    [
        (mean_squared_error, (3,), (3, 1)),
        (mean_squared_error, (), ()),
        (mean_squared_error, (2, 0), (2, 0)),
        (quadratic_cost, (3,), (3,)),
        (quadratic_cost, (0, 2), (0, 2)),
        (quadratic_cost, (3, 2), (1, 2)),
    ],
)
def test_shapes_that_do_not_fit_are_named(function: Any, y: tuple[int, ...], a: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"n >= 1, not \(.*\) and \(.*\)"):
        function(np.ones(y), np.ones(a))


@pytest.mark.parametrize("function", [mean_squared_error, quadratic_cost])
@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(function: Any, types: tuple[str, str]) -> None:
    assert function(np.ones((2, 3), dtype=types[0]), np.ones((2, 3), dtype=types[1])).dtype == np.float64
