import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from leaky_relu import leaky_relu
from numpy.testing import assert_allclose, assert_array_equal

SLOPES = st.floats(0, 1, exclude_min=True, exclude_max=True)
NUMBERS = np.array([-3.5, -1e-300, -0.0, 0.0, 1e-300, 0.25, 7.0])


@pytest.mark.parametrize("alpha", [0.01, 0.3])
def test_agrees_with_torch(alpha: float) -> None:
    torch = pytest.importorskip("torch")
    expected = torch.nn.functional.leaky_relu(torch.tensor(NUMBERS), alpha)
    assert_array_equal(leaky_relu(NUMBERS, alpha), expected.numpy())


@pytest.mark.parametrize(
    ("x", "value"), [(0, 0), (-200, -2), (200, 200), (1e-9, 1e-9), (np.inf, np.inf), (-np.inf, -np.inf)]
)
def test_the_slope_on_the_left_is_a_hundredth_unless_told(x: float, value: float) -> None:
    assert leaky_relu(x) == value


@settings(deadline=None)
@given(st.floats(allow_nan=False), SLOPES)
def test_is_the_larger_of_the_two_lines(x: float, alpha: float) -> None:
    assert leaky_relu(x, alpha) == max(x, alpha * x)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), SLOPES)
def test_differs_from_relu_by_what_leaks(x: float, alpha: float) -> None:
    assert_allclose(leaky_relu(x, alpha), max(x, 0) + alpha * min(x, 0), rtol=1e-15)


def test_slopes_agree_with_central_differences_away_from_the_corner() -> None:
    x, h = np.array([-2.0, -0.01, 0.01, 5.0]), 6e-6
    slopes = (leaky_relu(x + h, 0.2) - leaky_relu(x - h, 0.2)) / (2 * h)
    assert_allclose(slopes, [0.2, 0.2, 1, 1], rtol=1e-9)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.5, np.nan])
def test_a_slope_that_does_not_leak_is_an_error(alpha: float) -> None:
    with pytest.raises(ValueError, match=rf"alpha must lie between 0 and 1, not {alpha}"):
        leaky_relu(1.0, alpha)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = leaky_relu(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone_and_passes_on_what_is_not_a_number() -> None:
    x = np.array([-2.0, np.nan])
    assert_array_equal(leaky_relu(x, 0.5), [-1, np.nan])
    assert_array_equal(x, [-2, np.nan])
