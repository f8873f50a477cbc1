from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from relu import relu, relu_derivative

NUMBERS = np.array([-3.5, -1e-300, -0.0, 0.0, 1e-300, 0.25, 7.0])


def test_agrees_with_torch_and_its_gradient() -> None:
    torch = pytest.importorskip("torch")
    x = torch.tensor(NUMBERS, requires_grad=True)
    y = torch.relu(x)
    y.sum().backward()
    assert_array_equal(relu(NUMBERS), y.detach().numpy())
    assert_array_equal(relu_derivative(NUMBERS), x.grad.numpy())


@pytest.mark.parametrize(
    ("x", "value", "slope"),
    [(0, 0, 0), (-2, 0, 0), (2, 2, 1), (5e-324, 5e-324, 1), (-5e-324, 0, 0), (np.inf, np.inf, 1), (-np.inf, 0, 0)],
)
def test_values_known_in_closed_form(x: float, value: float, slope: float) -> None:
    assert_array_equal([relu(x), relu_derivative(x)], [value, slope])


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_splits_a_number_and_its_absolute_value(x: float) -> None:
    assert relu(x) - relu(-x) == x
    assert relu(x) + relu(-x) == abs(x)


@settings(deadline=None)
@given(st.floats(0, 1e6), st.integers(-1000, 1000))
def test_a_positive_factor_may_be_taken_out(factor: float, x: int) -> None:
    assert_allclose(relu(factor * x), factor * relu(x), rtol=1e-15)


def test_derivative_agrees_with_central_differences_away_from_the_corner() -> None:
    x, h = np.array([-2.0, -0.01, 0.01, 5.0]), 6e-6
    assert_allclose(relu_derivative(x), (relu(x + h) - relu(x - h)) / (2 * h), rtol=1e-9)


@pytest.mark.parametrize("function", [relu, relu_derivative])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(function: Any, given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = function(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


@pytest.mark.parametrize("function", [relu, relu_derivative])
def test_leaves_its_argument_alone_and_passes_on_what_is_not_a_number(function: Any) -> None:
    x = np.array([-2.0, np.nan])
    assert_array_equal(function(x), [0, np.nan])
    assert_array_equal(x, [-2, np.nan])
