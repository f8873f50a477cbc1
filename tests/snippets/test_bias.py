import numpy as np
import pytest
from bias import fires
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from perceptron import perceptron

VECTORS = arrays(np.int64, 3, elements=st.integers(-9, 9))


@settings(deadline=None)
@given(VECTORS, VECTORS, st.integers(-20, 20))
def test_the_threshold_is_the_bias_with_the_other_sign(x: NDArray[np.int64], w: NDArray[np.int64], theta: int) -> None:
    assert fires(x, w, theta) == (np.dot(w, x) >= theta)
    assert fires(x, w, theta) == perceptron(x, w, -theta)


@settings(deadline=None)
@given(VECTORS, VECTORS, st.integers(-20, 20))
def test_it_is_the_weight_of_an_input_that_is_always_one(
    x: NDArray[np.int64], w: NDArray[np.int64], theta: int
) -> None:
    assert fires(x, w, theta) == fires([*x, 1], [*w, -theta], 0)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_no_rounding_comes_in_between(x: float, theta: float) -> None:
    with np.errstate(over="ignore"):
        assert fires([x], [1.0], theta) == (x >= theta)


@pytest.mark.parametrize(
    ("theta", "answers"), [(0, [1, 1, 1]), (3, [0, 1, 1]), (3.5, [0, 0, 1]), ([0, 4, 5], [1, 0, 1])]
)
def test_a_higher_threshold_is_reached_by_fewer(theta: float, answers: list[int]) -> None:
    assert_array_equal(fires([[1, 0], [1, 1], [1, 2]], [1, 2], theta), answers)


def test_thresholds_of_unsigned_type_do_not_wrap_around() -> None:
    assert_array_equal(fires([[4.0], [5.0]], [1.0], np.array([5, 5], dtype=np.uint8)), [0, 1])


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(0,), (3,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = fires(np.ones(shape, dtype=given_type), np.ones(shape[-1:], dtype=given_type), 1.5)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


def test_leaves_its_arguments_alone() -> None:
    x, w, theta = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array(5.0)
    fires(x, w, theta)
    assert_array_equal([*x, *w, theta], [1, 2, 3, 4, 5])


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"of shapes \(3,\), \(2,\)"):
        fires(np.ones(3), np.ones(2), 0)
