import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear_function import linear_function
from numpy.testing import assert_allclose, assert_array_equal

NUMBERS = st.floats(-1e3, 1e3)


@pytest.mark.parametrize(
    ("x", "a", "b", "value"),
    [
        (2, 3, 5, 11),
        (0, 3, 5, 5),
        (-1, 3, 5, 2),
        (7, 0, 4, 4),
        ([1, 2], 3, -1, [2, 5]),
        ([[1], [2]], [10, 100], 0.5, [[10.5, 100.5], [20.5, 200.5]]),
    ],
)
def test_values_known_in_closed_form(x: list[float], a: float, b: float, value: float) -> None:
    assert_allclose(linear_function(x, a, b), value, rtol=1e-15)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_rises_by_the_slope_for_each_unit(x: float, step: float, a: float, b: float) -> None:
    rise = linear_function(x + step, a, b) - linear_function(x, a, b)
    assert_allclose(rise, a * step, rtol=1e-9, atol=1e-8)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS)
def test_of_another_one_is_one_again(x: float, a: float, b: float) -> None:
    composed = linear_function(linear_function(x, a, b), 2, -3)
    assert_allclose(composed, linear_function(x, 2 * a, 2 * b - 3), rtol=1e-12, atol=1e-8)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.full(shape, 200, dtype=given_type)
    result = linear_function(x, 2, 1)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_array_equal(result, np.full(shape, 401.0))
    assert_array_equal(x, np.full(shape, 200))


def test_shapes_that_cannot_be_broadcast_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"broadcast together with shapes \(2,\) \(3,\)"):
        linear_function([1.0, 2.0, 3.0], [1.0, 2.0], 0)
