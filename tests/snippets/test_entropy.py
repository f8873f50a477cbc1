from typing import Any

import numpy as np
import pytest
import scipy.stats  # type: ignore[import-untyped]
from entropy import entropy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

POSITIVE = arrays(np.float64, (3, 4), elements=st.floats(1e-3, 1))
WITH_ZEROS = arrays(np.float64, (3, 4), elements=st.one_of(st.just(0.0), st.floats(1e-3, 1))).filter(
    lambda numbers: bool((numbers.sum(axis=-1) > 0).all())
)


def normalized(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(numbers / numbers.sum(axis=-1, keepdims=True))


@settings(deadline=None)
@given(WITH_ZEROS)
def test_agrees_with_scipy(numbers: NDArray[np.float64]) -> None:
    p = normalized(numbers)
    assert_allclose(entropy(p), scipy.stats.entropy(p, axis=-1), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("p", "value"),
    [
        ([1], 0),
        ([0, 1, 0], 0),
        ([0.5, 0.5], np.log(2)),
        ([0.5, 0.25, 0.25], 1.5 * np.log(2)),
        ([[0.25] * 4, [0.5, 0.5, 0, 0]], [np.log(4), np.log(2)]),
        (np.full(1000, 1e-3), np.log(1000)),
    ],
)
def test_values_known_in_closed_form(p: Any, value: Any) -> None:
    result = entropy(p)
    assert_allclose(result, value, rtol=1e-13)
    assert not np.signbit(result).any()


@settings(deadline=None)
@given(WITH_ZEROS)
def test_lies_between_0_and_the_entropy_of_equal_chances(numbers: NDArray[np.float64]) -> None:
    result = entropy(normalized(numbers))
    assert ((result >= 0) & (result <= np.log(4) + 1e-12)).all()


@settings(deadline=None)
@given(POSITIVE, POSITIVE)
def test_of_independent_outcomes_adds_up(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    p, q = normalized(one), normalized(other)
    pairs = (p[..., :, np.newaxis] * q[..., np.newaxis, :]).reshape(3, 16)
    assert_allclose(entropy(pairs), entropy(p) + entropy(q), rtol=1e-12, atol=1e-12)


@settings(deadline=None)
@given(POSITIVE, POSITIVE)
def test_mixing_distributions_loses_none(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    p, q = normalized(one), normalized(other)
    assert (entropy((p + q) / 2) >= (entropy(p) + entropy(q)) / 2 - 1e-12).all()


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    p = np.zeros(shape, dtype=given_type)
    p[..., 0] = 1
    result = entropy(p)
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


def test_leaves_its_argument_alone() -> None:
    p = np.array([0.0, 1.0])
    entropy(p)
    assert_array_equal(p, [0, 1])


def test_a_sum_that_rounding_has_moved_is_taken() -> None:
    assert_allclose(entropy([0.5, 0.5009]), np.log(2), rtol=1e-3)


@pytest.mark.parametrize("shape", [(), (0,), (2, 0)])
def test_no_outcome_is_an_error(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"p must have shape \(\.\.\., n\), n >= 1, not \("):
        entropy(np.ones(shape))


@pytest.mark.parametrize("p", [[1.5, -0.5], [0.5, 0.4], [0.5, 0.501005], [2, 3], [[1, 0], [1, 1]], [np.nan, 1]])
def test_what_is_no_distribution_is_an_error(p: Any) -> None:
    with pytest.raises(ValueError, match=r"in p of shape \(.*\), the last axis must hold probabilities"):
        entropy(p)
