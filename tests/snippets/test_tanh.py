from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sigmoid import sigmoid
from tanh import tanh, tanh_derivative

WIDE = np.concatenate([np.linspace(-800, 800, 401), np.linspace(-5, 5, 201), np.geomspace(1e-300, 1e-2, 99)])


def test_agrees_with_numpy() -> None:
    assert_allclose(tanh(WIDE), np.tanh(WIDE), rtol=1e-15, atol=0)


def test_single_precision_agrees_with_numpy() -> None:
    single = WIDE.astype(np.float32)
    assert_allclose(tanh(single), np.tanh(single.astype(np.float64)), rtol=3e-7, atol=0)


@pytest.mark.parametrize(
    ("x", "value", "slope"),
    [
        (0, 0, 1),
        (np.log(2), 3 / 5, 16 / 25),
        (-np.log(2), -3 / 5, 16 / 25),
        (np.log(3), 4 / 5, 9 / 25),
        (np.inf, 1, 0),
        (-np.inf, -1, 0),
        (1.7e308, 1, 0),
    ],
)
def test_values_known_in_closed_form(x: float, value: float, slope: float) -> None:
    assert_allclose(tanh(x), value, rtol=4e-16)
    assert_allclose(tanh_derivative(x), slope, rtol=1e-15)


def test_the_far_slopes_are_the_powers_that_they_approach() -> None:
    far = np.array([25.0, 100.0, 350.0])
    assert_allclose(tanh_derivative(far), 4 * np.exp(-2 * far), rtol=1e-13)
    assert_array_equal(tanh_derivative(-far), tanh_derivative(far))


def test_derivative_agrees_with_central_differences() -> None:
    x, h = np.linspace(-8, 8, 81), 6e-6
    assert_allclose(tanh_derivative(x), (tanh(x + h) - tanh(x - h)) / (2 * h), rtol=0, atol=1e-9)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_is_odd_and_a_sigmoid_stretched(x: float) -> None:
    assert tanh(-x) == -tanh(x)
    assert_allclose(tanh(x), 2 * sigmoid(2 * x) - 1, rtol=0, atol=1e-15)


@settings(deadline=None)
@given(st.floats(-30, 30))
@example(8.863902509722642)  # Where numpy's tanh is off by so much that its square is off by more than the bound.
def test_derivative_follows_from_the_value(x: float) -> None:
    with localcontext(prec=60):
        value = 1 - 2 / ((2 * Decimal(x)).exp() + 1)
        slope = float(1 - value**2)
    assert_allclose(tanh(x), float(value), rtol=0, atol=5e-16)
    assert_allclose(tanh_derivative(x), slope, rtol=0, atol=5e-16)


def test_keeps_the_sign_of_zero() -> None:
    assert_array_equal(np.signbit(tanh([0.0, -0.0])), [False, True])


@pytest.mark.parametrize("function", [tanh, tanh_derivative])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(function: Any, given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = function(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


@pytest.mark.parametrize("function", [tanh, tanh_derivative])
def test_leaves_its_argument_alone_and_passes_on_what_is_not_a_number(function: Any) -> None:
    x = np.array([2.0, np.nan])
    assert_array_equal(np.isnan(function(x)), [False, True])
    assert_array_equal(x, [2, np.nan])
