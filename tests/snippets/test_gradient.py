from typing import Any

import numpy as np
import pytest
import scipy.optimize  # type: ignore[import-untyped]
from gradient import gradient
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray

MATRIX = np.array([[2.0, 1.0, 0.0], [-1.0, 3.0, 0.5], [0.0, 4.0, 1.0]])
POINTS = arrays(np.float64, (4, 3), elements=st.floats(-2, 2))


def quadratic(x: Any) -> Any:
    """xᵀ M x, whose gradient is (M + Mᵀ) x."""
    return ((x @ MATRIX.T) * x).sum(axis=-1)


@settings(deadline=None)
@given(arrays(np.float64, 3, elements=st.floats(-2, 2)))
def test_agrees_with_scipy(x: NDArray[np.float64]) -> None:
    # scipy takes one-sided differences, whose error is about the root of the machine epsilon.
    assert_allclose(gradient(quadratic, x), scipy.optimize.approx_fprime(x, quadratic), rtol=1e-6, atol=1e-6)


@settings(deadline=None)
@given(POINTS)
def test_agrees_with_the_closed_form(x: NDArray[np.float64]) -> None:
    assert_allclose(gradient(quadratic, x), x @ (MATRIX + MATRIX.T), rtol=1e-8, atol=1e-8)


@settings(deadline=None)
@given(POINTS)
def test_sends_each_point_of_a_batch_its_own_way(x: NDArray[np.float64]) -> None:
    alone = np.stack([gradient(quadratic, point) for point in x])
    assert_allclose(gradient(quadratic, x), alone, rtol=1e-8, atol=1e-8)


@settings(deadline=None)
@given(st.floats(0, 2 * np.pi))
def test_no_direction_rises_faster(angle: float) -> None:
    def hill(x: Any) -> Any:
        return np.sin(x[..., 0]) + x[..., 0] * x[..., 1]

    point, h = np.array([0.5, 2.0]), 6e-6
    slope = gradient(hill, point)
    direction = np.array([np.cos(angle), np.sin(angle)])
    rise = (hill(point + h * direction) - hill(point - h * direction)) / (2 * h)
    assert_allclose(rise, slope @ direction, rtol=0, atol=1e-9)
    assert rise <= np.linalg.norm(slope) + 1e-9


def test_is_zero_at_a_saddle_too() -> None:
    assert_allclose(gradient(lambda x: x[..., 0] ** 2 - x[..., 1] ** 2, [0.0, 0.0]), [0, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("given_type", "type_back", "tolerance"),
    [("float32", "float32", 1e-3), ("float64", "float64", 1e-9), ("int8", "float64", 1e-9)],
)
@pytest.mark.parametrize("shape", [(1,), (3,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, tolerance: float, shape: tuple[int, ...]) -> None:
    result = gradient(lambda x: (x**2).sum(axis=-1), np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)
    assert_allclose(result, np.full(shape, 2), rtol=tolerance)


@pytest.mark.parametrize("shape", [(), (0,), (2, 0)])
def test_points_without_coordinates_are_an_error(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"points must have shape \(\.\.\., n\), n >= 1, not \("):
        gradient(quadratic, np.ones(shape))


def test_a_function_without_one_number_a_point_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"for points of shape \(3,\), but returned \(3,\)"):
        gradient(np.square, [1.0, 2.0, 3.0])
