from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.differentiate  # type: ignore[import-untyped]
from derivative import derivative
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

POINTS = np.linspace(-3, 3, 61)


def cubic(x: Any) -> Any:
    return x**3 - 2 * x


@pytest.mark.parametrize("f", [np.sin, np.exp, np.tanh, cubic])
def test_agrees_with_scipy(f: Callable[[Any], Any]) -> None:
    expected = scipy.differentiate.derivative(f, POINTS).df
    assert_allclose(derivative(f, POINTS), expected, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize(
    ("f", "f_prime"),
    [(np.sin, np.cos), (np.exp, np.exp), (cubic, lambda x: 3 * x**2 - 2), (np.square, lambda x: 2 * x)],
)
def test_slopes_known_in_closed_form(f: Callable[[Any], Any], f_prime: Callable[[Any], Any]) -> None:
    assert_allclose(derivative(f, POINTS), f_prime(POINTS), rtol=2e-9, atol=1e-9)


@pytest.mark.parametrize("x", [1e-12, 1.0, -1e6, 1e12, 1e100])
def test_the_step_grows_with_the_place(x: float) -> None:
    assert_allclose(derivative(np.square, x), 2 * x, rtol=1e-9, atol=1e-9)


def test_the_error_of_a_cubic_is_the_square_of_the_step() -> None:
    assert_allclose(derivative(lambda x: x**3, 0.0, step=0.1), 0.01, rtol=1e-12)
    assert_allclose(derivative(lambda x: x**3, 10.0, step=0.1), 300 + 1, rtol=1e-12)


def test_a_smaller_step_is_not_always_better() -> None:
    errors = [abs(derivative(np.exp, 1.0, step=step) - np.e) for step in (1e-1, 6e-6, 1e-13)]
    assert errors[1] < 1e-9
    assert min(errors[0], errors[2]) > 1e-6


@settings(deadline=None)
@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(-3, 3))
def test_is_linear_in_the_function(p: float, q: float, x: float) -> None:
    combined = derivative(lambda u: p * np.sin(u) + q * u**2, x)
    assert_allclose(combined, p * derivative(np.sin, x) + q * derivative(np.square, x), rtol=1e-8, atol=1e-7)


def test_a_corner_goes_unnoticed() -> None:
    assert derivative(np.abs, 0.0) == 0


@pytest.mark.parametrize(
    ("given_type", "type_back", "tolerance"),
    [("float32", "float32", 1e-4), ("float64", "float64", 1e-9), ("int8", "float64", 1e-9)],
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, tolerance: float, shape: tuple[int, ...]) -> None:
    result = derivative(np.sin, np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_allclose(result, np.full(shape, np.cos(1)), rtol=tolerance)


def test_a_function_that_changes_the_shape_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"keep the shape \(3,\), but returned \(\)"):
        derivative(np.sum, [1.0, 2.0, 3.0])


@pytest.mark.parametrize("step", [0.0, -1e-3, np.nan])
def test_a_step_that_is_not_positive_is_an_error(step: float) -> None:
    with pytest.raises(ValueError, match="step must be positive"):
        derivative(np.sin, 0.0, step=step)
