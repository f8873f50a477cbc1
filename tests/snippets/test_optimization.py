from typing import Any

import numpy as np
import pytest
import scipy.optimize  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from optimization import golden_section

GOLDEN = (np.sqrt(5) - 1) / 2


@pytest.mark.parametrize(
    ("f", "low", "high"),
    [
        (lambda x: (x - 0.3) ** 2, -1.0, 2.0),
        (lambda x: np.exp(x) - 2 * x, -3.0, 3.0),
        (np.cos, 2.0, 5.0),
        (np.abs, -0.1, 7.0),
    ],
)
def test_agrees_with_scipy(f: Any, low: float, high: float) -> None:
    expected = scipy.optimize.minimize_scalar(f, bounds=(low, high), method="bounded", options={"xatol": 1e-9}).x
    assert_allclose(golden_section(f, low, high), expected, atol=1e-7)


@settings(deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 10))
def test_finds_the_vertex_of_a_parabola(vertex: float, curvature: float) -> None:
    found = golden_section(lambda x: curvature * (x - vertex) ** 2, -6.0, 6.0)
    assert_allclose(found, vertex, atol=1e-6)


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(0, 20))
def test_each_step_shrinks_the_interval_by_the_golden_ratio(place: float, steps: int) -> None:
    found = golden_section(lambda x: np.abs(x - place), 0.0, 1.0, steps=steps)
    assert abs(found - place) <= GOLDEN**steps / 2 + 1e-12


@pytest.mark.parametrize(
    ("f", "steps", "found"),
    [
        (np.square, 0, 0.5),
        (np.negative, 1, 1 - GOLDEN / 2),
        (np.positive, 1, GOLDEN / 2),
        (np.negative, 3, 1 - GOLDEN**3 / 2),
        (np.positive, 3, GOLDEN**3 / 2),
    ],
)
def test_places_known_in_closed_form(f: Any, steps: int, found: float) -> None:
    assert_allclose(golden_section(f, 0.0, 1.0, steps=steps), found, rtol=1e-12)


def test_each_step_costs_one_value() -> None:
    seen: list[float] = []

    def f(x: Any) -> Any:
        seen.append(x.item())
        return (x - 0.7) ** 2

    golden_section(f, 0.0, 1.0, steps=10)
    assert len(set(seen)) == len(seen) == 12


def test_the_middle_of_large_numbers_is_one_of_them() -> None:
    assert_allclose(golden_section(np.negative, 1e308, 1.7e308), 1.7e308, rtol=1e-8)


def test_forty_steps_are_the_default() -> None:
    def f(x: Any) -> Any:
        return np.abs(x - 0.1)

    assert golden_section(f, 0.0, 1.0) == golden_section(f, 0.0, 1.0, steps=40) != golden_section(f, 0.0, 1.0, steps=39)


def test_intervals_are_searched_side_by_side() -> None:
    lows, highs = np.array([[2.0, 8.0], [-5.0, 0.0]]), np.array([[4.0, 11.0], [-2.0, 0.5]])
    together = golden_section(np.cos, lows, highs)
    assert together.shape == (2, 2)
    assert_allclose(together[0], [np.pi, 3 * np.pi], atol=1e-7)
    alone = [[golden_section(np.cos, a, b) for a, b in zip(*row, strict=True)] for row in zip(lows, highs, strict=True)]
    assert_array_equal(together, alone)


def test_of_two_minima_it_may_find_the_higher() -> None:
    def two_valleys(x: Any) -> Any:
        return np.minimum((x - 1) ** 2, 20 * (x - 9.5) ** 2 - 1)

    assert two_valleys(9.5) < two_valleys(golden_section(two_valleys, 0.0, 10.0))


def test_more_steps_do_not_find_more_than_half_of_the_digits() -> None:
    def flat(x: Any) -> Any:
        return 1 + (x - np.pi) ** 2

    assert 1e-12 < abs(golden_section(flat, 2.0, 5.0, steps=200) - np.pi) < 1e-7


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    low, high = np.zeros(1, dtype=types[0]), np.ones(1, dtype=types[1])
    assert golden_section(np.square, low, high).dtype == np.float64


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    low, high = np.array([0, 1], dtype=given_type), np.array([2, 3], dtype=given_type)
    assert golden_section(np.square, low, high).dtype == np.dtype(type_back)
    assert_array_equal([low, high], [[0, 1], [2, 3]])


@pytest.mark.parametrize(
    ("low", "high"), [(1, 1), (2, 1), (np.nan, 1), (-np.inf, 1), (0, np.inf), ([0, 0], 1), ([0, 1], [1, 1])]
)
def test_what_is_no_interval_is_an_error(low: Any, high: Any) -> None:
    with pytest.raises(ValueError, match=r"one shape, low < high, both finite; not \(.*\) and \("):
        golden_section(np.square, low, high)


def test_a_negative_number_of_steps_is_an_error() -> None:
    with pytest.raises(ValueError, match="steps must not be negative, not -1"):
        golden_section(np.square, 0.0, 1.0, steps=-1)


def test_a_function_of_another_shape_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"f must keep the shape \(2,\), but returned \(\)"):
        golden_section(np.sum, [0.0, 0.0], [1.0, 1.0])
