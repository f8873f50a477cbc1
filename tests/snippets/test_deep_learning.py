from typing import Any

import numpy as np
import pytest
import scipy.signal  # type: ignore[import-untyped]
from deep_learning import sawtooth
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal


@pytest.mark.parametrize("depth", [1, 2, 3, 7])
def test_agrees_with_the_waves_of_scipy(depth: int) -> None:
    x = np.linspace(0, 1, 1001)
    waves = (scipy.signal.sawtooth(2 * np.pi * 2 ** (depth - 1) * x, width=0.5) + 1) / 2
    assert_allclose(sawtooth(x, depth), waves, atol=1e-12)


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(0, 60))
def test_is_the_distance_to_the_nearest_even_number(x: float, depth: int) -> None:
    stretched = 2.0**depth * x
    assert sawtooth(x, depth) == abs(stretched - 2 * np.round(stretched / 2))


@pytest.mark.parametrize("depth", [0, 1, 2, 5, 8])
def test_each_layer_doubles_the_pieces(depth: int) -> None:
    y = sawtooth(np.arange(2**10 + 1) / 2**10, depth)
    rises = np.sign(np.diff(y))
    assert 1 + np.count_nonzero(np.diff(rises)) == 2**depth
    assert_array_equal(np.abs(np.diff(y)), np.full(2**10, 2.0**depth / 2**10))


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(0, 8), st.integers(0, 8))
def test_layers_add_up(x: float, one: int, other: int) -> None:
    assert sawtooth(sawtooth(x, one), other) == sawtooth(x, one + other)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
@pytest.mark.parametrize("depth", [0, 3])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...], depth: int) -> None:
    result = sawtooth(np.ones(shape, dtype=given_type), depth)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone() -> None:
    x = np.array([0.25, 0.75])
    sawtooth(x, 0)[:] = 7
    sawtooth(x, 2)
    assert_array_equal(x, [0.25, 0.75])


@pytest.mark.parametrize("x", [[-1e-9], [0.5, 1.1], np.nan])
def test_numbers_outside_the_interval_are_an_error(x: Any) -> None:
    with pytest.raises(ValueError, match=r"x of shape \(.*\) must lie between 0 and 1"):
        sawtooth(x, 3)


def test_a_negative_depth_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"depth must not be negative \(-1\)"):
        sawtooth([0.5], -1)
