from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from learning_rate import contraction, distances
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

CURVATURES = arrays(np.float64, 3, elements=st.floats(0.1, 10))
RATES = st.floats(1e-3, 1)


@pytest.mark.parametrize(
    ("rates", "curvatures", "factor"),
    [
        (0.5, [2], 0),
        (0.25, [2], 0.5),
        (1, [2], 1),
        (2, [2], 3),
        (0, [1, 9], 1),
        ([0.2, 0.25], [1, 9], [0.8, 1.25]),
        ([[0.5], [0.125]], [1, 4], [[1], [0.875]]),
    ],
)
def test_factors_known_in_closed_form(rates: Any, curvatures: Any, factor: Any) -> None:
    assert_allclose(contraction(rates, curvatures), factor, rtol=1e-15)


@settings(deadline=None)
@given(RATES, CURVATURES)
def test_is_the_largest_eigenvalue_of_a_step(rate: float, curvatures: NDArray[np.float64]) -> None:
    step = np.eye(3) - rate * np.diag(curvatures)
    assert_allclose(contraction(rate, curvatures), np.abs(np.linalg.eigvalsh(step)).max(), rtol=1e-12, atol=1e-15)


@settings(deadline=None)
@given(st.floats(0.01, 3).filter(lambda share: abs(share - 1) > 1e-6), CURVATURES)
def test_converges_exactly_below_two_over_the_largest_curvature(share: float, curvatures: NDArray[np.float64]) -> None:
    assert (contraction(share * 2 / curvatures.max(), curvatures) < 1) == (share < 1)


@settings(deadline=None)
@given(RATES, CURVATURES)
def test_no_rate_is_better_than_two_over_the_sum_of_the_extremes(rate: float, curvatures: NDArray[np.float64]) -> None:
    low, high = curvatures.min(), curvatures.max()
    best = contraction(2 / (low + high), curvatures)
    assert_allclose(best, (high - low) / (high + low), rtol=1e-9, atol=1e-12)
    assert best <= contraction(rate, curvatures) + 1e-12


@settings(deadline=None)
@given(RATES, CURVATURES)
def test_distances_follow_the_powers(rate: float, curvatures: NDArray[np.float64]) -> None:
    powers = (1 - rate * curvatures) ** np.arange(6)[:, np.newaxis]
    assert_allclose(distances([rate], curvatures, 5)[0], np.linalg.norm(powers, axis=-1), rtol=1e-9, atol=1e-12)


@settings(deadline=None)
@given(RATES, CURVATURES)
def test_no_step_stretches_more_than_the_factor(rate: float, curvatures: NDArray[np.float64]) -> None:
    path = distances([rate], curvatures, 5)[0]
    assert (path[1:] <= contraction(rate, curvatures) * path[:-1] * (1 + 1e-9) + 1e-12).all()


def test_small_rates_creep_and_large_ones_fly_away() -> None:
    ends = distances([0.001, 0.4, 0.49, 0.51], [1.0, 4.0], 200)[:, -1]
    assert ends[0] > 0.5
    assert ends[1] < 1e-12
    assert 1e-12 < ends[2] < 0.1
    assert ends[3] > 10


def test_no_rate_has_no_distances() -> None:
    assert distances([], [1.0], 3).shape == (0, 4)


def test_rates_are_compared_side_by_side() -> None:
    rates = [0.1, 0.2, 0.3]
    together = distances(rates, [1.0, 2.0], 4)
    assert together.shape == (3, 5)
    assert_array_equal(together, np.concatenate([distances([rate], [1.0, 2.0], 4) for rate in rates]))
    assert_array_equal(distances([], [1.0], 4), np.zeros((0, 5)))
    assert_allclose(distances([0.1], [1.0, 2.0], 0), [[np.sqrt(2)]])


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    rates, curvatures = np.array([1, 2], dtype=given_type), np.array([1, 2], dtype=given_type)
    assert contraction(rates, curvatures).dtype == np.dtype(type_back)
    assert distances(rates, curvatures, 3).dtype == np.dtype(type_back)
    assert_array_equal([rates, curvatures], [[1, 2], [1, 2]])


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    rates, curvatures = (np.ones(2, dtype=each) for each in types)
    assert {contraction(rates, curvatures).dtype, distances(rates, curvatures, 3).dtype} == {np.dtype("float64")}


@pytest.mark.parametrize("curvatures", [[], [1, 0], [-1], [np.nan], 1, [[1]]])
def test_curvatures_that_are_not_positive_are_an_error(curvatures: Any) -> None:
    with pytest.raises(ValueError, match=r"curvatures must be positive, of shape \(n,\), n >= 1, not \("):
        contraction(0.1, curvatures)
    with pytest.raises(ValueError, match="curvatures must be positive"):
        distances([0.1], curvatures, 1)


@pytest.mark.parametrize("rates", [0.1, [[0.1]]])
def test_distances_of_anything_but_a_row_of_rates_are_an_error(rates: Any) -> None:
    with pytest.raises(ValueError, match=r"rates must have shape \(k,\), not \("):
        distances(rates, [1.0], 1)


def test_what_gradient_descent_refuses_is_refused() -> None:
    with pytest.raises(ValueError, match="learning_rate must be positive, not 0"):
        distances([0.0], [1.0], 1)
    with pytest.raises(ValueError, match="steps must not be negative, not -1"):
        distances([0.1], [1.0], -1)
