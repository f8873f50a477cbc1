from typing import Any

import numpy as np
import pytest
import scipy.stats  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from least_squares import least_squares
from linear_regression import regression_line
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

X = np.array([0.0, 1.0, 2.5, 4.0])
TARGETS = arrays(np.float64, (3, 4), elements=st.floats(-10, 10))


@settings(deadline=None)
@given(TARGETS)
def test_agrees_with_scipy(y: NDArray[np.float64]) -> None:
    slopes, intercepts = regression_line(np.broadcast_to(X, y.shape), y)
    for slope, intercept, row in zip(slopes, intercepts, y, strict=True):
        expected = scipy.stats.linregress(X, row)
        assert_allclose([slope, intercept], [expected.slope, expected.intercept], rtol=1e-9, atol=1e-12)


@settings(deadline=None)
@given(TARGETS)
def test_is_least_squares_with_a_constant_feature(y: NDArray[np.float64]) -> None:
    features = np.stack([X, np.ones(4)], axis=-1)
    assert_allclose(regression_line(X, y[0]), least_squares(features, y[0]), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "y", "slope", "intercept"),
    [
        ([0, 1], [3, 5], 2, 3),
        ([1, 2, 3], [1, 2, 6], 2.5, -2),
        ([1, 2, 3], [4, 4, 4], 0, 4),
        ([-1, 0, 1, 2], [1, 0, 1, 4], 1, 1),
        ([[0, 1], [0, 2]], [[0, 1], [4, 0]], [1, -2], [0, 4]),
        ([1e9, 1e9 + 1, 1e9 + 2], [0, 1, 2], 1, -1e9),
        ([1e-200, 3e-200], [1, 2], 5e199, 0.5),
        ([[1e200, 3e200], [1e-200, 3e-200]], [[2, 8], [2, 8]], [3e-200, 3e200], [-1, -1]),
    ],
)
def test_lines_known_in_closed_form(x: Any, y: Any, slope: Any, intercept: Any) -> None:
    assert_allclose(regression_line(x, y)[0], slope, rtol=1e-14, atol=1e-15)
    assert_allclose(regression_line(x, y)[1], intercept, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("first", "step", "dtype"), [(1e16, 2, "float64"), (-1e16, 2, "float64"), (2.0**24, 2, "float32")]
)
@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_a_mean_that_cannot_be_held_leaves_the_slope_right(first: float, step: float, dtype: str, count: int) -> None:
    y = np.arange(count, dtype=dtype)
    x = np.asarray(first, dtype=dtype) + np.asarray(step, dtype=dtype) * y
    assert_allclose(regression_line(np.stack([x, y]), np.stack([y, y]))[0], [1 / step, 1], rtol=1e-6)


def test_large_values_that_differ_little_keep_the_digits_of_the_slope() -> None:
    x = np.array([0.1, 0.2, 0.3, 0.7, 1.1])
    y = np.array([1.0, 0.0, 2.0, 5.0, 3.0])
    assert_allclose(regression_line(x, 2.0**50 + y)[0], regression_line(x, y)[0], rtol=1e-13)


@settings(deadline=None)
@given(TARGETS)
def test_residuals_cancel_and_know_nothing_of_x(y: NDArray[np.float64]) -> None:
    p, q = regression_line(X, y[0])
    residuals = y[0] - (p * X + q)
    assert_allclose([residuals.sum(), residuals @ X], 0, atol=1e-12)


def test_the_line_of_x_from_y_is_another() -> None:
    y = [1.0, 2.0, 2.0, 4.0]
    there, back = regression_line(X, y)[0], regression_line(y, X)[0]
    assert_allclose(there * back, np.corrcoef(X, y)[0, 1] ** 2, rtol=1e-12)
    assert there * back < 0.95


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    x, y = np.array([1, 2, 3], dtype=given_type), np.array([9, 7, 5], dtype=given_type)
    p, q = regression_line(x, y)
    assert (p.dtype, q.dtype, p.shape, q.shape) == (np.dtype(type_back), np.dtype(type_back), (), ())
    assert_allclose([p, q], [-2, 11])
    assert_array_equal([x, y], [[1, 2, 3], [9, 7, 5]])


@pytest.mark.parametrize(("x", "y"), [((), ()), ((1,), (1,)), ((3,), (2,)), ((3,), (2, 3)), ((2, 0), (2, 0))])
def test_shapes_that_do_not_fit_are_named(x: Any, y: Any) -> None:
    with pytest.raises(ValueError, match=r"one shape \(\.\.\., n\), n >= 2, not \(.*\) and \("):
        regression_line(np.ones(x), np.ones(y))


@pytest.mark.parametrize("x", [[0.1, 0.1, 0.1], [[1, 2, 3], [4, 4, 4]]])
def test_points_above_each_other_have_no_line(x: Any) -> None:
    with pytest.raises(ValueError, match=r"in x of shape \(.*\), all numbers of a row are the same"):
        regression_line(x, np.ones(np.shape(x)))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    p, q = regression_line(np.arange(3, dtype=types[0]), np.ones(3, dtype=types[1]))
    assert {p.dtype, q.dtype} == {np.dtype("float64")}
