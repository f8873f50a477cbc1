from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from vector import norm

VECTORS = arrays(np.float64, (2, 4), elements=st.floats(-1e3, 1e3))


@settings(deadline=None)
@given(VECTORS)
def test_agrees_with_numpy(x: NDArray[np.float64]) -> None:
    assert_allclose(norm(x), np.linalg.norm(x, axis=-1), rtol=1e-14, atol=1e-150)


@pytest.mark.parametrize(
    ("x", "length"),
    [
        ([], 0),
        ([-3], 3),
        ([3, 4], 5),
        ([[1, 2, 2], [0, 0, 0]], [3, 0]),
        ([3e200, 4e200], 5e200),
        ([3e-200, 4e-200], 5e-200),
        ([1e308, 1e308, 1e308], np.sqrt(3) * 1e308),
        ([1.7e308, 1.7e308], np.inf),
        ([5e-324, 0], 5e-324),
        ([-np.inf, 1e300], np.inf),
        ([[3e200, 4e200], [3, 4]], [5e200, 5]),
    ],
)
def test_values_known_in_closed_form(x: list[float], length: Any) -> None:
    assert_allclose(norm(x), length, rtol=1e-15)


def test_passes_on_what_is_not_a_number() -> None:
    assert_array_equal(norm([[np.nan, 1.0], [3.0, 4.0]]), [np.nan, 5])


@settings(deadline=None)
@given(VECTORS, st.floats(-1e3, 1e3))
def test_is_a_norm(x: NDArray[np.float64], factor: float) -> None:
    assert ((norm(x) > 0) == x.any(axis=-1)).all()
    assert_allclose(norm(factor * x), abs(factor) * norm(x), rtol=1e-14, atol=1e-300)
    assert norm(x[0] + x[1]) <= norm(x[0]) + norm(x[1]) + 1e-12


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0,), (3,), (2, 3), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    x = np.full(shape, 200, dtype=given_type)
    result = norm(x)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])
    assert_allclose(result, np.full(shape[:-1], 200 * np.sqrt(shape[-1])), rtol=1e-6)
    assert_array_equal(x, np.full(shape, 200))


def test_a_number_is_no_vector() -> None:
    with pytest.raises(ValueError, match=r"a vector must have shape \(\.\.\., n\), not \(\)"):
        norm(3.0)
