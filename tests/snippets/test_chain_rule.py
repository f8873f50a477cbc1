from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from chain_rule import chain_rule
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

Function = Callable[[Any], Any]
X = np.linspace(-2, 2, 41)

CASES: dict[str, tuple[Function, Function, Function, Function, Function]] = {
    # f, f', g, g' and what calculus says of the composite
    "sin of a square": (np.sin, np.cos, np.square, lambda x: 2 * x, lambda x: 2 * x * np.cos(x**2)),
    "square of a sin": (np.square, lambda u: 2 * u, np.sin, np.cos, lambda x: np.sin(2 * x)),
    "bell curve": (np.exp, np.exp, lambda x: -(x**2), lambda x: -2 * x, lambda x: -2 * x * np.exp(-(x**2))),
    "tanh of a line": (
        np.tanh,
        lambda u: 1 - np.tanh(u) ** 2,
        lambda x: 3 * x + 1,
        lambda x: np.full_like(x, 3),
        lambda x: 3 / np.cosh(3 * x + 1) ** 2,
    ),
}


@pytest.mark.parametrize(("f", "f_prime", "g", "g_prime", "expected"), CASES.values(), ids=CASES)
def test_agrees_with_calculus_and_with_central_differences(
    f: Function, f_prime: Function, g: Function, g_prime: Function, expected: Function
) -> None:
    h = 6e-6
    result = chain_rule(f_prime, g, g_prime, X)
    assert_allclose(result, expected(X), rtol=1e-11, atol=1e-14)
    assert_allclose(result, (f(g(X + h)) - f(g(X - h))) / (2 * h), rtol=0, atol=5e-9)


@settings(deadline=None)
@given(st.floats(-2, 2))
def test_three_functions_may_be_bracketed_either_way(x: float) -> None:
    def inner(u: Any) -> Any:
        return chain_rule(np.cos, np.square, lambda v: 2 * v, u)

    def outer(u: Any) -> Any:
        return chain_rule(np.exp, np.sin, np.cos, u)

    first = chain_rule(np.exp, lambda u: np.sin(np.square(u)), inner, x)
    second = chain_rule(outer, np.square, lambda u: 2 * u, x)
    assert_allclose(first, second, rtol=1e-13, atol=1e-300)


@settings(deadline=None)
@given(st.floats(0.1, 5))
def test_a_function_and_its_inverse_have_reciprocal_slopes(x: float) -> None:
    assert_allclose(chain_rule(np.exp, np.log, np.reciprocal, x), 1, rtol=1e-14)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = chain_rule(np.cos, np.sin, np.cos, np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


@pytest.mark.parametrize(
    ("f_prime", "g", "g_prime"), [(np.sum, np.sin, np.cos), (np.cos, np.sum, np.cos), (np.cos, np.sin, np.sum)]
)
def test_a_function_that_changes_the_shape_is_an_error(f_prime: Function, g: Function, g_prime: Function) -> None:
    with pytest.raises(ValueError, match=r"keep the shape \(2,\), but returned: g \(.*\), f_prime \(.*\), g_prime \("):
        chain_rule(f_prime, g, g_prime, [1.0, 2.0])
