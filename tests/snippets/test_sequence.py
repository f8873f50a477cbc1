from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sequence import arithmetic_term, geometric_sum, geometric_term

RATIOS = st.one_of(st.floats(-3, 3), st.floats(1 - 1e-6, 1 + 1e-6))


def exact_sum(ratio: float, n: int) -> tuple[float, float]:
    """The sum of the powers, and of their absolute values, without any rounding on the way."""
    powers = [Fraction(ratio) ** k for k in range(n + 1)]
    return float(sum(powers)), float(sum(map(abs, powers)))


@settings(deadline=None)
@given(RATIOS, st.integers(0, 12))
def test_sum_agrees_with_exact_fractions(ratio: float, n: int) -> None:
    total, size = exact_sum(ratio, n)
    assert_allclose(geometric_sum(ratio, n), total, rtol=1e-14, atol=1e-14 * size)


@pytest.mark.parametrize("ratio", [0.49, 0.51, 1.49, 1.51, 1 + 2**-50, 1 - 2**-51, 1.0001])
def test_sum_loses_no_digits_near_one(ratio: float) -> None:
    assert_allclose(geometric_sum(ratio, 40), exact_sum(ratio, 40)[0], rtol=3e-15)


@pytest.mark.parametrize("ratio", [-1 - 2**-50, -1 + 2**-51, -1.0001, -0.99, -1.5])
@pytest.mark.parametrize("n", [0, 1, 2, 39, 40])
def test_sum_loses_no_digits_near_minus_one(ratio: float, n: int) -> None:
    assert_allclose(geometric_sum(ratio, n), exact_sum(ratio, n)[0], rtol=3e-15)


@pytest.mark.parametrize(("ratio", "n"), [(10, 308), (-10, 308), (1e200, 1), (-1e154, 2), (1.7e308, 1), (4, 511)])
def test_a_sum_within_the_range_of_floats_does_not_leave_it(ratio: float, n: int) -> None:
    assert_allclose(geometric_sum(ratio, n), exact_sum(ratio, n)[0], rtol=1e-12)


def test_sum_passes_on_what_is_not_a_number() -> None:
    assert_array_equal(geometric_sum(np.nan, [0, 3]), [np.nan, np.nan])
    assert_array_equal(geometric_sum([0.5, np.nan, 2], 3), [1.875, np.nan, 15])


@pytest.mark.parametrize(
    ("ratio", "n", "total"),
    [
        (2, 0, 1),
        (2, 3, 15),
        (-2, 3, -5),
        (1, 6, 7),
        (0, 5, 1),
        (-1, 4, 1),
        ([0.5, 3], [[1], [2]], [[1.5, 4], [1.75, 13]]),
        (0.5, 2000, 2),
        (2, 2000, np.inf),
        (-2, 2001, -np.inf),
        (1.4, 9000, np.inf),
    ],
)
def test_sums_known_in_closed_form(ratio: Any, n: Any, total: Any) -> None:
    assert_allclose(geometric_sum(ratio, n), total, rtol=1e-15)


def test_a_sum_of_zero_has_no_minus_sign() -> None:
    assert not np.signbit(geometric_sum(-1, 3))


@pytest.mark.parametrize(
    ("first", "step", "n", "arithmetic", "geometric"),
    [
        (2, 3, 1, 2, 2),
        (2, 3, 4, 11, 54),
        (5, -2, 3, 1, 20),
        (4, 0, [1, 2], [4, 4], [4, 0]),
        ([1, 2], [10, 20], [[2], [3]], [[11, 22], [21, 42]], [[10, 40], [100, 800]]),
        (0, 10, 1000, 9990, 0),
    ],
)
def test_terms_known_in_closed_form(first: Any, step: Any, n: Any, arithmetic: Any, geometric: Any) -> None:
    assert_allclose(arithmetic_term(first, step, n), arithmetic, rtol=1e-15)
    assert_allclose(geometric_term(first, step, n), geometric, rtol=1e-15)


def test_a_geometric_term_may_leave_the_range() -> None:
    assert_array_equal(geometric_term([3, -3], 2, 2000), [np.inf, -np.inf])


@pytest.mark.parametrize(
    ("first", "ratio", "n", "term"), [(1e-10, 10, 311, 1e300), (1e300, 0.1, 501, 1e-200), (-1e-300, -10, 602, 1e301)]
)
def test_the_power_may_leave_the_range_if_the_term_does_not(first: float, ratio: float, n: int, term: float) -> None:
    assert_allclose(geometric_term(first, ratio, n), term, rtol=1e-12)


@settings(deadline=None)
@given(st.floats(-10, 10), st.floats(-3, 3), st.integers(1, 20))
def test_neighbours_differ_by_the_difference_or_the_ratio(first: float, step: float, n: int) -> None:
    terms = arithmetic_term(first, step, [n, n + 1])
    assert_allclose(terms[1] - terms[0], step, atol=1e-13)
    terms = geometric_term(first, step, [n, n + 1])
    assert_allclose(terms[1], terms[0] * step, rtol=1e-13, atol=1e-300)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    number = np.full(shape, 3, dtype=given_type)
    numbers = np.full(shape, 5)
    for result in (
        arithmetic_term(number, number, numbers),
        geometric_term(number, number, numbers),
        geometric_sum(number, numbers),
    ):
        assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_array_equal(number, np.full(shape, 3))
    assert_array_equal(numbers, np.full(shape, 5))


@pytest.mark.parametrize(
    ("first", "step"), [("float32", "float64"), ("float64", "float32"), ("float32", "int8"), ("int8", "float32")]
)
def test_of_two_types_the_wider_is_kept_and_integers_count_as_double(first: str, step: str) -> None:
    for term in (arithmetic_term, geometric_term):
        assert term(np.ones(1, dtype=first), np.ones(1, dtype=step), 3).dtype == np.float64


def test_single_precision_overflows_to_infinity() -> None:
    assert geometric_sum(np.float32(10), 60) == np.inf
    assert geometric_term(np.float32(10), np.float32(10), 60) == np.inf


@pytest.mark.parametrize(
    ("function", "least"),
    [
        (lambda n: arithmetic_term(1, 2, n), 1),
        (lambda n: geometric_term(1, 2, n), 1),
        (lambda n: geometric_sum(2, n), 0),
    ],
)
def test_n_must_be_whole_and_not_too_small(function: Callable[[Any], Any], least: int) -> None:
    function(least)
    function(np.uint8(least))
    for n in (least - 1, 1.5, [least + 1, least - 1]):
        with pytest.raises(ValueError, match=rf"n of shape \(.*\) must hold whole numbers from {least}"):
            function(n)
