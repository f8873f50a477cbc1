from typing import Any

import numpy as np
import pytest
from cauchy_schwarz import both_sides
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

VECTORS = arrays(np.float64, (3, 4), elements=st.floats(-1e3, 1e3))


@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_sides_agree_with_numpy_and_the_left_is_the_smaller(x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    left, right = both_sides(x, y)
    lengths = np.linalg.norm(x, axis=-1) * np.linalg.norm(y, axis=-1)
    assert_allclose(left, np.abs((x * y).sum(axis=-1)), rtol=1e-12, atol=1e-9)
    assert_allclose(right, lengths, rtol=1e-12, atol=1e-150)
    assert (left <= right * (1 + 1e-14)).all()


@settings(deadline=None)
@given(VECTORS, st.floats(-1e3, 1e3))
def test_multiples_are_the_case_of_equality(x: NDArray[np.float64], factor: float) -> None:
    left, right = both_sides(x, factor * x)
    assert_allclose(left, right, rtol=1e-14, atol=1e-150)


@pytest.mark.parametrize(
    ("x", "y", "left", "right"),
    [
        ([], [], 0, 0),
        ([2], [-5], 10, 10),
        ([3, 4], [4, 3], 24, 25),
        ([3, 4], [[-4, 3], [-3, -4], [0, 0]], [0, 25, 0], [25, 25, 0]),
        ([[3, 4], [1, 0]], [0, -2], [8, 0], [10, 2]),
        ([1e300, 0], [1e300, 1e300], np.inf, np.inf),
        ([1e300, 1e300], [1e300, -1e300], 0, np.inf),
        ([3e200, 4e200], [4e-200, 3e-200], 24, 25),
        ([3e-200, 4e-200], [3e-100, 4e-100], 25e-300, 25e-300),
        ([[3e200, 4e200], [3e-200, 4e-200]], [[4e-200, 3e-200], [4e200, 3e200]], [24, 24], [25, 25]),
        (np.ldexp([3.0, 4.0], -1073), np.ldexp([4.0, 3.0], 1073 - 53), 24 * 2.0**-53, 25 * 2.0**-53),
    ],
)
def test_values_known_in_closed_form(x: Any, y: Any, left: Any, right: Any) -> None:
    sides = both_sides(x, y)
    assert_allclose(sides[0], left, rtol=1e-14)
    assert_allclose(sides[1], right, rtol=1e-14)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.full(shape, 200, dtype=given_type)
    for side in both_sides(x, x):
        assert (side.dtype, side.shape) == (np.dtype(type_back), shape[:-1])
        assert_allclose(side, np.full(shape[:-1], 40000.0 * shape[-1]), rtol=1e-6)
    assert_array_equal(x, np.full(shape, 200))


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"not of shapes \(2,\), \(3,\)"):
        both_sides([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"a vector must have shape \(\.\.\., n\), not \(\)"):
        both_sides([1.0], 1.0)
