import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from unit_step import unit_step


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False), max_size=4))
def test_agrees_with_numpy_and_with_a_comparison(x: list[float]) -> None:
    assert_array_equal(unit_step(x), np.heaviside(x, 1))
    assert_array_equal(unit_step(x), np.asarray(x) >= 0)


@pytest.mark.parametrize(
    ("x", "value"), [(0, 1), (-0.0, 1), (5e-324, 1), (-5e-324, 0), (3, 1), (-3, 0), (np.inf, 1), (-np.inf, 0)]
)
def test_switches_at_zero_exactly(x: float, value: int) -> None:
    assert unit_step(x) == value


@settings(deadline=None)
@given(st.floats(allow_nan=False).filter(bool))
def test_opposite_arguments_share_one(x: float) -> None:
    assert unit_step(x) + unit_step(-x) == 1


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = unit_step(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone_and_passes_on_what_is_not_a_number() -> None:
    x = np.array([-1.0, np.nan])
    assert_array_equal(unit_step(x), [0, np.nan])
    assert_array_equal(x, [-1, np.nan])
