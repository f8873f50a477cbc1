from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from least_squares import least_squares, normal_equations
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

BOTH = [normal_equations, least_squares]
TARGETS = arrays(np.float64, 5, elements=st.floats(-10, 10))
LAEUCHLI = np.array([[1, 1, 1], [1e-8, 0, 0], [0, 1e-8, 0], [0, 0, 1e-8]])


def features(seed: int = 0, shape: tuple[int, ...] = (5, 3)) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("function", BOTH)
@settings(deadline=None)
@given(st.integers(0, 99), TARGETS)
def test_agrees_with_numpy(function: Any, seed: int, y: NDArray[np.float64]) -> None:
    x = features(seed)
    assert_allclose(function(x, y), np.linalg.lstsq(x, y)[0], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(
    ("x", "y", "theta"),
    [
        ([[2]], [6], [3]),
        ([[1], [1], [1]], [1, 2, 6], [3]),
        ([[1], [2]], [1, 4], [9 / 5]),
        ([[1, 0], [0, 2]], [5, 6], [5, 3]),
        ([[1, 0], [1, 1], [1, 2]], [0, 0, 3], [-0.5, 1.5]),
    ],
)
def test_solutions_known_in_closed_form(function: Any, x: Any, y: Any, theta: Any) -> None:
    assert_allclose(function(x, y), theta, rtol=1e-13)


@pytest.mark.parametrize("function", BOTH)
@settings(deadline=None)
@given(TARGETS)
def test_the_residual_is_perpendicular_to_every_feature(function: Any, y: NDArray[np.float64]) -> None:
    x = features()
    assert_allclose(x.T @ (y - x @ function(x, y)), np.zeros(3), atol=1e-12)


@settings(deadline=None)
@given(TARGETS, arrays(np.float64, 3, elements=st.floats(-1, 1)))
def test_no_other_parameters_are_better(y: NDArray[np.float64], shift: NDArray[np.float64]) -> None:
    x = features()
    best = least_squares(x, y)
    assert np.linalg.norm(y - x @ best) <= np.linalg.norm(y - x @ (best + shift)) + 1e-12


def test_where_the_normal_equations_fail_the_factorisation_does_not() -> None:
    y = LAEUCHLI @ [1.0, -2.0, 3.0]
    assert_allclose(least_squares(LAEUCHLI, y), [1, -2, 3], rtol=1e-7)
    with pytest.raises(ValueError, match=r"for x of shape \(4, 3\), the product of its transpose with x is singular"):
        normal_equations(LAEUCHLI, y)


@pytest.mark.parametrize("units", [[1e18, 1.0, 1e-18], [1e-150, 1e150, 1.0]])
def test_features_in_very_different_units_are_not_taken_for_dependent(units: list[float]) -> None:
    x, theta = features(shape=(2, 5, 3)), np.array([[1.0, -2.0, 3.0], [0.5, 0.0, 4.0]])
    x[:, 0] = 0
    y = (x @ theta[..., np.newaxis])[..., 0]
    assert_allclose(least_squares(x * units, y) * units, theta, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("function", BOTH)
def test_systems_of_a_batch_are_solved_side_by_side(function: Any) -> None:
    x, y = features(shape=(2, 4, 5, 3)), features(1, (2, 4, 5))
    together = function(x, y)
    assert together.shape == (2, 4, 3)
    assert_allclose(together[1, 2], function(x[1, 2], y[1, 2]), rtol=1e-10)


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(function: Any, given_type: str, type_back: str) -> None:
    x, y = np.array([[1, 0], [1, 1], [1, 2]], dtype=given_type), np.array([1, 3, 5], dtype=given_type)
    theta = function(x, y)
    assert theta.dtype == np.dtype(type_back)
    assert_allclose(theta, [1, 2], rtol=1e-5)
    assert_array_equal(x, [[1, 0], [1, 1], [1, 2]])
    assert_array_equal(y, [1, 3, 5])


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("x", [[[1, 2], [2, 4], [3, 6]], [[0], [0]], [[1, 0], [1, 0]]])
def test_dependent_columns_are_an_error(function: Any, x: Any) -> None:
    with pytest.raises(ValueError, match=r"x of shape \(\d, \d\).* (are linearly dependent|is singular)"):
        function(x, np.ones(len(x)))


@pytest.mark.parametrize("function", BOTH)
def test_one_system_of_a_batch_without_a_solution_is_an_error(function: Any) -> None:
    with pytest.raises(ValueError, match=r"x of shape \(2, 2, 1\)"):
        function([[[1], [2]], [[0], [0]]], np.ones((2, 2)))


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(
    ("x", "y", "problem"),
    [
        ((3,), (), r"\(\.\.\., m, n\) and \(\.\.\., m\), not \(3,\) and \(\)"),
        ((3, 2), (2,), r"not \(3, 2\) and \(2,\)"),
        ((3, 2), (3, 1), r"not \(3, 2\) and \(3, 1\)"),
        ((2, 3), (2,), r"no more than examples, not shape \(2, 3\)"),
        ((2, 0), (2,), r"at least one feature.*not shape \(2, 0\)"),
        ((2, 3, 0), (2, 3), r"at least one feature.*not shape \(2, 3, 0\)"),
        ((5, 2, 3), (5, 2), r"no more than examples, not shape \(5, 2, 3\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(function: Any, x: Any, y: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        function(np.ones(x), np.ones(y))


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(function: Any, types: tuple[str, str]) -> None:
    assert function(np.ones((3, 1), dtype=types[0]), np.ones(3, dtype=types[1])).dtype == np.float64


@pytest.mark.parametrize("function", BOTH)
def test_small_integers_do_not_wrap_around(function: Any) -> None:
    assert_allclose(function(np.array([[100], [100]], dtype=np.int8), np.array([50, 50], dtype=np.int8)), [0.5])
