from typing import Any

import numpy as np
import pytest
from gradient_descent import gradient_descent
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from momentum import momentum_descent, momentum_step
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

CURVATURES = np.array([1.0, 25.0])  # of a long valley f(x) = (x₁² + 25 x₂²) / 2
POINTS = arrays(np.float64, (3, 2), elements=st.floats(-10, 10))


def slope_of_valley(x: Any) -> Any:
    return CURVATURES * x


@settings(deadline=None)
@given(POINTS, POINTS, POINTS)
def test_a_step_follows_its_two_equations(
    w: NDArray[np.float64], v: NDArray[np.float64], gradient: NDArray[np.float64]
) -> None:
    faster, further = momentum_step(w, v, gradient, 0.2, 0.9)
    assert_allclose(faster, 0.9 * v - 0.2 * gradient, rtol=1e-12, atol=1e-12)
    assert_allclose(further - w, faster, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("w", "v", "gradient", "velocity", "point"),
    [(0, 0, 4, -1, -1), (1, 2, 0, 1, 2), (1, 2, -8, 3, 4), ([0, 1], [4, 0], [4, 4], [1, -1], [1, 0])],
)
def test_steps_known_in_closed_form(w: Any, v: Any, gradient: Any, velocity: Any, point: Any) -> None:
    result = momentum_step(w, v, gradient, 0.25, 0.5)
    assert_array_equal(result[0], velocity)
    assert_array_equal(result[1], point)


@pytest.mark.parametrize(("rate", "mu"), [(0.05, 0.0), (0.05, 0.9), (0.01, 0.5)])
def test_a_path_agrees_with_torch(rate: float, mu: float) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    leaf = torch.tensor([3.0, -2.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([leaf], lr=rate, momentum=mu)
    expected = [leaf.detach().numpy().copy()]
    for _ in range(20):
        optimiser.zero_grad()
        ((leaf**2 * torch.tensor(CURVATURES)).sum() / 2).backward()
        optimiser.step()
        expected.append(leaf.detach().numpy().copy())
    path = momentum_descent(slope_of_valley, [3.0, -2.0], learning_rate=rate, mu=mu, steps=20)
    assert_allclose(path, expected, rtol=1e-10)


def test_without_momentum_it_is_gradient_descent() -> None:
    path = momentum_descent(slope_of_valley, [3.0, -2.0], learning_rate=0.07, mu=0.0, steps=9)
    assert_array_equal(path, gradient_descent(slope_of_valley, [3.0, -2.0], learning_rate=0.07, steps=9))


@settings(deadline=None)
@given(st.floats(0.01, 0.3), st.floats(0, 0.95))
def test_each_step_remembers_the_one_before(rate: float, mu: float) -> None:
    path = momentum_descent(slope_of_valley, [1.0, 1.0], learning_rate=rate, mu=mu, steps=5)
    steps = np.diff(path, axis=0)
    assert_allclose(steps[1:], mu * steps[:-1] - rate * CURVATURES * path[1:-1], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9])
def test_on_an_even_slope_the_speed_tends_to_its_limit(mu: float) -> None:
    path = momentum_descent(lambda _: np.array(2.0), 0.0, learning_rate=0.1, mu=mu, steps=400)
    assert_allclose(path[-1] - path[-2], -0.1 * 2 / (1 - mu), rtol=1e-9)


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9])
@pytest.mark.parametrize(("share", "converges"), [(0.98, True), (1.02, False)])
def test_momentum_allows_larger_rates(mu: float, share: float, converges: bool) -> None:  # noqa: FBT001
    rate = share * 2 * (1 + mu) / 25
    end = momentum_descent(slope_of_valley, [1.0, 1.0], learning_rate=rate, mu=mu, steps=3000)[-1]
    assert (np.abs(end).max() < 1e-3) == converges


def test_in_a_long_valley_it_arrives_sooner() -> None:
    with_it = momentum_descent(slope_of_valley, [1.0, 1.0], learning_rate=4 / 36, mu=(4 / 6) ** 2, steps=60)[-1]
    without = gradient_descent(slope_of_valley, [1.0, 1.0], learning_rate=2 / 26, steps=60)[-1]
    assert np.linalg.norm(with_it) < 1e-6 * np.linalg.norm(without)


def test_the_path_of_no_steps_is_the_start() -> None:
    assert momentum_descent(slope_of_valley, [1, 2], learning_rate=0.1, mu=0.9, steps=0).tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    w, v, gradient = (np.array([number, 4], dtype=given_type) for number in (1, 2, 3))
    assert {each.dtype for each in momentum_step(w, v, gradient, 0.25, 0.5)} == {np.dtype(type_back)}
    for steps in (0, 2):
        assert momentum_descent(np.copy, w, learning_rate=0.25, mu=0.5, steps=steps).dtype == np.dtype(type_back)
    assert_array_equal([w, v, gradient], [[1, 4], [2, 4], [3, 4]])


@pytest.mark.parametrize(("w", "v", "gradient"), [((2,), (), (2,)), ((2,), (2,), (1,)), ((1,), (2,), (2,))])
def test_shapes_that_differ_are_named(w: Any, v: Any, gradient: Any) -> None:
    with pytest.raises(ValueError, match=r"one shape, not \(.*\), \(.*\) and \("):
        momentum_step(np.ones(w), np.ones(v), np.ones(gradient), 0.1, 0.9)


@pytest.mark.parametrize(("rate", "mu"), [(0.0, 0.5), (np.nan, 0.5), (0.1, -0.1), (0.1, 1.0), (0.1, np.nan)])
def test_factors_outside_of_their_intervals_are_an_error(rate: float, mu: float) -> None:
    with pytest.raises(ValueError, match="learning_rate must be positive and mu from 0 to less than 1"):
        momentum_step([1.0], [0.0], [1.0], rate, mu)


def test_a_negative_number_of_steps_is_an_error() -> None:
    with pytest.raises(ValueError, match="steps must not be negative, not -1"):
        momentum_descent(slope_of_valley, [1.0, 1.0], learning_rate=0.1, mu=0.9, steps=-1)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_integer_counts_as_double_beside_single_precision(place: int) -> None:
    types = ["int8" if place == i else "float32" for i in range(3)]
    w, v, gradient = (np.ones(2, dtype=each) for each in types)
    v, w = momentum_step(w, v, gradient, 0.25, 0.5)
    assert (v.dtype if place else w.dtype) == np.float64
