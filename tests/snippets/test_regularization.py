from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose, assert_array_equal
from regularization import decay_step, l1_cost, l2_cost

WEIGHTS = arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=st.floats(-10, 10))
RATES = st.floats(0, 5)


@settings(deadline=None)
@given(WEIGHTS, st.floats(-5, 5), RATES, st.integers(1, 50))
def test_agree_with_the_norms_of_numpy(w: Any, cost: float, rate: float, n: int) -> None:
    flat = w.ravel()
    squares, sizes = np.linalg.norm(flat) ** 2, np.linalg.norm(flat, 1)
    assert_allclose(l2_cost(cost, w, rate, n), cost + rate * squares / (2 * n), rtol=1e-12, atol=1e-12)
    assert_allclose(l1_cost(cost, w, rate, n), cost + rate * sizes / n, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("w", "rate", "n", "penalties"),
    [([3, -4], 2, 5, (5, 2.8)), ([], 2, 5, (0, 0)), ([[2], [-1]], 0, 1, (0, 0)), (-3, 4, 2, (9, 6))],
)
def test_values_known_in_closed_form(w: Any, rate: float, n: int, penalties: tuple[float, float]) -> None:
    for cost in (0, -1, 7):
        assert_allclose(l2_cost(cost, w, rate, n), cost + penalties[0], rtol=1e-15)
        assert_allclose(l1_cost(cost, w, rate, n), cost + penalties[1], rtol=1e-15)


def quadratic(w: Any) -> Any:
    return np.sum((w - np.array([1.0, -2.0, 0.5])) ** 2)


@pytest.mark.parametrize(("eta", "rate", "n"), [(0.1, 3.0, 7), (0.5, 0.0, 1), (2.0, 1.0, 2)])
def test_the_step_goes_down_the_cost_with_the_penalty(eta: float, rate: float, n: int) -> None:
    w, h = np.array([0.3, -0.4, 2.0]), 6e-6

    def total(w: Any) -> float:
        return l2_cost(quadratic(w), w, rate, n)

    slopes = np.array([(total(w + h * e) - total(w - h * e)) / (2 * h) for e in np.eye(3)])
    step = decay_step(w, 2 * (w - np.array([1.0, -2.0, 0.5])), eta, rate, n)
    assert_allclose(step, w - eta * slopes, rtol=0, atol=1e-8)


def test_the_step_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    random = np.random.default_rng(0)
    w, gradient = random.normal(size=(2, 3)), random.normal(size=(2, 3))
    leaf = torch.tensor(w, requires_grad=True)
    leaf.grad = torch.tensor(gradient)
    torch.optim.SGD([leaf], lr=0.3, weight_decay=2 / 5).step()
    assert_allclose(decay_step(w, gradient, 0.3, 2, 5), leaf.detach().numpy(), rtol=1e-13)


def test_without_a_gradient_weights_decay_by_one_factor() -> None:
    w = np.array([4.0, -1.0])
    for _ in range(10):
        w = decay_step(w, np.zeros(2), 0.5, 2, 4)
    assert_allclose(w, 0.75**10 * np.array([4.0, -1.0]), rtol=1e-14)


@pytest.mark.parametrize("given_type", ["float32", "float64", "int8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_the_step_keeps_type_and_shape(given_type: str, shape: tuple[int, ...]) -> None:
    ones = np.ones(shape, dtype=given_type)
    result = decay_step(ones, ones, 0.1, 1.0, 2)
    assert (result.dtype, result.shape) == (np.dtype("float64" if given_type == "int8" else given_type), shape)


def test_leave_their_arguments_alone() -> None:
    w, gradient = np.array([1.0, -2.0]), np.array([3.0, 4.0])
    decay_step(w, gradient, 0.5, 1, 2)
    l2_cost(0, w, 1, 2)
    l1_cost(0, w, 1, 2)
    assert_array_equal([w, gradient], [[1, -2], [3, 4]])


@pytest.mark.parametrize(("rate", "n"), [(-0.1, 3), (1, 0), (1, -2)])
@pytest.mark.parametrize(
    "function",
    [
        lambda rate, n: l2_cost(0, [1], rate, n),
        lambda rate, n: l1_cost(0, [1], rate, n),
        lambda rate, n: decay_step([1], [1], 0.1, rate, n),
    ],
)
def test_a_negative_rate_or_no_example_is_an_error(function: Callable[..., Any], rate: float, n: int) -> None:
    with pytest.raises(ValueError, match=rf"negative \({rate}\), and n must be at least 1 \({n}\)"):
        function(rate, n)


@pytest.mark.parametrize(("w", "gradient"), [((2,), (3,)), ((2, 3), (3,)), ((2,), ())])
def test_shapes_that_do_not_fit_are_named(w: tuple[int, ...], gradient: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"one shape, not \(.*\) and \("):
        decay_step(np.ones(w), np.ones(gradient), 0.1, 1, 1)


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert decay_step(np.ones(2, dtype=types[0]), np.ones(2, dtype=types[1]), 0.1, 1, 2).dtype == np.float64


def test_a_penalty_beyond_the_floats_is_infinite() -> None:
    assert l2_cost(0, [1e200, 0], 1, 1) == np.inf
    assert l2_cost(0, [np.inf, 0], 1e-9, 1) == np.inf
    assert l2_cost(5, [np.inf, 0], 0, 1) == 5


@pytest.mark.parametrize(
    ("w", "rate", "penalty", "dtype"),
    [
        (1e200, 2e-300, 1e100, "float64"),
        (-3e-200, 2e300, 9e-100, "float64"),
        (1e30, 2e-50, 1e10, "float32"),
        (-1e-30, 2e50, 1e-10, "float32"),
    ],
)
def test_squares_may_leave_the_range_of_floats_if_the_cost_does_not(
    w: float, rate: float, penalty: float, dtype: str
) -> None:
    assert_allclose(l2_cost(0, np.array([w, 0], dtype=dtype), rate, 1), penalty, rtol=1e-6)


def test_a_rate_below_single_precision_counts() -> None:
    assert_allclose(l1_cost(0, np.array([1e30, -1e30], dtype=np.float32), 1e-50, 1), 2e-20, rtol=1e-6)


def test_small_integers_do_not_wrap_around() -> None:
    assert l2_cost(0, np.array([100], dtype=np.int8), 2, 1) == 10000
