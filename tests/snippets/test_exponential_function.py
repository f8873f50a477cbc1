import math

import numpy as np
import pytest
from exponential_function import exponential
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

WIDE = np.concatenate([np.linspace(-745, 709, 2909), np.linspace(-2, 2, 401)])


def test_agrees_with_numpy() -> None:
    # The smallest numbers have few digits: there the two may differ in the last one.
    assert_allclose(exponential(WIDE), np.exp(WIDE), rtol=1e-15, atol=5e-324)


def test_single_precision_is_rounded_from_double() -> None:
    single = np.linspace(-100, 88, 189, dtype=np.float32)
    assert_array_equal(exponential(single), exponential(single.astype(np.float64)).astype(np.float32))


@pytest.mark.parametrize(
    ("x", "value"),
    [
        (0, 1),
        (1, math.e),
        (-1, 1 / math.e),
        (math.log(2), 2),
        (709.78, math.exp(709.78)),
        (709.79, np.inf),
        (710.5, np.inf),
        (-745.13, 5e-324),
        (-745.14, 0),
        (-1e300, 0),
        (1e300, np.inf),
        (np.inf, np.inf),
        (-np.inf, 0),
    ],
)
def test_values_known_in_closed_form(x: float, value: float) -> None:
    assert_allclose(exponential(x), value, rtol=1e-15)


@pytest.mark.parametrize(("x", "value"), [(89, np.inf), (1000, np.inf), (-104, 0), (-1000, 0)])
def test_single_precision_has_limits_of_its_own(x: float, value: float) -> None:
    assert exponential(np.float32(x)) == value


def test_raises_nothing_where_floating_point_errors_raise() -> None:
    with np.errstate(all="raise"):
        assert_array_equal(exponential([-1000, 1000, np.nan]), [0, np.inf, np.nan])
        assert_array_equal(exponential(np.array([-1000, 1000], dtype=np.float32)), [0, np.inf])


def test_the_plain_series_would_be_lost() -> None:
    plain, term = 0.0, 1.0
    for k in range(1, 200):
        plain, term = plain + term, term * -40.0 / k
    assert abs(plain - math.exp(-40)) > 1e-3
    assert_allclose(exponential(-40), math.exp(-40), rtol=1e-15)


@settings(deadline=None)
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_makes_products_of_sums(x: float, y: float) -> None:
    assert_allclose(exponential(x) * exponential(y), exponential(x + y), rtol=1e-12)


@settings(deadline=None)
@given(st.floats(-5, 5))
def test_is_its_own_derivative(x: float) -> None:
    h = 6e-6
    assert_allclose((exponential(x + h) - exponential(x - h)) / (2 * h), exponential(x), rtol=1e-8)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.ones(shape, dtype=given_type)
    result = exponential(x)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_array_equal(x, np.ones(shape))


def test_passes_on_what_is_not_a_number() -> None:
    assert_array_equal(exponential([np.nan, 0]), [np.nan, 1])
