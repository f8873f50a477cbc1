from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from vanishing_gradient import first_bias_gradient

NUMBERS = arrays(np.float64, (2, 5), elements=st.floats(-4, 4))


def output(w: Any, b: Any, x: float) -> float:
    """The chain, one neuron after the other."""
    for weight, bias in zip(w, b, strict=True):
        x = float(scipy.special.expit(weight * x + bias))
    return x


def weighted_inputs(w: Any, b: Any, x: float) -> Any:
    return np.array([w[n] * (output(w[:n], b[:n], x) if n else x) + b[n] for n in range(len(w))])


@settings(deadline=None)
@given(NUMBERS, NUMBERS, arrays(np.float64, 2, elements=st.floats(-4, 4)))
def test_is_the_product_of_all_factors(w: Any, z: Any, gradient: Any) -> None:
    value = scipy.special.expit(z)
    slopes = value * (1 - value)
    expected = slopes[:, 0] * gradient
    for layer in range(1, 5):
        expected = expected * w[:, layer] * slopes[:, layer]
    assert_allclose(first_bias_gradient(w, z, gradient), expected, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize("length", [1, 2, 4])
def test_agrees_with_central_differences(length: int) -> None:
    random = np.random.default_rng(length)
    w, b, h = random.normal(size=length) * 3, random.normal(size=length), 6e-6
    first = np.eye(length)[0]
    slope = (output(w, b + h * first, 0.7) - output(w, b - h * first, 0.7)) / (2 * h)
    assert_allclose(first_bias_gradient(w, weighted_inputs(w, b, 0.7), 1), slope, rtol=0, atol=1e-10)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion by automatic differentiation, is not there")
    random = np.random.default_rng(0)
    w, b = random.normal(size=6) * 3, random.normal(size=6)
    leaf = torch.tensor(b, requires_grad=True)
    a = torch.tensor(0.7, dtype=torch.float64)
    for weight, bias in zip(w, leaf, strict=True):
        a = torch.sigmoid(weight * a + bias)
    ((a - 0.2) ** 2 / 2).backward()
    gradient = output(w, b, 0.7) - 0.2
    assert_allclose(first_bias_gradient(w, weighted_inputs(w, b, 0.7), gradient), leaf.grad[0], rtol=1e-10)


@pytest.mark.parametrize("length", [1, 2, 10])
@pytest.mark.parametrize("weight", [1, -1, 4, 100])
def test_vanishes_explodes_or_keeps_its_size(length: int, weight: float) -> None:
    w, z = np.full(length, weight), np.zeros(length)
    assert_allclose(first_bias_gradient(w, z, 1), (weight / 4) ** (length - 1) / 4, rtol=1e-13)


def test_parts_may_leave_the_range_of_floats_if_the_whole_does_not() -> None:
    assert_allclose(first_bias_gradient([0, 1e300, 1e300, 1e-300, 1e-300], np.zeros(5), 1), 4.0**-5, rtol=1e-12)
    assert_allclose(first_bias_gradient([0, 1e300], [0, 800], 1), np.exp(300 * np.log(10) - 800) / 4, rtol=1e-11)
    assert first_bias_gradient([0, 1e300, 1e300, 0], np.zeros(4), 1) == 0


def test_the_first_weight_does_not_matter_and_a_zero_stops_all() -> None:
    assert_array_equal(
        first_bias_gradient([[0, 2], [5, 2]], np.ones((2, 2)), [1, 1]), [first_bias_gradient([7, 2], [1, 1], 1)] * 2
    )
    assert first_bias_gradient([1, 0], [0, 0], 1) == 0
    assert first_bias_gradient([1, 1], [0, 0], 0) == 0


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (2,), (2, 4)])
def test_keeps_type_and_batch(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    layers, alone = np.ones((*batch, 3), dtype=given_type), np.ones(batch, dtype=given_type)
    result = first_bias_gradient(layers, layers, alone)
    assert (result.dtype, result.shape) == (np.dtype(type_back), batch)


def test_leaves_its_arguments_alone() -> None:
    w, z, gradient = np.full((2, 3), -1.0), np.full((2, 3), -1.0), np.full(2, -1.0)
    first_bias_gradient(w, z, gradient)
    for each in (w, z, gradient):
        assert_array_equal(each, np.full(each.shape, -1))


@pytest.mark.parametrize(
    ("w", "z", "gradient"),
    [((2,), (3,), ()), ((3,), (3,), (1,)), ((2, 3), (2, 3), ()), ((), (), ()), ((0,), (0,), ()), ((2,), (3, 2), (3,))],
)
def test_shapes_that_do_not_fit_are_named(w: tuple[int, ...], z: tuple[int, ...], gradient: tuple[int, ...]) -> None:
    with pytest.raises(
        ValueError, match=r"\(\.\.\., L\), L >= 1, and gradient the shape \(\.\.\.\), not \(.*\), \(.*\) and \("
    ):
        first_bias_gradient(np.ones(w), np.ones(z), np.ones(gradient))


def test_beyond_the_floats_it_is_infinite() -> None:
    assert first_bias_gradient([1.0, 1e300, -1e300], [0.0, 0.0, 0.0], 1.0) == -np.inf


def test_small_integers_are_calculated_with_in_double_precision() -> None:
    numbers = np.array([3, -2], dtype=np.int8)
    expected = first_bias_gradient([3.0, -2.0], [3.0, -2.0], 3.0)
    assert first_bias_gradient(numbers, numbers, numbers[0]) == expected
