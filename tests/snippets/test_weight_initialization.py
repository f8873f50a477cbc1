from typing import Any

import numpy as np
import pytest
import scipy.stats  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from weight_initialization import he_normal, xavier_bound, xavier_uniform

SIZES = [(20, 300), (300, 20), (70, 70)]


def drawn(function: Any, a: int, b: int, seed: int = 0) -> Any:
    return function(a, b, np.random.default_rng(seed))


@settings(deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_bound_makes_the_variance(a: int, b: int) -> None:
    uniform = scipy.stats.uniform(-xavier_bound(a, b), 2 * xavier_bound(a, b))
    assert_allclose(uniform.var(), 2 / (a + b), rtol=1e-12)


@pytest.mark.parametrize(("a", "b", "bound"), [(2, 4, 1), (4, 2, 1), (1, 5, 1), (10, 14, 0.5), (1, 1, 3**0.5)])
def test_bounds_known_in_closed_form(a: int, b: int, bound: float) -> None:
    assert_allclose(xavier_bound(a, b), bound, rtol=1e-15)


@pytest.mark.parametrize(("a", "b"), SIZES)
def test_weights_are_spread_as_they_say(a: int, b: int) -> None:
    bound = np.sqrt(6 / (a + b))
    uniform, normal = drawn(xavier_uniform, a, b).ravel(), drawn(he_normal, a, b).ravel()
    assert scipy.stats.kstest(uniform, scipy.stats.uniform(-bound, 2 * bound).cdf).pvalue > 0.01
    assert scipy.stats.kstest(normal, scipy.stats.norm(0, np.sqrt(2 / a)).cdf).pvalue > 0.01
    assert 0.99 * bound < np.abs(uniform).max() <= bound


@pytest.mark.parametrize(("a", "b"), SIZES)
def test_agrees_with_torch(a: int, b: int) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    generator = torch.Generator().manual_seed(0)
    empty = torch.empty(b, a, dtype=torch.float64)
    theirs = torch.nn.init.xavier_uniform_(empty.clone(), generator=generator).numpy()
    assert scipy.stats.ks_2samp(drawn(xavier_uniform, a, b).ravel(), theirs.ravel()).pvalue > 0.01
    theirs = torch.nn.init.kaiming_normal_(empty.clone(), nonlinearity="relu", generator=generator).numpy()
    assert scipy.stats.ks_2samp(drawn(he_normal, a, b).ravel(), theirs.ravel()).pvalue > 0.01


def test_keeps_the_mean_square_of_signals_through_many_layers() -> None:
    random = np.random.default_rng(0)
    x = np.maximum(random.normal(size=(200, 100)), 0)
    before = np.mean(x**2)
    for _ in range(30):
        x = np.maximum(x @ he_normal(100, 100, random).T, 0)
    assert before / 10 < np.mean(x**2) < 10 * before


@pytest.mark.parametrize("function", [xavier_uniform, he_normal])
def test_the_same_seed_draws_the_same_weights(function: Any) -> None:
    weights = drawn(function, 3, 2)
    assert (weights.dtype, weights.shape) == (np.float64, (2, 3))
    assert_array_equal(weights, drawn(function, 3, 2))
    assert len(np.unique(np.concatenate([weights, drawn(function, 3, 2, seed=1)]))) == 12


@pytest.mark.parametrize("function", [xavier_uniform, he_normal])
@pytest.mark.parametrize(("a", "b"), [(1, 3), (3, 1), (1, 1)])
def test_a_single_neuron_is_a_layer(function: Any, a: int, b: int) -> None:
    assert drawn(function, a, b).shape == (b, a)


@pytest.mark.parametrize("function", [xavier_uniform, he_normal])
@pytest.mark.parametrize(("a", "b"), [(0, 3), (3, 0), (-1, 3)])
def test_a_layer_without_neurons_is_an_error(function: Any, a: int, b: int) -> None:
    with pytest.raises(ValueError, match=f"at least one neuron, not {a} and {b}"):
        drawn(function, a, b)
