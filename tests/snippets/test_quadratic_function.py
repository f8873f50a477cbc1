from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.polynomial import Polynomial
from numpy.testing import assert_allclose, assert_array_equal
from quadratic_function import quadratic_function, vertex

NUMBERS = st.floats(-100, 100)
FACTORS = st.one_of(st.floats(0.01, 100), st.floats(-100, -0.01))


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_agrees_with_numpy(x: float, a: float, b: float, c: float) -> None:
    assert_allclose(quadratic_function(x, a, b, c), Polynomial([c, b, a])(x), rtol=1e-12, atol=1e-9)


@settings(deadline=None)
@given(FACTORS, NUMBERS, NUMBERS)
@example(0.5, 5e-324, 0.0)
def test_vertex_agrees_with_numpy(a: float, b: float, c: float) -> None:
    parabola = Polynomial([c, b, a])
    place, value = vertex(a, b, c)
    smallest = np.finfo(float).tiny  # Half of a number under it may lose the last bit.
    assert_allclose(place, parabola.deriv().roots()[0], rtol=1e-12, atol=smallest)
    assert_allclose(value, parabola(place), rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(FACTORS, NUMBERS, NUMBERS, st.floats(0.5, 100))
def test_the_vertex_is_the_extremum_and_the_centre(a: float, b: float, c: float, step: float) -> None:
    place, value = vertex(a, b, c)
    right, left = quadratic_function(place + step, a, b, c), quadratic_function(place - step, a, b, c)
    assert (right - value) * a > 0
    scale = abs(float(a)) * (abs(float(place)) + step) ** 2
    assert_allclose(right, left, rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize(
    ("a", "b", "c", "place", "value"),
    [
        (1, -4, 3, 2, -1),
        (-1, 2, 5, 1, 6),
        (2, 0, 7, 0, 7),
        ([1, 2], [2, 2], 0, [-1, -0.5], [-1, -0.5]),
        (1, 0, [3, 4], [0, 0], [3, 4]),
        (1e200, 2e200, 1e200, -1, 0),
    ],
)
def test_vertices_known_in_closed_form(a: Any, b: Any, c: Any, place: Any, value: Any) -> None:
    found = vertex(a, b, c)
    assert_allclose(found[0], place, rtol=1e-15)
    assert_allclose(found[1], value, rtol=1e-15)
    assert found[0].shape == found[1].shape
    assert not np.signbit(found[0][np.asarray(place) == 0]).any()


def test_no_square_of_the_argument_overflows_without_need() -> None:
    assert_allclose(quadratic_function(1e200, 1e-200, 2, 1), 3e200, rtol=1e-15)


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    a, b = (np.ones(2, dtype=each) for each in types)
    assert {part.dtype for part in vertex(a, b, 1.0)} == {np.dtype("float64")}


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.full(shape, 200, dtype=given_type)
    result = quadratic_function(x, 1, 2, 3)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_array_equal(result, np.full(shape, 40403.0))
    for part in vertex(x, x, x):
        assert (part.dtype, part.shape) == (np.dtype(type_back), shape)
    assert_array_equal(x, np.full(shape, 200))


def test_results_are_independent_arrays() -> None:
    place, _ = vertex(1, -2, [3, 4])
    place[0] = 9
    assert_array_equal(place, [9, 1])


def test_a_line_has_no_vertex() -> None:
    with pytest.raises(ValueError, match=r"a of shape \(2,\) must not be 0 anywhere"):
        vertex([1, 0], 1, 1)
