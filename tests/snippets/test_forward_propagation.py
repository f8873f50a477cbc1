from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from forward_propagation import forward_propagation, layer_activation
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

SIZES = (4, 5, 3, 2)  # pairwise different, so that a transpose shows


def network(seed: int = 0, sizes: tuple[int, ...] = SIZES, dtype: str = "float64") -> Any:
    random = np.random.default_rng(seed)
    weights = [random.normal(size=(m, n)).astype(dtype) for n, m in pairwise(sizes)]
    return weights, [random.normal(size=m).astype(dtype) for m in sizes[1:]]


def one_neuron_at_a_time(a: Any, w: Any, b: Any) -> Any:
    """A layer, written down once more."""
    return np.array([scipy.special.expit(sum(w[j, k] * a[k] for k in range(len(a))) + b[j]) for j in range(len(b))])


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_each_layer_feeds_the_next(seed: int) -> None:
    weights, biases = network(seed)
    expected = [np.random.default_rng(seed).normal(size=4)]
    for w, b in zip(weights, biases, strict=True):
        expected.append(one_neuron_at_a_time(expected[-1], w, b))
    for ours, theirs in zip(forward_propagation(expected[0], weights, biases), expected, strict=True):
        assert_allclose(ours, theirs, rtol=1e-12)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    weights, biases = network()
    x = np.random.default_rng(1).normal(size=(6, 4))
    a = torch.tensor(x)
    for w, b in zip(weights, biases, strict=True):
        a = torch.sigmoid(torch.nn.functional.linear(a, torch.tensor(w), torch.tensor(b)))
    assert_allclose(forward_propagation(x, weights, biases)[-1], a.numpy(), rtol=1e-12)


def test_the_examples_of_a_batch_do_not_meet() -> None:
    weights, biases = network()
    x = np.random.default_rng(1).normal(size=(2, 3, 4))
    together = forward_propagation(x, weights, biases)
    for place in np.ndindex(2, 3):
        for layer, alone in zip(together, forward_propagation(x[place], weights, biases), strict=True):
            assert_allclose(layer[place], alone, rtol=1e-13)


def test_a_network_of_two_layers_can_say_which_one_of_two_but_not_both() -> None:
    # The hidden neurons are about “at least one” and “both”.
    weights, biases = [[[20, 20], [20, 20]], [[20, -20]]], [[-10, -30], [-10]]
    answers = forward_propagation([[0, 0], [0, 1], [1, 0], [1, 1]], weights, biases)[-1]
    assert_allclose(answers[:, 0], [0, 1, 1, 0], atol=1e-3)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch", [(), (0,), (6,), (2, 3)])
def test_keeps_type_and_batch(dtype: str, batch: tuple[int, ...]) -> None:
    results = forward_propagation(np.ones((*batch, 4), dtype=dtype), *network(dtype=dtype))
    assert [(each.dtype, each.shape) for each in results] == [(np.dtype(dtype), (*batch, n)) for n in SIZES]


def test_integers_become_floats_and_the_input_comes_first() -> None:
    (only,) = forward_propagation([1, 2], [], [])
    assert only.dtype == np.float64
    assert_array_equal(only, [1, 2])


def test_leaves_its_arguments_alone() -> None:
    weights, biases = network()
    x = np.ones(4)
    before = [each.copy() for each in (*weights, *biases, x)]
    results = forward_propagation(x, weights, biases)
    results[0][:] = 7
    for was, is_now in zip(before, (*weights, *biases, x), strict=True):
        assert_array_equal(was, is_now)


def test_a_layer_without_biases_is_an_error() -> None:
    with pytest.raises(ValueError, match="weights of 2 layers do not fit biases of 1"):
        forward_propagation([1.0], [[[1.0]], [[1.0]]], [[1.0]])


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"not \(2,\), \(1, 3\) and \(1,\)"):
        layer_activation([1, 2], [[1, 2, 3]], [0])
