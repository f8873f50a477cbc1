from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from layer_normalization import layer_normalization
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

RANDOM = np.random.default_rng(0)
X, GAMMA, BETA = RANDOM.normal(3, 2, size=(2, 4, 5)), RANDOM.normal(size=5), RANDOM.normal(size=5)
SPREAD = arrays(np.int64, (2, 4), elements=st.integers(-99, 99), unique=True)


@pytest.mark.parametrize("epsilon", [1e-5, 0.5])
def test_agrees_with_torch(epsilon: float) -> None:
    torch = pytest.importorskip("torch")
    x, gamma, beta = map(torch.tensor, (X, GAMMA, BETA))
    expected = torch.nn.functional.layer_norm(x, (5,), gamma, beta, epsilon)
    assert_allclose(layer_normalization(X, GAMMA, BETA, epsilon), expected.numpy(), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(
    ("x", "gamma", "beta", "epsilon", "result"),
    [
        ([1, 3], 1, 0, 1e-30, [-1, 1]),
        ([1, 3], [2, 5], [10, 20], 1e-30, [8, 25]),
        ([1, 3], 1, 0, 3, [-0.5, 0.5]),
        ([0, 0, 0, 4], 1, 0, 1e-30, [-(3**-0.5)] * 3 + [3**0.5]),
        ([7], 2, 5, 1e-5, [5]),
        ([0.1, 0.1, 0.1], 1, 0, 1e-300, [0, 0, 0]),
        ([1e16, 1e16, 1e16], 1, 3, 1e-5, [3, 3, 3]),
        ([1, 3], [2, 5], 7, 1e-30, [5, 12]),
        ([1, 3], 2, [10, 20], 1e-30, [8, 22]),
        ([-1e300, 0, 1e300], 1, 0, 1e-5, [-(1.5**0.5), 0, 1.5**0.5]),
        ([1e-200, 3e-200], 1, 0, 1e-5, [-1e-200 / 1e-5**0.5, 1e-200 / 1e-5**0.5]),
    ],
)
def test_values_known_in_closed_form(x: Any, gamma: Any, beta: Any, epsilon: float, result: Any) -> None:
    assert_allclose(layer_normalization(x, gamma, beta, epsilon), result, rtol=1e-13)


def test_epsilon_is_a_hundred_thousandth_unless_told() -> None:
    assert_allclose(layer_normalization([1, 3]), np.array([-1, 1]) / np.sqrt(1 + 1e-5), rtol=1e-15)


@settings(deadline=None)
@given(SPREAD)
def test_rows_have_mean_zero_and_variance_one(x: NDArray[np.int64]) -> None:
    result = layer_normalization(x, epsilon=1e-30)
    assert_allclose(result.mean(axis=-1), [0, 0], atol=1e-14)
    assert_allclose(result.var(axis=-1), [1, 1], rtol=1e-13)


@settings(deadline=None)
@given(SPREAD, st.integers(1, 100), st.integers(-(10**9), 10**9))
def test_neither_unit_nor_origin_counts(x: NDArray[np.int64], unit: int, origin: int) -> None:
    moved = layer_normalization(unit * x + origin, epsilon=1e-30)
    assert_allclose(moved, layer_normalization(x, epsilon=1e-30), rtol=1e-12, atol=1e-13)


def test_each_example_is_normalized_by_itself() -> None:
    alone = [[layer_normalization(row, GAMMA, BETA) for row in rows] for rows in X]
    assert_array_equal(layer_normalization(X, GAMMA, BETA), alone)


def test_single_precision_far_from_the_origin_does_not_turn_equal_entries_into_noise() -> None:
    assert_array_equal(layer_normalization(np.full((2, 7), 123456792, dtype=np.float32)), np.zeros((2, 7)))


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    scale = np.ones(shape[-1], dtype=given_type)
    for arguments in ((), (scale, scale)):
        result = layer_normalization(np.ones(shape, dtype=given_type), *arguments)
        assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_arguments_alone() -> None:
    copies = X.copy(), GAMMA.copy(), BETA.copy()
    layer_normalization(*copies)
    for copy, original in zip(copies, (X, GAMMA, BETA), strict=True):
        assert_array_equal(copy, original)


@pytest.mark.parametrize(
    ("x", "gamma", "beta"),
    [((), (), ()), ((2, 0), (0,), (0,)), ((2, 3), (2,), ()), ((2, 3), (), (1,)), ((3,), (2, 3), ())],
)
def test_shapes_that_do_not_fit_are_named(x: Any, gamma: Any, beta: Any) -> None:
    with pytest.raises(ValueError, match="must have shapes") as problem:
        layer_normalization(np.ones(x), np.ones(gamma), np.ones(beta))
    assert str(problem.value).endswith(f", not {x}, {gamma} and {beta}")


@pytest.mark.parametrize("epsilon", [0, -1e-5, np.nan])
def test_an_epsilon_that_keeps_nothing_away_is_an_error(epsilon: float) -> None:
    with pytest.raises(ValueError, match=f"epsilon must be positive, not {epsilon}"):
        layer_normalization([1.0, 2.0], epsilon=epsilon)


def test_small_integers_do_not_wrap_around() -> None:
    assert_allclose(layer_normalization(np.array([-100, 100], dtype=np.int8)), [-1, 1], rtol=1e-8)
