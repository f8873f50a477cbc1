import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sigmoid import sigmoid
from softplus import softplus

WIDE = np.concatenate([np.linspace(-800, 800, 401), np.linspace(-5, 5, 201)])


def test_agrees_with_scipy() -> None:
    # Below the normal numbers scipy gives 0, where this gives what can still be held.
    assert_allclose(softplus(WIDE), -scipy.special.log_expit(-WIDE), rtol=1e-14, atol=np.finfo(float).tiny)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch")
    # Beyond its threshold torch takes the line itself, which is off by less than 1e-12 here.
    expected = torch.nn.functional.softplus(torch.tensor(WIDE), threshold=30)
    assert_allclose(softplus(WIDE), expected.numpy(), rtol=1e-14, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "value"),
    [
        (0, np.log(2)),
        (np.log(3), np.log(4)),
        (-np.log(3), np.log(4 / 3)),
        (-50, np.exp(-50)),
        (1e300, 1e300),
        (np.inf, np.inf),
        (-np.inf, 0),
    ],
)
def test_values_known_in_closed_form(x: float, value: float) -> None:
    assert_allclose(softplus(x), value, rtol=1e-15)


def test_its_slope_is_the_sigmoid() -> None:
    x, h = np.linspace(-8, 8, 81), 6e-6
    assert_allclose((softplus(x + h) - softplus(x - h)) / (2 * h), sigmoid(x), rtol=0, atol=1e-9)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_opposite_arguments_differ_by_the_argument(x: float) -> None:
    assert_allclose(softplus(x) - softplus(-x), x, rtol=1e-15, atol=1e-15)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6))
def test_lies_above_relu_by_at_most_the_logarithm_of_two(x: float) -> None:
    assert max(x, 0) <= softplus(x) <= max(x, 0) + np.log(2) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = softplus(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone_and_passes_on_what_is_not_a_number() -> None:
    x = np.array([2.0, np.nan])
    assert_array_equal(np.isnan(softplus(x)), [False, True])
    assert_array_equal(x, [2, np.nan])
