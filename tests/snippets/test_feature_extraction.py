import numpy as np
import pytest
import scipy.ndimage  # type: ignore[import-untyped]
from feature_extraction import edge_strength
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

PICTURES = arrays(np.float64, (5, 6), elements=st.floats(-100, 100))


@settings(deadline=None)
@given(PICTURES)
def test_agrees_with_scipy(x: NDArray[np.float64]) -> None:
    along, down = (scipy.ndimage.sobel(x, axis=axis)[1:-1, 1:-1] for axis in (1, 0))
    assert_allclose(edge_strength(x), np.sqrt(along**2 + down**2), rtol=1e-11, atol=1e-10)


@pytest.mark.parametrize(("right", "down", "strength"), [(1, 0, 8), (0, 1, 8), (0, 0, 0), (3, -4, 40)])
def test_a_slope_has_eight_times_its_steepness(right: float, down: float, strength: float) -> None:
    rows, columns = np.mgrid[0:4, 0:5]
    assert_allclose(edge_strength(right * columns + down * rows), np.full((2, 3), strength), rtol=1e-14)


@settings(deadline=None)
@given(PICTURES, st.floats(-100, 100))
def test_more_light_or_a_negative_or_a_turned_picture_has_the_same_edges(x: NDArray[np.float64], light: float) -> None:
    strength = edge_strength(x)
    assert_allclose(edge_strength(x + light), strength, atol=1e-10)
    assert_allclose(edge_strength(-x), strength, rtol=1e-14)
    assert_allclose(edge_strength(x.T), strength.T, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(
    ("given_type", "type_back"),
    [("float32", "float32"), ("float64", "float64"), ("int8", "float64"), ("uint8", "float64")],
)
def test_whole_grey_values_are_numbers_like_others(given_type: str, type_back: str) -> None:
    step = np.array([[0, 0, 100]] * 3, dtype=given_type)
    for picture in (step, step[:, ::-1], step.T):
        assert_array_equal(edge_strength(picture), np.array([[400]], dtype=type_back))


@pytest.mark.parametrize(
    ("given_type", "type_back"),
    [("float32", "float32"), ("float64", "float64"), ("int8", "float64"), ("uint8", "float64")],
)
@pytest.mark.parametrize("batch", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_batch(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    result = edge_strength(np.ones((*batch, 4, 6), dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), (*batch, 2, 4))


def test_does_not_square_large_numbers() -> None:
    assert_allclose(edge_strength(1e300 * np.eye(3)[::-1]), [[0]])
    assert_allclose(edge_strength(1e300 * np.array([[0, 0, 0], [0, 0, 0], [0, 0, 1.0]])), [[2**0.5 * 1e300]])


def test_leaves_its_argument_alone() -> None:
    x = np.ones((3, 3))
    edge_strength(x)
    assert_array_equal(x, np.ones((3, 3)))


@pytest.mark.parametrize("shape", [(2, 3), (3, 2), (3,), ()])
def test_a_picture_too_small_is_an_error(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"these are \(3, 3\) and \("):
        edge_strength(np.ones(shape))
