from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from backpropagation import backpropagate, weight_gradient
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray

SIZES = (4, 5, 3, 2)  # pairwise different, so that a transpose shows


def network(seed: int = 0, sizes: tuple[int, ...] = SIZES, dtype: str = "float64") -> Any:
    random = np.random.default_rng(seed)
    weights = [random.normal(size=(m, n)).astype(dtype) for n, m in pairwise(sizes)]
    biases = [random.normal(size=m).astype(dtype) for m in sizes[1:]]
    return weights, biases


def examples(seed: int = 1, *, count: int = 6, sizes: tuple[int, ...] = SIZES) -> Any:
    random = np.random.default_rng(seed)
    return random.normal(size=(count, sizes[0])), random.uniform(size=(count, sizes[-1]))


def cost(weights: Any, biases: Any, x: Any, y: Any) -> float:
    """The quadratic cost, written down once more, one example and one layer at a time."""
    total = 0.0
    for a, wanted in zip(x, y, strict=True):
        for w, b in zip(weights, biases, strict=True):
            a = scipy.special.expit(w.dot(a) + b)  # noqa: PLW2901 (the activations go through the layers)
        total += float(np.sum((wanted - a) ** 2)) / 2
    return total / len(x)


def differences(parameters: list[NDArray[np.float64]], layer: int, *data: Any, of_weights: bool) -> Any:
    """Central differences of the cost in all numbers of one layer; `data` are the other parameters, x and y."""
    h, result = 6e-6, np.zeros_like(parameters[layer])
    for place in np.ndindex(result.shape):
        ends = []
        for shift in (h, -h):
            moved = [each.copy() for each in parameters]
            moved[layer][place] += shift
            ends.append(cost(*((moved, data[0]) if of_weights else (data[0], moved)), *data[1:]))
        result[place] = (ends[0] - ends[1]) / (2 * h)
    return result


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_agrees_with_central_differences_of_the_cost(layer: int) -> None:
    weights, biases = network()
    x, y = examples()
    of_weights, of_biases = backpropagate(weights, biases, x, y)
    expected = differences(weights, layer, biases, x, y, of_weights=True)
    assert_allclose(of_weights[layer], expected, rtol=0, atol=1e-10)
    assert_allclose(of_biases[layer], differences(biases, layer, weights, x, y, of_weights=False), rtol=0, atol=1e-10)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion by automatic differentiation, is not there")
    weights, biases = network()
    x, y = examples()
    leaves = [[torch.tensor(each, requires_grad=True) for each in group] for group in (weights, biases)]
    a = torch.tensor(x)
    for w, b in zip(*leaves, strict=True):
        a = torch.sigmoid(a @ w.T + b)
    (((torch.tensor(y) - a) ** 2).sum() / (2 * len(x))).backward()
    for ours, theirs in zip(backpropagate(weights, biases, x, y), leaves, strict=True):
        for mine, leaf in zip(ours, theirs, strict=True):
            assert_allclose(mine, leaf.grad.numpy(), rtol=1e-10, atol=1e-15)


def test_one_neuron_known_in_closed_form() -> None:
    # z = ln 3 · 2 - ln 3, so a = 3/4 and σ' = 3/16; the error is (3/4 - 1/4) 3/16 = 3/32.
    of_weights, of_biases = backpropagate([np.array([[np.log(3)]])], [np.array([-np.log(3)])], [2.0], [0.25])
    assert_allclose(of_weights[0], [[6 / 32]], rtol=1e-14)
    assert_allclose(of_biases[0], [3 / 32], rtol=1e-14)


def test_a_batch_has_the_mean_of_the_gradients_of_its_examples() -> None:
    weights, biases = network()
    x, y = examples()
    alone = [backpropagate(weights, biases, *pair) for pair in zip(x, y, strict=True)]
    for kind, together in enumerate(backpropagate(weights, biases, x, y)):
        for layer, result in enumerate(together):
            assert_allclose(result, np.mean([each[kind][layer] for each in alone], axis=0), rtol=1e-12)


def test_there_is_nothing_to_learn_from_a_perfect_output() -> None:
    of_weights, of_biases = backpropagate([np.zeros((2, 3))], [np.zeros(2)], np.ones((4, 3)), np.full((4, 2), 0.5))
    assert not np.any(of_weights[0])
    assert not np.any(of_biases[0])


