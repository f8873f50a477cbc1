from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from partial_derivative import partial_derivative

POINTS = arrays(np.float64, (4, 3), elements=st.floats(-2, 2))


def wave(x: Any) -> Any:
    """sin(x₁) x₂² + e^(x₂ x₃)"""
    return np.sin(x[..., 0]) * x[..., 1] ** 2 + np.exp(x[..., 1] * x[..., 2])


def points_visited(x: list[float], i: int) -> list[Any]:
    seen = []

    def recorder(point: Any) -> Any:
        seen.append(point)
        return point[..., i]

    partial_derivative(recorder, x, i)
    return seen


def partials_of_wave(x: Any) -> list[Any]:
    power = np.exp(x[..., 1] * x[..., 2])
    return [
        np.cos(x[..., 0]) * x[..., 1] ** 2,
        2 * np.sin(x[..., 0]) * x[..., 1] + x[..., 2] * power,
        x[..., 1] * power,
    ]


@pytest.mark.parametrize("i", [0, 1, 2])
@settings(deadline=None)
@given(x=POINTS)
def test_agrees_with_the_closed_form_in_each_coordinate(i: int, x: NDArray[np.float64]) -> None:
    assert_allclose(partial_derivative(wave, x, i), partials_of_wave(x)[i], rtol=1e-8, atol=2e-8)


def test_the_other_coordinates_are_held_fixed() -> None:
    right, left = points_visited([1.0, 2.0, 3.0], 1)
    assert_array_equal(right[[0, 2]], [1.0, 3.0])
    assert_array_equal(left[[0, 2]], [1.0, 3.0])
    assert right[1] > 2 > left[1]


def test_the_order_of_two_partial_derivatives_does_not_matter() -> None:
    def product(x: Any) -> Any:
        return x[..., 0] ** 2 * x[..., 1] ** 3

    point = np.array([1.5, -0.5])
    first_then_second = partial_derivative(lambda x: partial_derivative(product, x, 0), point, 1)
    second_then_first = partial_derivative(lambda x: partial_derivative(product, x, 1), point, 0)
    assert_allclose([first_then_second, second_then_first], 6 * 1.5 * 0.25, rtol=1e-4)


def test_all_partial_derivatives_may_exist_where_the_function_jumps() -> None:
    def jumping(x: Any) -> Any:
        product = x[..., 0] * x[..., 1]
        return np.where(product == 0, 0.0, 1.0)

    assert [partial_derivative(jumping, [0.0, 0.0], i) for i in (0, 1)] == [0, 0]
    assert jumping(np.array([1e-9, 1e-9])) == 1


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_the_step_is_that_of_the_coordinate_that_moves(scale: float) -> None:
    right, left = points_visited([1.0, scale], 0)
    assert right[0] - left[0] == pytest.approx(2 * np.finfo(float).eps ** (1 / 3), rel=1e-9)
    assert_allclose(partial_derivative(lambda x: x[..., 1] ** 2, [1.0, scale], 1), 2 * scale, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(
    ("given_type", "type_back", "tolerance"),
    [("float32", "float32", 1e-3), ("float64", "float64", 1e-9), ("int8", "float64", 1e-9)],
)
@pytest.mark.parametrize("shape", [(2,), (0, 2), (3, 2), (4, 3, 2)])
def test_keeps_type_and_drops_the_last_axis(
    given_type: str, type_back: str, tolerance: float, shape: tuple[int, ...]
) -> None:
    result = partial_derivative(lambda x: x[..., 0] * x[..., 1] ** 2, np.ones(shape, dtype=given_type), 1)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])
    assert_allclose(result, np.full(shape[:-1], 2), rtol=tolerance)


def test_leaves_its_argument_alone() -> None:
    x = np.array([1.0, 2.0])
    partial_derivative(lambda point: point[..., 0], x, 0)
    assert_array_equal(x, [1.0, 2.0])


@pytest.mark.parametrize(("shape", "i"), [((3,), 3), ((3,), -1), ((), 0), ((2, 0), 0)])
def test_a_coordinate_that_is_not_there_is_an_error(shape: tuple[int, ...], i: int) -> None:
    with pytest.raises(ValueError, match=rf"no coordinate {i} in points of shape \("):
        partial_derivative(lambda x: x[..., 0], np.ones(shape), i)


def test_a_function_without_one_number_a_point_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 4\) for points of shape \(2, 4, 3\), but returned \(2, 4, 3\)"):
        partial_derivative(np.square, np.ones((2, 4, 3)), 0)
