from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sigmoid import sigmoid, sigmoid_derivative

WIDE = np.concatenate([np.linspace(-800, 800, 1601), np.linspace(-5, 5, 201)])


def test_agrees_with_scipy() -> None:
    # Below the normal numbers scipy gives 0, where this gives what can still be held.
    assert_allclose(sigmoid(WIDE), scipy.special.expit(WIDE), rtol=1e-14, atol=np.finfo(float).tiny)


def test_single_precision_agrees_with_scipy() -> None:
    single = np.linspace(-80, 80, 161, dtype=np.float32)
    assert_allclose(sigmoid(single), scipy.special.expit(single.astype(np.float64)), rtol=1e-6, atol=0)


@pytest.mark.parametrize(
    ("z", "value", "slope"),
    [(0, 1 / 2, 1 / 4), (np.log(3), 3 / 4, 3 / 16), (-np.log(3), 1 / 4, 3 / 16), (np.inf, 1, 0), (-np.inf, 0, 0)],
)
def test_values_known_in_closed_form(z: float, value: float, slope: float) -> None:
    assert_allclose(sigmoid(z), value, rtol=1e-15)
    assert_allclose(sigmoid_derivative(z), slope, rtol=1e-14)


def test_the_far_slopes_are_the_powers_that_they_approach() -> None:
    far = np.array([50.0, 300.0, 700.0])
    assert_allclose(sigmoid_derivative(far), np.exp(-far), rtol=1e-14)
    assert_array_equal(sigmoid_derivative(-far), sigmoid_derivative(far))
    assert_allclose(sigmoid(-far), np.exp(-far), rtol=1e-14)


def test_derivative_agrees_with_central_differences() -> None:
    z = np.linspace(-8, 8, 81)
    h = 6e-6
    assert_allclose(sigmoid_derivative(z), (sigmoid(z + h) - sigmoid(z - h)) / (2 * h), rtol=0, atol=1e-10)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_opposite_arguments_share_one(z: float) -> None:
    assert_allclose(sigmoid(z) + sigmoid(-z), 1, rtol=1e-15)


@settings(deadline=None)
@given(st.floats(-30, 30))
def test_derivative_follows_from_the_value(z: float) -> None:
    value = sigmoid(z)
    assert_allclose(sigmoid_derivative(z), value * (1 - value), rtol=1e-15, atol=3e-16)


@settings(deadline=None)
@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_never_falls_and_stays_in_its_interval(one: float, other: float) -> None:
    low, high = sigmoid(sorted([one, other]))
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize("function", [sigmoid, sigmoid_derivative])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(function: Any, given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = function(np.ones(shape, dtype=given_type))
    assert isinstance(result, np.ndarray)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


@pytest.mark.parametrize("function", [sigmoid, sigmoid_derivative])
def test_passes_on_what_is_not_a_number(function: Any) -> None:
    assert np.isnan(function(np.nan))
