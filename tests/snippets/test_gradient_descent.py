from typing import Any

import numpy as np
import pytest
from gradient_descent import descent_step, gradient_descent
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

CURVATURES = np.array([1.0, 4.0])  # of a bowl f(x) = (x₁² + 4 x₂²) / 2, so L = 4


def bowl(x: Any) -> Any:
    return (CURVATURES * x**2).sum(axis=-1) / 2


def slope_of_bowl(x: Any) -> Any:
    return CURVATURES * x


@settings(deadline=None)
@given(arrays(np.float64, (3, 2), elements=st.floats(-10, 10)), st.floats(1e-3, 2))
def test_a_step_on_a_bowl_shrinks_each_coordinate_by_its_factor(x: NDArray[np.float64], rate: float) -> None:
    assert_allclose(descent_step(slope_of_bowl, x, rate), (1 - rate * CURVATURES) * x, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("rate", "steps"), [(0.1, 7), (0.3, 20), (0.6, 5)])
def test_the_path_on_a_bowl_is_geometric(rate: float, steps: int) -> None:
    path = gradient_descent(slope_of_bowl, [3.0, -2.0], learning_rate=rate, steps=steps)
    powers = (1 - rate * CURVATURES) ** np.arange(steps + 1)[:, np.newaxis]
    assert_allclose(path, powers * [3.0, -2.0], rtol=1e-12)


@settings(deadline=None)
@given(arrays(np.float64, 2, elements=st.floats(-10, 10)), st.floats(1e-3, 0.499))
def test_below_two_over_the_lipschitz_constant_no_step_climbs(x: NDArray[np.float64], rate: float) -> None:
    assert bowl(descent_step(slope_of_bowl, x, rate)) <= bowl(x)


@pytest.mark.parametrize(("rate", "converges"), [(0.01, True), (0.49, True), (0.51, False)])
def test_converges_exactly_below_two_over_the_largest_curvature(rate: float, converges: bool) -> None:  # noqa: FBT001
    end = gradient_descent(slope_of_bowl, [1.0, 1.0], learning_rate=rate, steps=2000)[-1]
    assert (bowl(end) < 1e-9) == converges


def test_steepest_is_not_shortest() -> None:
    path = gradient_descent(slope_of_bowl, [8.0, 1.0], learning_rate=0.4, steps=100)
    length = np.linalg.norm(np.diff(path, axis=0), axis=-1).sum()
    assert length > 1.1 * np.linalg.norm(path[0])


def test_points_of_a_batch_descend_side_by_side() -> None:
    starts = np.array([[1.0, 2.0], [-3.0, 0.5]])
    together = gradient_descent(slope_of_bowl, starts, learning_rate=0.2, steps=3)
    alone = [gradient_descent(slope_of_bowl, start, learning_rate=0.2, steps=3) for start in starts]
    assert together.shape == (4, 2, 2)
    assert_array_equal(together, np.stack(alone, axis=1))


def test_stays_where_the_gradient_is_zero() -> None:
    path = gradient_descent(slope_of_bowl, [0.0, 0.0], learning_rate=0.2, steps=2)
    assert_array_equal(path, np.zeros((3, 2)))


def test_the_path_of_no_steps_is_the_start() -> None:
    assert gradient_descent(slope_of_bowl, [1, 2], learning_rate=0.2, steps=0).tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type(given_type: str, type_back: str) -> None:
    start = np.array([1, 2], dtype=given_type)
    assert descent_step(np.copy, start, 0.25).dtype == np.dtype(type_back)
    for steps in (0, 2):
        assert gradient_descent(np.copy, start, learning_rate=0.25, steps=steps).dtype == np.dtype(type_back)
    assert_array_equal(start, [1, 2])


@pytest.mark.parametrize("rate", [0.0, -0.1, np.nan])
def test_a_rate_that_is_not_positive_is_an_error(rate: float) -> None:
    with pytest.raises(ValueError, match="learning_rate must be positive"):
        descent_step(slope_of_bowl, [1.0, 1.0], rate)


def test_a_negative_number_of_steps_is_an_error() -> None:
    with pytest.raises(ValueError, match="steps must not be negative, not -1"):
        gradient_descent(slope_of_bowl, [1.0, 1.0], learning_rate=0.1, steps=-1)


def test_a_gradient_of_another_shape_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"keep the shape \(2,\), but returned \(\)"):
        descent_step(np.sum, [1.0, 1.0], 0.1)


def test_small_integers_do_not_wrap_around() -> None:
    assert descent_step(np.square, np.array([100], dtype=np.int8), 0.01) == 0
