from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from recurrence_relation import next_term, nth_term

NUMBERS = st.floats(-2, 2)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, st.integers(0, 15))
def test_agrees_with_the_closed_form(start: float, p: float, q: float, n: int) -> None:
    closed = p**n * start + q * sum(p**k for k in range(n))
    assert_allclose(nth_term(start, p, q, n), closed, rtol=1e-12, atol=1e-10)


@settings(deadline=None)
@given(NUMBERS, st.floats(-0.5, 0.5), NUMBERS)
def test_tends_to_what_stays(start: float, p: float, q: float) -> None:
    fixed = q / (1 - p)
    assert_allclose(nth_term(start, p, q, 60), fixed, rtol=1e-14, atol=1e-15)
    assert_allclose(next_term(fixed, p, q), fixed, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("start", "p", "q", "n", "term"),
    [
        (7, 2, 1, 0, 7),
        (7, 2, 1, 1, 15),
        (0, 2, 1, 64, 2.0**64 - 1),
        (3, 1, 2, 10, 23),
        (5, 0, 4, 3, 4),
        (3, -1, 0, 5, -3),
        ([0, 1], 3, -1, 2, [-4, 5]),
        (-1, 2, 1, 3000, -1),
        ([1, -2], 2, 1, 3000, [np.inf, -np.inf]),
    ],
)
def test_values_known_in_closed_form(start: Any, p: float, q: float, n: int, term: Any) -> None:
    assert_allclose(nth_term(start, p, q, n), term, rtol=1e-15)


def test_descends_as_gradient_descent_does() -> None:
    a, b, rate = 3.0, 6.0, 0.25  # the slope of a x² / 2 - b x is a x - b
    assert_allclose(next_term(5.0, 1 - rate * a, rate * b), 5.0 - rate * (a * 5.0 - b), rtol=1e-15)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
@pytest.mark.parametrize("n", [0, 2])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...], n: int) -> None:
    start = np.full(shape, 200, dtype=given_type)
    for result in (nth_term(start, 2, 1, n), next_term(start, 2, 1)):
        assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
        result[...] = 0
    assert_array_equal(start, np.full(shape, 200))


def test_a_negative_number_of_steps_is_an_error() -> None:
    with pytest.raises(ValueError, match="n must not be negative, not -1"):
        nth_term(1.0, 2.0, 1.0, -1)
