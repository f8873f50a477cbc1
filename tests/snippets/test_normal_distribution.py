from typing import Any

import numpy as np
import pytest
import scipy.stats  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from normal_distribution import normal_density
from numpy.testing import assert_allclose, assert_array_equal


@settings(deadline=None)
@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(0.1, 20))
def test_agrees_with_scipy(x: float, mean: float, deviation: float) -> None:
    expected = scipy.stats.norm.pdf(x, loc=mean, scale=deviation)
    assert_allclose(normal_density(x, mean, deviation), expected, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize(
    ("x", "mean", "deviation", "density"),
    [
        (0, 0, 1, 1 / np.sqrt(2 * np.pi)),
        (5, 3, 2, np.exp(-0.5) / (2 * np.sqrt(2 * np.pi))),
        ([1, 3], [1, 3], [1, 0.5], [1 / np.sqrt(2 * np.pi), 2 / np.sqrt(2 * np.pi)]),
        (1e200, 0, 1, 0),
        (-np.inf, 0, 1, 0),
        (1e-200, 0, 1e-200, 1e200 * np.exp(-0.5) / np.sqrt(2 * np.pi)),
        (1e300, 0, 1e-300, 0),
        (0, 0, 1e-320, np.inf),
    ],
)
def test_values_known_in_closed_form(x: Any, mean: Any, deviation: Any, density: Any) -> None:
    assert_allclose(normal_density(x, mean, deviation), density, rtol=1e-14)


def test_is_standard_by_default() -> None:
    x = np.linspace(-3, 3, 7)
    assert_array_equal(normal_density(x), normal_density(x, 0, 1))
    assert_array_equal(normal_density(x, 0.5), normal_density(x, 0.5, 1))


@pytest.mark.parametrize(("mean", "deviation"), [(0, 1), (-2, 0.3), (1, 3)])
def test_area_mean_and_variance_are_right(mean: float, deviation: float) -> None:
    x = np.linspace(mean - 12 * deviation, mean + 12 * deviation, 2001)
    masses = normal_density(x, mean, deviation) * (x[1] - x[0])
    assert_allclose(masses.sum(), 1, rtol=1e-12)
    assert_allclose((masses * x).sum(), mean, atol=1e-12)
    assert_allclose((masses * (x - mean) ** 2).sum(), deviation**2, rtol=1e-12)


@settings(deadline=None)
@given(st.floats(-5, 5))
def test_slope_agrees_with_central_differences(x: float) -> None:
    h, mean, deviation = 6e-6, 0.5, 1.5
    slope = (normal_density(x + h, mean, deviation) - normal_density(x - h, mean, deviation)) / (2 * h)
    assert_allclose(slope, -(x - mean) / deviation**2 * normal_density(x, mean, deviation), rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.ones(shape, dtype=given_type)
    result = normal_density(x, 0.5, 2.0)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_array_equal(x, np.ones(shape))


def test_small_integers_do_not_wrap_around() -> None:
    x = np.array([100, -100], dtype=np.int8)
    mean = np.array([-100, 100], dtype=np.int8)
    assert_allclose(normal_density(x, mean, 100.0), np.exp(-2) / np.sqrt(2 * np.pi) / 100, rtol=1e-14)


@pytest.mark.parametrize(("deviation", "shape"), [(0, r"\(\)"), (-1, r"\(\)"), (np.nan, r"\(\)"), ([1, 0], r"\(2,\)")])
def test_a_deviation_that_is_not_positive_is_an_error(deviation: Any, shape: str) -> None:
    with pytest.raises(ValueError, match=f"deviation of shape {shape} must be positive everywhere"):
        normal_density(0, 0, deviation)
