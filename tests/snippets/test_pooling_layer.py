import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from pooling_layer import max_pool

PICTURES = arrays(np.float64, (2, 6, 12), elements=st.floats(-1e3, 1e3))
SIDES = st.sampled_from([1, 2, 3, 6])


@settings(deadline=None)
@given(PICTURES, SIDES)
def test_looks_for_the_largest_of_each_square(x: NDArray[np.float64], s: int) -> None:
    for n, i, j in np.ndindex(2, 6 // s, 12 // s):
        square = x[n, s * i : s * (i + 1), s * j : s * (j + 1)]
        assert max_pool(x, s)[n, i, j] == max(square.ravel())


@pytest.mark.parametrize("s", [1, 2, 3])
def test_agrees_with_torch(s: int) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    x = np.random.default_rng(0).normal(size=(2, 3, 6, 12))
    assert_array_equal(max_pool(x, s), torch.nn.functional.max_pool2d(torch.tensor(x), s).numpy())


@settings(deadline=None)
@given(PICTURES)
def test_pooling_twice_is_pooling_once_with_larger_squares(x: NDArray[np.float64]) -> None:
    assert_array_equal(max_pool(max_pool(x, 2), 3), max_pool(x, 6))


def test_a_step_inside_of_the_square_changes_nothing_and_one_across_does() -> None:
    point = np.zeros((4, 4))
    point[0, 0] = 1
    assert_array_equal(max_pool(np.roll(point, 1, axis=1), 2), max_pool(point, 2))
    assert (max_pool(np.roll(point, 2, axis=1), 2) != max_pool(point, 2)).any()


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_batch(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    result = max_pool(np.ones((*batch, 4, 6), dtype=given_type), 2)
    assert (result.dtype, result.shape) == (np.dtype(type_back), (*batch, 2, 3))


def test_leaves_its_argument_alone() -> None:
    x = np.ones((2, 2))
    max_pool(x, 1)[:] = 7
    assert_array_equal(x, np.ones((2, 2)))


@pytest.mark.parametrize(
    ("shape", "s"), [((5, 4), 2), ((4, 5), 2), ((4, 4), 0), ((4, 4), -2), ((4,), 2), ((), 1), ((2, 2), 4)]
)
def test_squares_that_do_not_cover_are_an_error(shape: tuple[int, ...], s: int) -> None:
    with pytest.raises(ValueError, match=rf"squares of side {s} do not cover pictures of shape \("):
        max_pool(np.ones(shape), s)


def test_passes_on_what_is_not_a_number_in_its_square_only() -> None:
    assert_array_equal(max_pool([[np.nan, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]], 2), [[np.nan, 7]])
