import math
from typing import Any

import numpy as np
import pytest
from cost_function import mean_cost, total_cost
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray

BATCHES = arrays(np.float64, (3, 4), elements=st.floats(0, 100))


@pytest.mark.parametrize(
    ("costs", "total", "mean"),
    [([2], 2, 2), ([1, 2, 6], 9, 3), ([[1, 2, 3], [4, 5, 9]], [6, 18], [2, 6]), ([0.0, np.inf], np.inf, np.inf)],
)
def test_values_known_in_closed_form(costs: Any, total: Any, mean: Any) -> None:
    assert_allclose(total_cost(costs), total, rtol=1e-15)
    assert_allclose(mean_cost(costs), mean, rtol=1e-15)


@settings(deadline=None)
@given(BATCHES)
def test_agrees_with_exact_sums(costs: NDArray[np.float64]) -> None:
    assert_allclose(total_cost(costs), [math.fsum(row) for row in costs], rtol=1e-14)
    assert_allclose(mean_cost(costs), [math.fsum(row) / 4 for row in costs], rtol=1e-14)


@settings(deadline=None)
@given(BATCHES, st.permutations(range(4)))
def test_order_does_not_matter(costs: NDArray[np.float64], order: list[int]) -> None:
    assert_allclose(total_cost(costs[:, order]), total_cost(costs), rtol=1e-14)


def test_slope_of_the_total_is_the_sum_of_the_slopes() -> None:
    data, w, h = np.array([1.0, 3.0, -2.0]), 0.7, 6e-6
    slope = (total_cost((w + h - data) ** 2) - total_cost((w - h - data) ** 2)) / (2 * h)
    assert_allclose(slope, (2 * (w - data)).sum(), rtol=1e-9)


def test_many_small_numbers_in_single_precision_keep_their_sum() -> None:
    assert_allclose(total_cost(np.full(10**6, 0.1, dtype=np.float32)), 1e5, rtol=1e-6)


@pytest.mark.parametrize("function", [total_cost, mean_cost])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(
    function: Any, given_type: str, type_back: str, shape: tuple[int, ...]
) -> None:
    result = function(np.full(shape, 200, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])
    assert_allclose(result, np.full(shape[:-1], 200.0 * (shape[-1] if function is total_cost else 1)))


def test_without_examples_there_is_a_total_but_no_mean() -> None:
    assert total_cost(np.ones((2, 0))).tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match=r"n >= 1, to have a mean, not \(2, 0\)"):
        mean_cost(np.ones((2, 0)))


@pytest.mark.parametrize("function", [total_cost, mean_cost])
def test_one_number_is_an_error(function: Any) -> None:
    with pytest.raises(ValueError, match=r"one for each of n examples, not \(\)"):
        function(1.0)
