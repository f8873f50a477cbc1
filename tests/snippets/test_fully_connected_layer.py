from typing import Any

import numpy as np
import pytest
from fully_connected_layer import affine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

A = arrays(np.float64, (2, 4), elements=st.floats(-10, 10))
W = arrays(np.float64, (3, 4), elements=st.floats(-10, 10))
B = arrays(np.float64, 3, elements=st.floats(-10, 10))


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    random = np.random.default_rng(0)
    a, w, b = random.normal(size=(2, 3, 4)), random.normal(size=(5, 4)), random.normal(size=5)
    expected = torch.nn.functional.linear(*map(torch.tensor, (a, w, b)))
    assert_allclose(affine(a, w, b), expected.numpy(), rtol=1e-12)


@settings(deadline=None)
@given(A, W, B)
def test_each_neuron_sums_what_it_weighs(a: Any, w: Any, b: Any) -> None:
    z = affine(a, w, b)
    for place in range(2):
        for j in range(3):
            expected = sum(w[j, k] * a[place][k] for k in range(4)) + b[j]
            assert_allclose(z[place][j], expected, rtol=1e-12, atol=1e-11)


@settings(deadline=None)
@given(A, A, W)
def test_is_linear_without_a_bias(a: NDArray[np.float64], other: Any, w: Any) -> None:
    zero = np.zeros(3)
    both = affine(a, w, zero) - 2 * affine(other, w, zero)
    assert_allclose(affine(a - 2 * other, w, zero), both, rtol=1e-12, atol=1e-10)


def test_two_layers_without_activation_are_one() -> None:
    random = np.random.default_rng(1)
    a, w, b = random.normal(size=4), random.normal(size=(5, 4)), random.normal(size=5)
    v, c = random.normal(size=(3, 5)), random.normal(size=3)
    assert_allclose(affine(affine(a, w, b), v, c), affine(a, v @ w, v @ b + c), rtol=1e-12)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (2,), (2, 4)])
def test_keeps_type_and_batch(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    a, w, b = (np.ones(shape, dtype=given_type) for shape in ((*batch, 3), (2, 3), (2,)))
    z = affine(a, w, b)
    assert (z.dtype, z.shape) == (np.dtype(type_back), (*batch, 2))


def test_leaves_its_arguments_alone() -> None:
    a, w, b = np.ones(3), np.ones((2, 3)), np.ones(2)
    affine(a, w, b)
    for each in (a, w, b):
        assert_array_equal(each, np.ones(each.shape))


@pytest.mark.parametrize(
    ("a", "w", "b"),
    [
        ((), (2, 3), (2,)),
        ((2,), (2, 3), (2,)),
        ((3,), (3,), (3,)),
        ((3,), (1, 2, 3), (1,)),
        ((3,), (2, 3), (3,)),
        ((3,), (2, 3), (1,)),
        ((3,), (2, 3), (1, 2)),
        ((3,), (2, 3), ()),
    ],
)
def test_shapes_that_do_not_fit_are_named(a: tuple[int, ...], w: tuple[int, ...], b: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(\.\.\., n\), \(m, n\) and \(m,\), not \(.*\), \(.*\) and \("):
        affine(np.ones(a), np.ones(w), np.ones(b))
