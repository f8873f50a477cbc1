from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from neuron import neuron, weighted_input
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from sigmoid import sigmoid, sigmoid_derivative

VECTORS = arrays(np.float64, 3, elements=st.floats(-10, 10))


@settings(deadline=None)
@given(VECTORS, VECTORS, st.floats(-10, 10))
def test_sums_what_the_weights_make_of_the_inputs(x: NDArray[np.float64], w: NDArray[np.float64], b: float) -> None:
    assert_allclose(weighted_input(x, w, b), w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "w", "b", "z"),
    [
        ([1, 2], [3, -1], 0.5, 1.5),
        ([0, 0], [3, -1], 0.5, 0.5),
        ([1, 2], [3, -1], 0, 1),
        ([], [], 4, 4),
        ([[1, 2], [0, 1]], [3, -1], [10, 20], [11, 19]),
        ([1, 2], [[3, -1], [0, 1]], [10, 20], [11, 22]),
    ],
)
def test_values_known_in_closed_form(x: Any, w: Any, b: Any, z: Any) -> None:
    assert_array_equal(weighted_input(x, w, b), z)
    assert_array_equal(neuron(x, w, b), sigmoid(z))
    assert_array_equal(neuron(x, w, b, activation=np.square), np.square(z))


def test_without_a_bias_it_is_zero() -> None:
    assert_array_equal([weighted_input([1, 2], [3, -1]), neuron([1, 2], [3, -1], activation=np.abs)], [1, 1])


@settings(deadline=None)
@given(VECTORS)
def test_the_slope_by_a_weight_is_its_input(x: NDArray[np.float64]) -> None:
    w, h = np.array([0.5, -1.0, 2.0]), 6e-6
    slopes = [(weighted_input(x, w + h * e) - weighted_input(x, w - h * e)) / (2 * h) for e in np.eye(3)]
    assert_allclose(slopes, x, rtol=1e-6, atol=1e-6)


def test_slope_of_the_output_follows_from_the_chain_rule() -> None:
    x, w, h = np.array([0.5, -1.0, 2.0]), np.array([1.0, 0.3, -0.2]), 6e-6
    slopes = [(neuron(x, w + h * e, 0.1) - neuron(x, w - h * e, 0.1)) / (2 * h) for e in np.eye(3)]
    assert_allclose(slopes, sigmoid_derivative(weighted_input(x, w, 0.1)) * x, rtol=1e-8)


@pytest.mark.parametrize("function", [weighted_input, neuron])
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(0,), (3,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(
    function: Any, given_type: str, type_back: str, shape: tuple[int, ...]
) -> None:
    result = function(np.ones(shape, dtype=given_type), np.ones(shape[-1:], dtype=given_type), 0.5)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


@pytest.mark.parametrize("activation", [sigmoid, np.tanh, lambda _: 1.0])
def test_one_example_has_an_array_of_one_output_whatever_the_activation(activation: Any) -> None:
    assert isinstance(neuron([1.0, 2.0], [3.0, 4.0], activation=activation), np.ndarray)


def test_leaves_its_arguments_alone() -> None:
    x, w, b = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array(5.0)
    neuron(x, w, b)
    assert_array_equal([*x, *w, b], [1, 2, 3, 4, 5])


@pytest.mark.parametrize(("x", "w", "b"), [((3,), (2,), ()), ((), (), ()), ((2, 3), (4, 3), ()), ((2, 3), (3,), (4,))])
def test_shapes_that_do_not_fit_are_named(x: tuple[int, ...], w: tuple[int, ...], b: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"shapes? \(.*\),? \(.*\)"):
        neuron(np.ones(x), np.ones(w), np.ones(b))
