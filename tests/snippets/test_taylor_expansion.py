from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from taylor_expansion import linear_approximation

POINTS = arrays(np.float64, (4, 2), elements=st.floats(-2, 2))


def bowl(x: Any) -> Any:
    return x[..., 0] ** 2 + 3 * x[..., 0] * x[..., 1]


def hill(x: Any) -> Any:
    return np.exp(x[..., 0]) * np.sin(x[..., 1])


@settings(deadline=None)
@given(POINTS, POINTS)
def test_agrees_with_the_closed_form(x: NDArray[np.float64], step: NDArray[np.float64]) -> None:
    slopes = np.stack([np.exp(x[:, 0]) * np.sin(x[:, 1]), np.exp(x[:, 0]) * np.cos(x[:, 1])], axis=-1)
    expected = hill(x) + (slopes * step).sum(axis=-1)
    assert_allclose(linear_approximation(hill, x, step), expected, rtol=1e-8, atol=1e-8)


@settings(deadline=None)
@given(POINTS, POINTS)
def test_of_a_quadratic_function_only_the_squares_are_missing(
    x: NDArray[np.float64], step: NDArray[np.float64]
) -> None:
    missing = bowl(x + step) - linear_approximation(bowl, x, step)
    assert_allclose(missing, bowl(step), rtol=1e-7, atol=1e-7)


def test_half_the_step_leaves_a_quarter_of_the_error() -> None:
    point, step = np.array([0.3, 0.7]), np.array([0.02, -0.03])
    errors = [hill(point + s) - linear_approximation(hill, point, s) for s in (step, step / 2)]
    assert_allclose(errors[0] / errors[1], 4, rtol=0.02)


@pytest.mark.parametrize(
    ("given_type", "type_back", "tolerance"),
    [("float32", "float32", 1e-3), ("float64", "float64", 1e-9), ("int8", "float64", 1e-9)],
)
@pytest.mark.parametrize("shape", [(1,), (3,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(
    given_type: str, type_back: str, tolerance: float, shape: tuple[int, ...]
) -> None:
    x, step = np.full(shape, 2, dtype=given_type), np.ones(shape, dtype=given_type)
    result = linear_approximation(lambda x: (x**2).sum(axis=-1), x, step)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])
    assert_allclose(result, np.full(shape[:-1], 8 * shape[-1]), rtol=tolerance)
    assert_array_equal(x, np.full(shape, 2))
    assert_array_equal(step, np.ones(shape))


@pytest.mark.parametrize(("x", "step"), [((2,), (3,)), ((4, 2), (2,)), ((2,), ())])
def test_shapes_that_differ_are_named(x: tuple[int, ...], step: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"x and step must have one shape \(\.\.\., n\), not \(.*\) and \(.*\)"):
        linear_approximation(bowl, np.ones(x), np.ones(step))


def test_a_function_without_one_number_a_point_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"for points of shape \(2,\), but returned \(2,\)"):
        linear_approximation(np.square, [1.0, 2.0], [0.1, 0.1])


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    x, step = (np.ones(3, dtype=each) for each in types)
    assert linear_approximation(lambda x: (x**2).sum(axis=-1), x, step).dtype == np.float64


def test_small_integers_do_not_wrap_around() -> None:
    x, step = np.array([100], dtype=np.int8), np.array([1], dtype=np.int8)
    assert_allclose(linear_approximation(lambda x: (x * x).sum(axis=-1), x, step), 10200)
