from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from neuron_error import hidden_error, output_error
from numpy.testing import assert_allclose, assert_array_equal

NUMBERS = st.integers(0, 2**32)


def layers(seed: int, *batch: int) -> Any:
    """Two layers, of 4 and 3 neurons: weights and biases between them, weighted inputs of the first, the truth."""
    random = np.random.default_rng(seed)
    shapes = ((3, 4), (3,), (*batch, 4), (*batch, 3))
    return tuple(random.normal(size=shape) for shape in shapes)


def cost(z_out: Any, y: Any) -> Any:
    """Half the squared distance between output and truth, one number for each example."""
    return np.sum((scipy.special.expit(z_out) - y) ** 2, axis=-1) / 2


def behind(w: Any, b: Any, z: Any) -> Any:
    return scipy.special.expit(z) @ w.T + b


def differences(f: Any, z: Any) -> Any:
    h = 6e-6
    return np.stack([(f(z + h * e) - f(z - h * e)) / (2 * h) for e in np.eye(z.shape[-1])], axis=-1)


def both(w: Any, b: Any, z: Any, y: Any) -> Any:
    z_out = behind(w, b, z)
    last = output_error(scipy.special.expit(z_out) - y, z_out)
    return last, hidden_error(w, last, z)


@settings(deadline=None)
@given(NUMBERS, st.sampled_from([(), (2,), (2, 5)]))
def test_errors_are_derivatives_with_respect_to_weighted_inputs(seed: int, batch: tuple[int, ...]) -> None:
    w, b, z, y = layers(seed, *batch)
    last, hidden = both(w, b, z, y)
    assert_allclose(last, differences(lambda z_out: cost(z_out, y), behind(w, b, z)), rtol=0, atol=1e-9)
    assert_allclose(hidden, differences(lambda inner: cost(behind(w, b, inner), y), z), rtol=0, atol=1e-9)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion by automatic differentiation, is not there")
    w, b, z, y = layers(0, 6)
    inner = torch.tensor(z, requires_grad=True)
    outer = torch.sigmoid(inner) @ torch.tensor(w).T + torch.tensor(b)
    outer.retain_grad()
    (((torch.sigmoid(outer) - torch.tensor(y)) ** 2).sum() / 2).backward()
    last, hidden = both(w, b, z, y)
    assert_allclose(last, outer.grad.numpy(), rtol=1e-10)
    assert_allclose(hidden, inner.grad.numpy(), rtol=1e-10)


def test_values_known_in_closed_form() -> None:
    third = np.log(3)  # σ' = 3/16 there, on both sides
    assert_allclose(output_error([16, 32], [third, -third]), [3, 6], rtol=1e-14)
    assert_allclose(hidden_error([[1, 2, 0], [0, 1, -1]], [16, 32], [third, 0, -third]), [3, 16, -6], rtol=1e-14)


def test_with_cross_entropy_only_output_less_truth_is_left() -> None:
    z, y = np.linspace(-5, 5, 7), np.array([0, 1, 0, 1, 1, 0, 1])
    a = scipy.special.expit(z)
    assert_allclose(output_error((a - y) / (a * (1 - a)), z), a - y, rtol=1e-12)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (2,), (2, 4)])
def test_keeps_type_and_batch(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    def ones(*shape: int) -> Any:
        return np.ones(shape, dtype=given_type)

    last, hidden = (
        output_error(ones(*batch, 3), ones(*batch, 3)),
        hidden_error(ones(3, 2), ones(*batch, 3), ones(*batch, 2)),
    )
    assert (last.dtype, last.shape) == (np.dtype(type_back), (*batch, 3))
    assert (hidden.dtype, hidden.shape) == (np.dtype(type_back), (*batch, 2))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    gradient, z = (np.ones(2, dtype=each) for each in types)
    assert output_error(gradient, z).dtype == np.float64


def test_small_integers_do_not_wrap_around() -> None:
    assert_allclose(
        hidden_error(*(np.array(each, dtype=np.int8) for each in ([[100]], [100], [0]))), np.array([2500.0])
    )


def test_leaves_its_arguments_alone() -> None:
    w, delta, z = np.ones((3, 2)), np.ones(3), np.ones(2)
    hidden_error(w, delta, z)
    output_error(delta, delta)
    for each in (w, delta, z):
        assert_array_equal(each, np.ones(each.shape))


@pytest.mark.parametrize(("gradient", "z"), [((2,), (3,)), ((3,), (2, 3)), ((), ()), ((1,), (3,))])
def test_an_output_that_does_not_fit_is_named(gradient: tuple[int, ...], z: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"one shape \(\.\.\., n\), not \(.*\) and \("):
        output_error(np.ones(gradient), np.ones(z))


@pytest.mark.parametrize(
    ("w", "delta", "z"),
    [
        ((2, 3), (3,), (2,)),
        ((3, 2), (3,), (3,)),
        ((3, 2), (2,), (2,)),
        ((3, 2), (4, 3), (2,)),
        ((3, 2), (3,), (4, 2)),
        ((3,), (3,), (1,)),
        ((3, 2), (), (2,)),
        ((3, 2), (3,), ()),
        ((1, 3, 2), (3,), (2,)),
    ],
)
def test_layers_that_do_not_fit_are_named(w: tuple[int, ...], delta: tuple[int, ...], z: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(m, n\), \(\.\.\., m\) and \(\.\.\., n\), not \(.*\), \(.*\) and \("):
        hidden_error(np.ones(w), np.ones(delta), np.ones(z))
