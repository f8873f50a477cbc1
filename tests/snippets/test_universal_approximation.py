from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from universal_approximation import step_network

INPUTS = np.linspace(0, 1, 20011)


def largest_error(f: Callable[[Any], Any], width: int) -> float:
    return float(np.abs(step_network(f, INPUTS, width) - f(INPUTS)).max())


def waves(x: Any) -> Any:
    return np.sin(2 * np.pi * x) + 0.2 * np.cos(10 * np.pi * x)


@pytest.mark.parametrize("width", [0, 1, 2, 9, 99])
def test_follows_a_line_as_closely_as_stairs_can(width: int) -> None:
    slope = 3.0
    bound = slope / (2 * (width + 1))
    error = largest_error(lambda x: slope * x, width)
    assert error <= bound + 1e-12
    assert error == pytest.approx(bound, rel=1e-2)


@pytest.mark.parametrize("width", [9, 99, 249])
def test_the_error_falls_with_the_width(width: int) -> None:
    lipschitz = 2 * np.pi + 2 * np.pi
    assert largest_error(waves, width) <= lipschitz / (2 * (width + 1))
    assert largest_error(waves, 4 * width) < largest_error(waves, width) / 3


def test_a_jump_is_missed_by_half_its_height_whatever_the_width() -> None:
    def jump(x: Any) -> Any:
        return np.where(x < np.pi / 10, 0.0, 1.0)

    assert all(largest_error(jump, width) >= 0.5 for width in (10, 100, 1000))


@settings(deadline=None)
@given(st.integers(0, 30), st.floats(0, 1))
def test_each_stair_has_the_height_of_its_middle(width: int, x: float) -> None:
    edges = np.arange(width + 1) / (width + 1)
    stair = np.searchsorted(edges, x, side="right") - 1
    assert_allclose(step_network(np.square, x, width), ((stair + 0.5) / (width + 1)) ** 2, rtol=1e-12)


def test_a_constant_needs_no_neuron() -> None:
    assert (step_network(lambda x: np.full_like(x, 7), INPUTS, 0) == 7).all()


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
@pytest.mark.parametrize("width", [0, 5])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...], width: int) -> None:
    result = step_network(np.sin, np.ones(shape, dtype=given_type), width)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


@pytest.mark.parametrize("x", [[-1e-9], [0.5, 1.1], np.nan])
def test_inputs_outside_the_interval_are_an_error(x: Any) -> None:
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        step_network(np.sin, x, 3)


def test_a_negative_width_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"width must not be negative \(-1\)"):
        step_network(np.sin, [0.5], -1)


def test_a_function_that_changes_the_shape_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"keep the shape \(4,\), but returned \(\)"):
        step_network(np.sum, [0.5], 3)


def test_small_integers_do_not_wrap_around() -> None:
    whole = step_network(np.sin, np.array([0, 1], dtype=np.int8), 200)
    assert whole.tolist() == step_network(np.sin, [0.0, 1.0], 200).tolist()
