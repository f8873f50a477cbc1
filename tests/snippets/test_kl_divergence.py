from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from cross_entropy import cross_entropy
from entropy import entropy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from kl_divergence import kl_divergence
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

POSITIVE = arrays(np.float64, (3, 4), elements=st.floats(1e-3, 1))
WITH_ZEROS = arrays(np.float64, (3, 4), elements=st.one_of(st.just(0.0), st.floats(1e-3, 1))).filter(
    lambda numbers: bool((numbers.sum(axis=-1) > 0).all())
)


def normalized(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(numbers / numbers.sum(axis=-1, keepdims=True))


@settings(deadline=None)
@given(WITH_ZEROS, POSITIVE)
def test_agrees_with_scipy(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    p, q = normalized(one), normalized(other)
    assert_allclose(kl_divergence(p, q), scipy.special.rel_entr(p, q).sum(axis=-1), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("p", "q", "value"),
    [
        ([1], [1], 0),
        ([1, 0], [0.25, 0.75], np.log(4)),
        ([0.5, 0.5], [0.25, 0.75], np.log(4 / 3) / 2),
        ([0.25, 0.75], [0.5, 0.5], 1.5 * np.log(3) / 2 - np.log(2)),
        ([[0, 1], [1, 0]], [[0, 1], [0.5, 0.5]], [0, np.log(2)]),
        ([0.5, 0.5], [1, 0], np.inf),
        ([1, 0], [1e-320, 1], -np.log(1e-320)),
    ],
)
def test_values_known_in_closed_form(p: Any, q: Any, value: Any) -> None:
    assert_allclose(kl_divergence(p, q), value, rtol=1e-13)


def test_what_never_happens_costs_nothing_even_if_excluded() -> None:
    assert kl_divergence([1.0, 0.0], [1.0, 0.0]) == 0


@settings(deadline=None)
@given(WITH_ZEROS, POSITIVE)
def test_is_what_cross_entropy_exceeds_entropy_by(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    p, q = normalized(one), normalized(other)
    assert_allclose(kl_divergence(p, q), cross_entropy(p, q) - entropy(p), rtol=1e-9, atol=1e-12)


@settings(deadline=None)
@given(WITH_ZEROS, POSITIVE)
def test_is_never_negative_and_bounds_the_distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    p, q = normalized(one), normalized(other)
    # Pinsker's inequality: half the square of the sum of all differences.
    assert (kl_divergence(p, q) >= np.abs(p - q).sum(axis=-1) ** 2 / 2 - 1e-12).all()
    assert_allclose(kl_divergence(p, p), 0, atol=1e-15)


def test_is_not_symmetric() -> None:
    assert kl_divergence([0.9, 0.1], [0.5, 0.5]) < kl_divergence([0.5, 0.5], [0.9, 0.1]) - 0.1


def test_near_the_truth_it_is_half_the_weighted_square() -> None:
    q, step = np.array([0.5, 0.2, 0.3]), 1e-3 * np.array([1.0, -3.0, 2.0])
    assert_allclose(kl_divergence(q + step, q), (step**2 / q).sum() / 2, rtol=1e-2)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    p = np.zeros(shape, dtype=given_type)
    p[..., 0] = 1
    result = kl_divergence(p, p)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


def test_leaves_its_arguments_alone() -> None:
    p, q = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    kl_divergence(p, q)
    assert_array_equal([p, q], [[0, 1], [0, 1]])


@pytest.mark.parametrize(("p", "q"), [((1,), (2, 1)), ((1,), (2,)), ((), ()), ((2, 0), (2, 0))])
def test_shapes_that_do_not_fit_are_named(p: tuple[int, ...], q: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"one shape \(\.\.\., n\), n >= 1, not \(.*\) and \(.*\)"):
        kl_divergence(np.ones(p), np.ones(q))


def test_a_sum_that_rounding_has_moved_is_taken() -> None:
    assert_allclose(kl_divergence([0.5, 0.5009], [0.5, 0.5]), 0, atol=1e-3)


@pytest.mark.parametrize("wrong", [[1.5, -0.5], [0.5, 0.4], [0.5, 0.501005], [2, 3], [np.nan, 1]])
def test_what_is_no_distribution_is_an_error(wrong: list[float]) -> None:
    for p, q in ((wrong, [0.5, 0.5]), ([0.5, 0.5], wrong)):
        with pytest.raises(ValueError, match=r"on the last axis of \(2,\), p and q must hold probabilities"):
            kl_divergence(p, q)


@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(types: tuple[str, str]) -> None:
    assert kl_divergence(np.ones(1, dtype=types[0]), np.ones(1, dtype=types[1])).dtype == np.float64