def test_a_step_against_the_gradient_lowers_the_cost() -> None:
    weights, biases = network()
    x, y = examples()
    of_weights, of_biases = backpropagate(weights, biases, x, y)
    moved = [w - 0.1 * g for w, g in zip(weights, of_weights, strict=True)]
    shifted = [b - 0.1 * g for b, g in zip(biases, of_biases, strict=True)]
    assert cost(moved, shifted, x, y) < cost(weights, biases, x, y)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_gradients_have_type_and_shape_of_what_they_belong_to(dtype: str) -> None:
    weights, biases = network(dtype=dtype)
    x, y = (each.astype(dtype) for each in examples())
    of_weights, of_biases = backpropagate(weights, biases, x, y)
    expected = [(each.dtype, each.shape) for each in (*weights, *biases)]
    assert [(each.dtype, each.shape) for each in (*of_weights, *of_biases)] == expected


def test_integers_become_floats() -> None:
    of_weights, of_biases = backpropagate([np.array([[1, -1]])], [np.array([0])], [[2, 2]], [[1]])
    assert_allclose(of_weights[0], [[-0.25, -0.25]])
    assert of_biases[0].dtype == np.float64


def test_small_integers_do_not_wrap_around() -> None:
    # 64 · 4 is 0 in eight bits, where the slope is 1/4; at 256 it is almost 0.
    four, sixty_four = (np.array([n], dtype="int8") for n in (4, 64))
    assert abs(backpropagate([sixty_four[np.newaxis]], [np.zeros(1)], four, [0])[1][0]) < 1e-99


def test_leaves_its_arguments_alone() -> None:
    weights, biases = network()
    x, y = examples()
    before = [each.copy() for each in (*weights, *biases, x, y)]
    backpropagate(weights, biases, x, y)
    for was, is_now in zip(before, (*weights, *biases, x, y), strict=True):
        assert (was == is_now).all()


@settings(deadline=None)
@given(arrays(np.float64, (2, 3), elements=st.floats(-10, 10)), arrays(np.float64, (2, 4), elements=st.floats(-10, 10)))
def test_the_weight_gradient_is_an_outer_product(a: NDArray[np.float64], delta: NDArray[np.float64]) -> None:
    expected = np.stack([np.outer(error, activation) for activation, error in zip(a, delta, strict=True)])
    assert_allclose(weight_gradient(a, delta), expected, rtol=1e-15)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_the_weight_gradient_keeps_type(given_type: str, type_back: str) -> None:
    result = weight_gradient(np.ones(3, dtype=given_type), np.ones(2, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), (2, 3))


@pytest.mark.parametrize(("a", "delta"), [((), (2,)), ((3,), ())])
def test_the_weight_gradient_needs_vectors(a: tuple[int, ...], delta: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"vectors on the last axis, not of shapes \(.*\) and \("):
        weight_gradient(np.ones(a), np.ones(delta))


@pytest.mark.parametrize(
    ("weights", "biases", "x", "y", "problem"),
    [
        ((2, 3), (2,), (4,), (2,), r"weights \(2, 3\) and biases \(2,\) do not fit inputs of shape \(4,\)"),
        ((2, 3), (3,), (3,), (2,), r"weights \(2, 3\) and biases \(3,\) do not fit"),
        ((2, 3), (2,), (3,), (3,), r"shape of the outputs \(2,\), not \(3,\)"),
        ((2, 3), (2,), (4, 3), (2,), r"shape of the outputs \(4, 2\), not \(2,\)"),
        ((2, 3), (2,), (0, 3), (0, 2), r"shape of the outputs \(0, 2\), not \(0, 2\)"),
        ((2, 3), (2,), (), (2,), r"do not fit inputs of shape \(\)"),
    ],
)
def test_layers_that_do_not_fit_are_named(weights: Any, biases: Any, x: Any, y: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        backpropagate([np.ones(weights)], [np.ones(biases)], np.ones(x), np.ones(y))


def test_no_layer_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^a network needs at least one layer of weights$"):
        backpropagate([], [], [1.0], [1.0])


def test_every_layer_needs_its_biases() -> None:
    weights, biases = network()
    x, y = examples()
    for kept, ours in ((weights, biases[:-1]), (weights[:-1], biases)):
        with pytest.raises(ValueError, match=r"argument 2 is (shorter|longer)"):
            backpropagate(kept, ours, x, y)


def test_the_outputs_of_the_last_layer_are_compared_with_y() -> None:
    weights, biases = network()
    x, _ = examples()
    with pytest.raises(ValueError, match=r"^y must have the shape of the outputs \(6, 2\), not \(6, 4\)$"):
        backpropagate(weights, biases, x, np.ones((6, 4)))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert weight_gradient(*(np.ones(2, dtype=each) for each in types)).dtype == np.float64
