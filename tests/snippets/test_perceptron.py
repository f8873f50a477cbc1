from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from perceptron import perceptron

PAIRS = np.array(list(product([0, 1], repeat=2)))
VECTORS = arrays(np.int64, 3, elements=st.integers(-9, 9))


@pytest.mark.parametrize(
    ("w", "b", "table"),
    [
        ([1, 1], -2, [0, 0, 0, 1]),
        ([1, 1], -1, [0, 1, 1, 1]),
        ([-2, -2], 3, [1, 1, 1, 0]),
        ([0, -1], 0, [1, 0, 1, 0]),
    ],
    ids=["and", "or", "nand", "not the second"],
)
def test_computes_logical_functions(w: list[int], b: int, table: list[int]) -> None:
    assert_array_equal(perceptron(PAIRS, w, b), table)


def test_four_nands_make_the_exclusive_or_and_no_single_perceptron_of_a_grid_does() -> None:
    def nand(one: NDArray[np.floating], other: NDArray[np.floating]) -> NDArray[np.floating]:
        return perceptron(np.stack([one, other], axis=-1), [-2, -2], 3)

    first, second = PAIRS.T * 1.0
    both = nand(first, second)
    assert_array_equal(nand(nand(first, both), nand(second, both)), [0, 1, 1, 0])
    grid = np.array(list(product(np.linspace(-2, 2, 17), repeat=3)))
    answers = perceptron(PAIRS[:, np.newaxis], grid[:, :2], grid[:, 2])
    assert not (answers == np.array([[0], [1], [1], [0]])).all(axis=0).any()


@settings(deadline=None)
@given(VECTORS, VECTORS, st.integers(-9, 9))
def test_decides_by_the_sign_of_the_weighted_sum(x: NDArray[np.int64], w: NDArray[np.int64], b: int) -> None:
    assert perceptron(x, w, b) == (sum(int(p) * int(q) for p, q in zip(w, x, strict=True)) + b >= 0)


@settings(deadline=None)
@given(VECTORS, VECTORS, st.integers(-9, 9), st.integers(1, 1000))
def test_a_positive_factor_of_weights_and_bias_changes_nothing(
    x: NDArray[np.int64], w: NDArray[np.int64], b: int, factor: int
) -> None:
    assert perceptron(x, factor * w, factor * b) == perceptron(x, w, b)


def test_the_border_belongs_to_the_side_of_one_and_the_bias_is_zero_unless_told() -> None:
    assert_array_equal(perceptron([[1, 1], [0, 1], [1, 0]], [1, -1]), [1, 0, 1])


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(0,), (3,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = perceptron(np.ones(shape, dtype=given_type), np.ones(shape[-1:], dtype=given_type), -1)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


def test_leaves_its_arguments_alone() -> None:
    x, w = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    perceptron(x, w, 5)
    assert_array_equal([x, w], [[1, 2], [3, 4]])


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(ValueError, match=r"shapes \(3,\), \(2,\)"):
        perceptron(np.ones(3), np.ones(2))
