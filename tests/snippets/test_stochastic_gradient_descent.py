from typing import Any

import numpy as np
import pytest
from gradient_descent import gradient_descent
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from stochastic_gradient_descent import sgd_step, stochastic_gradient_descent

DATA = np.array([[1.0, 0.0], [2.0, 1.0], [4.0, -1.0], [5.0, 4.0], [3.0, 1.0]])


def pull(w: Any, batch: Any) -> Any:
    """The mean gradient of half the squared distances from some of the data."""
    return w - DATA[batch].mean(axis=0)


def descend(gradient: Any = pull, start: Any = (9.0, -9.0), **changed: Any) -> NDArray[np.floating]:
    settings: Any = {"examples": 5, "batch_size": 2, "learning_rate": 0.1, "epochs": 3, "seed": 0}
    return stochastic_gradient_descent(gradient, start, **{**settings, **changed})


@settings(deadline=None)
@given(arrays(np.float64, (2, 3), elements=st.floats(-9, 9)), arrays(np.float64, (4, 2, 3), elements=st.floats(-9, 9)))
def test_a_step_goes_against_the_mean(w: NDArray[np.float64], gradients: NDArray[np.float64]) -> None:
    expected = w - 0.3 / 4 * sum(gradients)
    assert_allclose(sgd_step(w, gradients, 0.3), expected, rtol=1e-12, atol=1e-12)


def test_a_step_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    w, x = np.array([0.5, -2.0]), DATA
    leaf = torch.tensor(w, requires_grad=True)
    optimiser = torch.optim.SGD([leaf], lr=0.2)
    ((leaf - torch.tensor(x)) ** 2).sum(dim=-1).mean().backward()
    optimiser.step()
    assert_allclose(sgd_step(w, 2 * (w - x), 0.2), leaf.detach().numpy(), rtol=1e-12)


@pytest.mark.parametrize(
    ("w", "gradients", "rate", "following"),
    [([1], [[4]], 0.5, [-1]), ([0, 1], [[2, 0], [4, 6]], 0.5, [-1.5, -0.5]), (3, [1, 2, 6], 1, 0)],
)
def test_steps_known_in_closed_form(w: Any, gradients: Any, rate: float, following: Any) -> None:
    assert_allclose(sgd_step(w, gradients, rate), following, rtol=1e-15)


@pytest.mark.parametrize(("batch_size", "sizes"), [(1, [1] * 5), (2, [2, 2, 1]), (3, [3, 2]), (4, [4, 1]), (5, [5])])
def test_each_epoch_visits_each_example_once(batch_size: int, sizes: list[int]) -> None:
    visited: list[Any] = []

    def gradient(w: Any, batch: Any) -> Any:
        visited.append(batch)
        return 0 * w

    descend(gradient, batch_size=batch_size, epochs=2)
    assert [len(batch) for batch in visited] == sizes * 2
    epochs = np.concatenate(visited).reshape(2, 5)
    assert_array_equal(np.sort(epochs), [range(5)] * 2)
    assert (epochs[0] != epochs[1]).any()


def test_with_all_examples_at_once_it_is_gradient_descent() -> None:
    expected = gradient_descent(lambda w: w - DATA.mean(axis=0), [9.0, -9.0], learning_rate=0.1, steps=3)
    assert_allclose(descend(batch_size=5), expected, rtol=1e-12)


def test_an_epoch_takes_its_steps_one_after_the_other() -> None:
    orders: list[Any] = []

    def gradient(w: Any, batch: Any) -> Any:
        orders.append(batch)
        return pull(w, batch)

    path = descend(gradient, epochs=1)
    w = path[0]
    for batch in orders:
        w = sgd_step(w, w - DATA[batch], 0.1)
    assert_allclose(path, [[9, -9], w], rtol=1e-12)


def test_the_mean_of_many_steps_is_near_the_minimum_and_the_steps_go_on() -> None:
    path = descend(batch_size=1, learning_rate=0.05, epochs=500)[100:]
    assert_allclose(path.mean(axis=0), DATA.mean(axis=0), atol=0.05)
    assert path.std(axis=0).min() > 0.01


def test_a_smaller_rate_ends_nearer_to_the_minimum() -> None:
    spreads = [
        np.linalg.norm(descend(batch_size=1, learning_rate=rate, epochs=400)[200:] - DATA.mean(axis=0), axis=-1).mean()
        for rate in (0.3, 0.03)
    ]
    assert spreads[1] < spreads[0] / 3


def test_the_seed_decides_the_path() -> None:
    assert_array_equal(descend(), descend())
    assert (descend(seed=1)[-1] != descend()[-1]).any()


def test_no_epoch_leaves_the_start() -> None:
    assert descend(epochs=0).tolist() == [[9.0, -9.0]]


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    w, gradients = np.ones(2, dtype=types[0]), np.ones((3, 2), dtype=types[1])
    assert sgd_step(w, gradients, 0.5).dtype == np.float64


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    w, gradients = np.array([1, 2], dtype=given_type), np.array([[3, 4], [5, 6]], dtype=given_type)
    assert sgd_step(w, gradients, 0.5).dtype == np.dtype(type_back)
    for epochs in (0, 3):
        assert descend(lambda point, _: point, w, epochs=epochs).dtype == np.dtype(type_back)
    assert_array_equal(w, [1, 2])
    assert_array_equal(gradients, [[3, 4], [5, 6]])


@pytest.mark.parametrize(("w", "gradients"), [((2,), (2,)), ((2,), (3, 4)), ((2,), (0, 2)), ((), ()), ((2,), (3, 1))])
def test_gradients_that_do_not_fit_are_named(w: Any, gradients: Any) -> None:
    with pytest.raises(ValueError, match=r"shapes \(\.\.\.\) and \(m, \.\.\.\), not \(.*\) and \("):
        sgd_step(np.ones(w), np.ones(gradients), 0.1)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"batch_size": 0}, "from 1 to the number of examples, 5, not 0"),
        ({"batch_size": 6}, "from 1 to the number of examples, 5, not 6"),
        ({"examples": 0, "batch_size": 1}, "from 1 to the number of examples, 0, not 1"),
        ({"epochs": -1}, "epochs must not be negative, not -1"),
        ({"learning_rate": 0.0}, "learning_rate must be positive, not 0"),
        ({"gradient": lambda _, __: 1.0}, r"gradient must keep the shape \(2,\), but returned \(\)"),
    ],
)
def test_settings_that_make_no_sense_are_an_error(changed: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        descend(**changed)


@pytest.mark.parametrize("rate", [0.0, -1.0, np.nan])
def test_a_rate_that_is_not_positive_is_an_error(rate: float) -> None:
    with pytest.raises(ValueError, match="learning_rate must be positive"):
        sgd_step([1.0], [[1.0]], rate)
