from typing import Any

import numpy as np
import pytest
from gradient import gradient
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from stationary_point import kind_of_point, stationary_point

VECTORS = arrays(np.float64, 3, elements=st.floats(-3, 3))
MATRIX = np.array([[4.0, 1.0, 0.0], [1.0, -3.0, 0.5], [0.0, 0.5, 2.0]])
ANGLES = st.floats(0, 2 * np.pi)


@settings(deadline=None)
@given(VECTORS)
def test_the_gradient_is_zero_there(b: NDArray[np.float64]) -> None:
    def f(x: Any) -> Any:
        return 0.5 * ((x @ MATRIX) * x).sum(axis=-1) - x @ b

    assert_allclose(gradient(f, stationary_point(MATRIX, b)), np.zeros(3), rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("a", "b", "point"),
    [
        ([[4]], [2], [0.5]),
        ([[2, 0], [0, -4]], [2, 4], [1, -1]),
        ([[2, 1], [1, 2]], [3, 0], [2, -1]),
        ([[2, 0], [0, 4]], [[2, 4], [0, 8]], [[1, 1], [0, 2]]),
        ([[[2.0]], [[4.0]]], [8], [[4], [2]]),
        ([[1e-300, 0], [0, 1]], [1e-300, 1], [1, 1]),
    ],
)
def test_points_known_in_closed_form(a: Any, b: Any, point: Any) -> None:
    assert_allclose(stationary_point(a, b), point, rtol=1e-14)


@settings(deadline=None)
@given(ANGLES)
def test_no_neighbour_of_a_minimum_is_lower(angle: float) -> None:
    a, b = np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([1.0, -2.0])
    step = np.array([np.cos(angle), np.sin(angle)])
    point = stationary_point(a, b)
    values = [0.5 * x @ a @ x - b @ x for x in (point, point + step)]
    assert kind_of_point(a) == "minimum"
    assert_allclose(values[1] - values[0], 0.5 * step @ a @ step, rtol=1e-12)


KINDS: list[tuple[tuple[float, ...], str]] = [
    ((1, 2, 3), "minimum"),
    ((-1, -2, -3), "maximum"),
    ((1, 2, -3), "saddle"),
    ((-1, -2, 3), "saddle"),
    ((1, 0, -1), "saddle"),
    ((1, 2, 0), "undecided"),
    ((-1, 0, 0), "undecided"),
    ((0, 0, 0), "undecided"),
    ((1e-9, 1, 2), "minimum"),
    ((1e-300, 2e-300, 3e-300), "minimum"),
    ((1, 1, 5e-16), "undecided"),
    ((1, 1, -5e-16), "undecided"),
    ((-1, -1, -5e-16), "undecided"),
    ((1, 1, 8e-16), "minimum"),
    ((-1, -1, -8e-16), "maximum"),
    ((1, 1, -8e-16), "saddle"),
]


@pytest.mark.parametrize(("eigenvalues", "kind"), KINDS)
def test_kinds_follow_from_the_eigenvalues(eigenvalues: tuple[float, ...], kind: str) -> None:
    assert kind_of_point(np.diag(eigenvalues)) == kind


def test_kinds_of_a_batch_do_not_mix() -> None:
    matrices = np.array([np.diag(eigenvalues) for eigenvalues, _ in KINDS])
    assert kind_of_point(matrices).tolist() == [kind for _, kind in KINDS]


@settings(deadline=None)
@given(ANGLES)
def test_kinds_do_not_depend_on_the_axes(angle: float) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    batch = np.stack([turn @ np.diag(values) @ turn.T for values in ([1.0, 2.0], [-1.0, 2.0], [-1.0, -2.0])])
    assert kind_of_point((batch + np.swapaxes(batch, -1, -2)) / 2).tolist() == ["minimum", "saddle", "maximum"]


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (2,), (4, 2), (4, 0)])
def test_keeps_type_and_shape(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    a = np.broadcast_to(np.eye(3, dtype=given_type), (*batch, 3, 3))
    b = np.ones((*batch, 3), dtype=given_type)
    result = stationary_point(a, b)
    assert (result.dtype, result.shape) == (np.dtype(type_back), (*batch, 3))
    assert_array_equal(result, b)
    assert kind_of_point(a).shape == batch
    result[...] = 7
    assert_array_equal(b, np.ones((*batch, 3)))


@pytest.mark.parametrize("a", [(2,), (2, 3), (0, 0), ()])
def test_only_square_matrices_are_taken(a: tuple[int, ...]) -> None:
    for function in (kind_of_point, lambda matrix: stationary_point(matrix, [1.0, 1.0])):
        with pytest.raises(ValueError, match=r"matrices must have shape \(\.\.\., n, n\), n >= 1, not \("):
            function(np.ones(a))


def test_only_symmetric_matrices_are_taken() -> None:
    kind_of_point([[1.0, 1 + 1e-7], [1.0, 1.0]])
    for upper in (1 + 5e-6, 2.0):
        with pytest.raises(ValueError, match=r"matrices of shape \(2, 2\) must be symmetric"):
            stationary_point([[1.0, upper], [1.0, 3.0]], [1.0, 1.0])
    with pytest.raises(ValueError, match="must be symmetric"):
        kind_of_point([[1.0, 0.0], [1e-9, 1.0]])


def test_a_singular_matrix_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"a matrix of \(2, 2\) is singular"):
        stationary_point([[1, 1], [1, 1]], [1, 1])


@pytest.mark.parametrize("b", [(), (3,), (2, 1)])
def test_shapes_that_do_not_fit_are_named(b: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(\.\.\., n, n\) and \(\.\.\., n\), not \(2, 2\) and \("):
        stationary_point(np.eye(2), np.ones(b))


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert stationary_point(np.eye(3, dtype=types[0]), np.ones(3, dtype=types[1])).dtype == np.float64
