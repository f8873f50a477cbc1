import numpy as np
import pytest
import scipy.signal  # type: ignore[import-untyped]
from convolutional_layer import feature_map
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

PICTURES = arrays(np.float64, (2, 4, 5), elements=st.floats(-10, 10))
FILTERS = st.sampled_from([(1, 1), (2, 2), (3, 2), (1, 4), (4, 5)]).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.floats(-10, 10))
)


@settings(deadline=None)
@given(PICTURES, FILTERS)
def test_agrees_with_scipy(x: NDArray[np.float64], w: NDArray[np.float64]) -> None:
    expected = [scipy.signal.correlate2d(picture, w, mode="valid") for picture in x]
    assert_allclose(feature_map(x, w), expected, rtol=1e-11, atol=1e-10)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    random = np.random.default_rng(0)
    x, w = random.normal(size=(4, 7, 6)), random.normal(size=(3, 2))
    expected = torch.nn.functional.conv2d(torch.tensor(x)[:, None], torch.tensor(w)[None, None])[:, 0]
    assert_allclose(feature_map(x, w), expected.numpy(), rtol=1e-10, atol=1e-12)


def test_the_filter_is_not_turned_around() -> None:
    x, w = np.arange(20.0).reshape(4, 5) ** 2, np.array([[1.0, 2.0], [3.0, 4.0]])
    assert_allclose(feature_map(x, w), scipy.signal.convolve2d(x, w[::-1, ::-1], mode="valid"), rtol=1e-12)
    assert not np.allclose(feature_map(x, w), scipy.signal.convolve2d(x, w, mode="valid"))


@pytest.mark.parametrize("place", [(0, 0), (1, 2), (2, 3)])
def test_one_bright_point_shows_the_filter_upside_down(place: tuple[int, int]) -> None:
    w = np.arange(1.0, 10.0).reshape(3, 3)
    x = np.zeros((7, 8))
    x[place[0] + 2, place[1] + 2] = 1
    expected = np.zeros((5, 6))
    expected[place[0] : place[0] + 3, place[1] : place[1] + 3] = w[::-1, ::-1]
    assert_array_equal(feature_map(x, w), expected)


@settings(deadline=None)
@given(arrays(np.float64, (4, 5), elements=st.floats(-10, 10)), st.integers(0, 2), st.integers(0, 2))
def test_a_shifted_picture_has_a_shifted_map(x: NDArray[np.float64], down: int, right: int) -> None:
    w = np.array([[1.0, -2.0], [0.5, 3.0]])
    assert_allclose(feature_map(x[down:, right:], w), feature_map(x, w)[down:, right:], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_batch(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    result = feature_map(np.ones((*batch, 5, 6), dtype=given_type), np.ones((3, 2), dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), (*batch, 3, 5))
    assert_array_equal(result, np.full(result.shape, 6))


def test_leaves_its_arguments_alone() -> None:
    x, w = np.ones((3, 3)), np.ones((2, 2))
    feature_map(x, w)[:] = 7
    assert_array_equal(x, np.ones((3, 3)))
    assert_array_equal(w, np.ones((2, 2)))


@pytest.mark.parametrize(
    ("x", "w"),
    [
        ((3, 3), (4, 1)),
        ((3, 3), (1, 4)),
        ((3,), (2, 2)),
        ((), (1, 1)),
        ((3, 3), (3,)),
        ((3, 3), (1, 1, 1)),
        ((3, 3), (0, 2)),
        ((3, 3), (2, 0)),
    ],
)
def test_a_filter_that_does_not_fit_is_an_error(x: tuple[int, ...], w: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"fit into pictures \(\.\.\., h, b\); these are \(.*\) and \("):
        feature_map(np.ones(x), np.ones(w))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert feature_map(np.ones((3, 3), dtype=types[0]), np.ones((2, 2), dtype=types[1])).dtype == np.float64
