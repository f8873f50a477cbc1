from typing import Any

import numpy as np
import pytest
import scipy.optimize  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lagrange_multiplier import constrained_minimum
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

MATRIX = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 4.0]])
NORMAL = np.array([1.0, -2.0, 0.5])
VECTORS = arrays(np.float64, 3, elements=st.floats(-3, 3))


def value(x: Any, b: Any) -> Any:
    return 0.5 * x @ MATRIX @ x - b @ x


@pytest.mark.parametrize(("b", "d"), [([1.0, -2.0, 0.5], 3.0), ([0.0, 0.0, 0.0], -1.0), ([4.0, 1.0, -3.0], 0.0)])
def test_agrees_with_scipy(b: list[float], d: float) -> None:
    plane = {"type": "eq", "fun": lambda x: NORMAL @ x - d}
    found = scipy.optimize.minimize(
        value, np.zeros(3), (np.array(b),), method="SLSQP", constraints=plane, options={"ftol": 1e-14}
    )
    x, _ = constrained_minimum(MATRIX, b, NORMAL, d)
    assert_allclose(x, found.x, rtol=0, atol=1e-5)


@settings(deadline=None)
@given(VECTORS, st.floats(-3, 3))
def test_satisfies_both_equations(b: NDArray[np.float64], d: float) -> None:
    x, multiplier = constrained_minimum(MATRIX, b, NORMAL, d)
    assert_allclose(MATRIX @ x - b, multiplier * NORMAL, rtol=0, atol=1e-13)
    assert_allclose(NORMAL @ x, d, rtol=0, atol=1e-13)


@settings(deadline=None)
@given(VECTORS, st.floats(-3, 3), st.floats(-2, 2), st.floats(-2, 2))
def test_no_other_point_of_the_plane_is_lower(b: NDArray[np.float64], d: float, one: float, other: float) -> None:
    x, _ = constrained_minimum(MATRIX, b, NORMAL, d)
    along = one * np.array([2.0, 1.0, 0.0]) + other * np.array([0.0, 1.0, 4.0])
    assert value(x + along, b) >= value(x, b) - 1e-12


@settings(deadline=None)
@given(VECTORS, st.floats(-3, 3))
def test_the_multiplier_is_the_slope_of_the_least_value(b: NDArray[np.float64], d: float) -> None:
    h = 1e-3  # the least value is quadratic in d, so that the difference is exact
    least = [value(constrained_minimum(MATRIX, b, NORMAL, place)[0], b) for place in (d + h, d - h)]
    _, multiplier = constrained_minimum(MATRIX, b, NORMAL, d)
    assert_allclose((least[0] - least[1]) / (2 * h), multiplier, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "c", "d", "found"),
    [
        ([[2]], [0], [4], 2, ([0.5], 0.25)),
        ([[2, 0], [0, 2]], [0, 0], [1, 1], 2, ([1, 1], 2)),
        ([[1, 0], [0, 1]], [1, 2], [1, 0], 3, ([3, 2], 2)),
        ([[1, 0], [0, 1]], [[0, 0], [1, 0]], [0, -2], [4, 6], ([[0, -2], [1, -3]], [1, 1.5])),
        ([[[1.0]], [[3.0]]], [0], [1], 6, ([[6], [6]], [6, 18])),
        ([[1, 0], [0, 1]], [0, 0], [[1, 0], [0, 1]], 5, ([[5, 0], [0, 5]], [5, 5])),
        ([[1e-150]], [0], [1e150], 1e150, ([1], 1e-300)),
        ([[1.0]], [0], [1e-200], 1e-200, ([1], 1e200)),
        ([[1.0]], [0], [-1e200], 1e200, ([-1], 1e-200)),
        ([[1.0]], [0], [[1e-200], [1e200]], [1e-200, 1e200], ([[1], [1]], [1e200, 1e-200])),
    ],
)
def test_values_known_in_closed_form(a: Any, b: Any, c: Any, d: Any, found: tuple[Any, Any]) -> None:
    x, multiplier = constrained_minimum(a, b, c, d)
    assert_allclose(x, found[0], rtol=1e-14)
    assert_allclose(multiplier, found[1], rtol=1e-14)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (2,), (4, 2)])
def test_keeps_type_and_shape(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    a = np.broadcast_to(np.eye(3, dtype=given_type), (*batch, 3, 3))
    b, d = np.ones((*batch, 3), dtype=given_type), np.full(batch, 3, dtype=given_type)
    c = b.copy()
    x, multiplier = constrained_minimum(a, b, c, d)
    assert (x.dtype, x.shape) == (np.dtype(type_back), (*batch, 3))
    assert (multiplier.dtype, multiplier.shape) == (np.dtype(type_back), batch)
    for left, right in [(b, np.ones((*batch, 3))), (c, np.ones((*batch, 3))), (d, np.full(batch, 3))]:
        assert_array_equal(left, right)


@pytest.mark.parametrize("c", [[-128], [-128, 0]])
def test_small_integers_do_not_wrap_around(c: list[int]) -> None:
    small, a, b = np.array(c, dtype=np.int8), np.eye(len(c)), np.zeros(len(c))
    for ours, theirs in zip(
        constrained_minimum(a, b, small, -64), constrained_minimum(a, b, small * 1.0, -64.0), strict=True
    ):
        assert_array_equal(ours, theirs)


def test_an_integer_counts_as_double_beside_single_precision() -> None:
    x, multiplier = constrained_minimum(
        np.eye(2, dtype="float32"), np.ones(2, dtype="float32"), np.ones(2, dtype="int8"), np.float32(1)
    )
    assert {x.dtype, multiplier.dtype} == {np.dtype("float64")}


@pytest.mark.parametrize(
    ("a", "b", "c"),
    [((2, 2), (3,), (2,)), ((2, 2), (2,), (3,)), ((2, 3), (2,), (3,)), ((2,), (2,), (2,)), ((2, 2), (), (2,))],
)
def test_shapes_that_do_not_fit_are_named(a: tuple[int, ...], b: tuple[int, ...], c: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(\.\.\., n\) and \(\.\.\., n\), not \(.*\), \(.*\) and \(.*\)"):
        constrained_minimum(np.ones(a), np.ones(b), np.ones(c), 1)


@pytest.mark.parametrize(
    ("a", "c", "problem"),
    [
        ([[1, 1], [0, 1]], [1, 1], r"matrices of shape \(2, 2\) must be symmetric"),
        ([[1, 1 + 5e-6], [1, 2]], [1, 1], "must be symmetric"),
        ([[1, 0], [1e-9, 1]], [1, 1], "must be symmetric"),
        ([[1, 0], [0, -1]], [1, 1], r"matrices of shape \(2, 2\) must be positive definite"),
        ([[1, 0], [0, 1]], [0, 0], r"c of shape \(2,\) must not be 0"),
        ([[1, 0], [0, 1]], [[1, 1], [0, 0]], r"c of shape \(2, 2\) must not be 0"),
    ],
)
def test_what_has_no_single_minimum_is_an_error(a: Any, c: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        constrained_minimum(a, [1.0, 1.0], c, 1)
