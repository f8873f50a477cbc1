from typing import Any

import numpy as np
import pytest
import scipy.spatial.distance  # type: ignore[import-untyped]
from cosine_similarity import cosine_similarity
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

VECTORS = arrays(np.float64, 4, elements=st.floats(-10, 10))


@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_agrees_with_scipy(x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    assume(np.abs(x).max() > 0.01)
    assume(np.abs(y).max() > 0.01)
    assert_allclose(cosine_similarity(x, y), 1 - scipy.spatial.distance.cosine(x, y), rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("x", "y", "cosine"),
    [
        ([2], [-5], -1),
        ([1, 0], [0, 7], 0),
        ([3, 4], [4, 3], 0.96),
        ([1, 1], [1, 0], np.sqrt(0.5)),
        ([1, 0], [1, np.sqrt(3)], 0.5),
        ([1, 0], [[2, 0], [-2, 0], [0, 2]], [1, -1, 0]),
        ([[1, 0], [0, 1]], [[3, 4], [3, 4]], [0.6, 0.8]),
        ([1e300, 1e300], [1e-300, 0], np.sqrt(0.5)),
        ([1e-320, 0], [1e-320, 0], 1),
    ],
)
def test_values_known_in_closed_form(x: Any, y: Any, cosine: Any) -> None:
    assert_allclose(cosine_similarity(x, y), cosine, rtol=1e-15, atol=1e-16)


@settings(deadline=None)
@given(VECTORS, st.floats(0.001, 1000))
def test_depends_on_directions_only_and_stays_in_its_interval(x: NDArray[np.float64], factor: float) -> None:
    assume(np.abs(x).max() > 0.01)
    other = np.array([1.0, -2.0, 0.5, 3.0])
    assert_allclose(cosine_similarity(factor * x, other), cosine_similarity(x, other), rtol=0, atol=1e-14)
    assert_allclose(cosine_similarity(-x, other), -cosine_similarity(x, other), rtol=0, atol=1e-15)
    assert 1 - 1e-15 <= cosine_similarity(x, factor * x) <= 1
    assert -1 <= cosine_similarity(x, -factor * x) <= -1 + 1e-15


def test_rounding_never_leaves_the_interval() -> None:
    x = np.random.default_rng(0).normal(size=(1000, 7))
    assert cosine_similarity(x, x).max() == 1
    assert cosine_similarity(x, -x).min() == -1


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.full(shape, 200, dtype=given_type)
    result = cosine_similarity(x, x)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])
    assert_allclose(result, np.ones(shape[:-1]), rtol=1e-6)
    assert_array_equal(x, np.full(shape, 200))


@pytest.mark.parametrize("bad", [[], [0, 0], [[1, 2], [0, 0]], [np.inf, 1], [np.nan, 1]])
def test_what_has_no_direction_is_an_error(bad: Any) -> None:
    for pair in [(bad, [1.0, 2.0]), ([1.0, 2.0], bad)]:
        with pytest.raises(ValueError, match=r"vectors of shape \(.*\) must be finite and not 0"):
            cosine_similarity(*pair)


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"not of shapes \(2,\), \(3,\)"):
        cosine_similarity([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"a vector must have shape \(\.\.\., n\), not \(\)"):
        cosine_similarity(1.0, [1.0])


def test_small_integers_do_not_wrap_around() -> None:
    assert cosine_similarity(np.array([-128], dtype=np.int8), np.array([1], dtype=np.int8)) == -1
