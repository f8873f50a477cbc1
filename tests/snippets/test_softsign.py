from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from softsign import softsign, softsign_derivative

NUMBERS = np.array([-1e6, -3.5, -1.0, -1e-9, 0.0, 1e-9, 0.25, 7.0])


def test_agrees_with_torch_and_its_gradient() -> None:
    torch = pytest.importorskip("torch")
    x = torch.tensor(NUMBERS, requires_grad=True)
    y = torch.nn.functional.softsign(x)
    y.sum().backward()
    assert_allclose(softsign(NUMBERS), y.detach().numpy(), rtol=1e-15)
    assert_allclose(softsign_derivative(NUMBERS), x.grad.numpy(), rtol=1e-9)


@pytest.mark.parametrize(
    ("x", "value", "slope"),
    [
        (0, 0, 1),
        (1, 1 / 2, 1 / 4),
        (-1, -1 / 2, 1 / 4),
        (-3, -3 / 4, 1 / 16),
        (1e300, 1, 0),
        (np.inf, 1, 0),
        (-np.inf, -1, 0),
    ],
)
def test_values_known_in_closed_form(x: float, value: float, slope: float) -> None:
    assert_array_equal([softsign(x), softsign_derivative(x)], [value, slope])


def test_derivative_agrees_with_central_differences() -> None:
    x, h = np.array([-8.0, -1.0, -0.1, 0.1, 2.0, 30.0]), 6e-6
    assert_allclose(softsign_derivative(x), (softsign(x + h) - softsign(x - h)) / (2 * h), rtol=0, atol=1e-9)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_is_odd_and_its_inverse_leads_back(x: float) -> None:
    y = softsign(x)
    assert softsign(-x) == -y
    assert_allclose(y / (1 - abs(y)), x, rtol=1e-9)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_derivative_follows_from_the_value(x: float) -> None:
    assert_allclose(softsign_derivative(x), (1 - abs(softsign(x))) ** 2, rtol=0, atol=1e-15)


@pytest.mark.parametrize("function", [softsign, softsign_derivative])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(function: Any, given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = function(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


@pytest.mark.parametrize("function", [softsign, softsign_derivative])
def test_leaves_its_argument_alone_and_passes_on_what_is_not_a_number(function: Any) -> None:
    x = np.array([2.0, np.nan])
    assert_array_equal(np.isnan(function(x)), [False, True])
    assert_array_equal(x, [2, np.nan])


def test_small_integers_do_not_wrap_around() -> None:
    x = np.array([127, -128], dtype=np.int8)
    assert_allclose(softsign(x), [127 / 128, -128 / 129])
    assert_allclose(softsign_derivative(x), [1 / 128**2, 1 / 129**2])
