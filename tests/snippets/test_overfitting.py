from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from overfitting import fit_errors


def waves(seed: int, count: int) -> Any:
    """A period of a sine with noise of variance 0.04."""
    random = np.random.default_rng(seed)
    x = (np.arange(count) + 0.5) / count
    return x, np.sin(2 * np.pi * x) + random.normal(scale=0.2, size=count)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 5))
def test_agrees_with_least_squares_on_powers(seed: int, degree: int) -> None:
    (x, y), (new_x, new_y) = waves(seed, 9), waves(seed + 1, 5)
    powers = np.linalg.lstsq(np.vander(x, degree + 1), y, rcond=None)[0]
    expected = np.mean((np.polyval(powers, x) - y) ** 2), np.mean((np.polyval(powers, new_x) - new_y) ** 2)
    assert_allclose(fit_errors((x, y), (new_x, new_y), degree), expected, rtol=1e-6, atol=1e-12)


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_the_training_error_never_rises_with_the_degree_and_ends_at_zero(seed: int) -> None:
    data = waves(seed, 8)
    errors = [fit_errors(data, data, degree)[0] for degree in range(8)]
    assert (np.diff(errors) <= 1e-12).all()
    assert errors[-1] < 1e-18


def test_the_test_error_falls_and_then_rises() -> None:
    low, middle, high = (
        np.mean([fit_errors(waves(seed, 10), waves(seed + 1000, 100), degree) for seed in range(50)], axis=0)
        for degree in (1, 3, 9)
    )
    assert low[0] > middle[0] > high[0]
    assert middle[1] < low[1] < high[1]


def test_more_data_help() -> None:
    few, many = (
        np.mean([fit_errors(waves(seed, count), waves(seed + 1000, 100), 9)[1] for seed in range(20)])
        for count in (10, 100)
    )
    assert many < few / 5


@pytest.mark.parametrize(("degree", "expected"), [(0, (2 / 9, 1 / 9)), (1, (1 / 18, 16 / 9)), (2, (0, 9))])
def test_values_known_in_closed_form(degree: int, expected: tuple[float, float]) -> None:
    # Through (0, 0), (1, 0), (2, 1): the mean 1/3, the line x/2 - 1/6, the parabola x(x - 1)/2.
    errors = fit_errors(([0, 1, 2], [0, 0, 1]), ([3], [0]), degree)
    assert_allclose(errors, expected, atol=1e-12)


def test_large_places_do_no_harm() -> None:
    x = 1e6 + np.arange(8)
    y = np.array([0, 1, 0, -1, 0, 1, 0, -1])
    assert fit_errors((x, y), (x, y), 7)[0] < 1e-18


def test_leaves_its_arguments_alone() -> None:
    x, y = waves(0, 5)
    before = x.copy(), y.copy()
    fit_errors((x, y), (x, y), 2)
    assert_array_equal((x, y), before)


@pytest.mark.parametrize("bad", [([], []), ([1, 2], [1]), ([[1]], [[1]]), (1, 1)])
@pytest.mark.parametrize("first", [True, False])
def test_a_set_that_does_not_fit_is_an_error(bad: Any, *, first: bool) -> None:
    good = ([0, 1], [0, 1])
    training, test = (bad, good) if first else (good, bad)
    with pytest.raises(ValueError, match=r"one shape \(n,\), n >= 1, not \(.*\) and \("):
        fit_errors(training, test, 0)


@pytest.mark.parametrize(("x", "degree"), [([0, 1, 2], 3), ([0, 1, 1], 2), ([0, 1], -1)])
def test_more_coefficients_than_places_are_an_error(x: list[float], degree: int) -> None:
    with pytest.raises(ValueError, match=f"polynomial of degree {degree} needs more different places"):
        fit_errors((x, x), (x, x), degree)


def test_small_integers_do_not_wrap_around() -> None:
    places, values = np.array([-100, 0, 100], dtype=np.int8), np.array([1, 2, 3], dtype=np.int8)
    assert_allclose(fit_errors((places, values), (places, values), 1), 0, atol=1e-24)
