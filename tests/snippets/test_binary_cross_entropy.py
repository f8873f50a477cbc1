from typing import Any

import numpy as np
import pytest
import scipy.special  # type: ignore[import-untyped]
from binary_cross_entropy import binary_cross_entropy, binary_cross_entropy_of_scores
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

TRUTHS = arrays(np.float64, (3, 4), elements=st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1)))
PREDICTIONS = arrays(np.float64, (3, 4), elements=st.floats(1e-6, 1 - 1e-6))
SCORES = arrays(np.float64, (3, 4), elements=st.floats(-30, 30))
BOTH = [binary_cross_entropy, binary_cross_entropy_of_scores]


@settings(deadline=None)
@given(TRUTHS, PREDICTIONS)
def test_agrees_with_scipy(y: NDArray[np.float64], a: NDArray[np.float64]) -> None:
    expected = -(scipy.special.xlogy(y, a) + scipy.special.xlog1py(1 - y, -a)).mean(axis=-1)
    assert_allclose(binary_cross_entropy(y, a), expected, rtol=1e-12, atol=1e-15)


@settings(deadline=None)
@given(TRUTHS, SCORES)
def test_scores_and_their_probabilities_have_one_error(y: NDArray[np.float64], z: NDArray[np.float64]) -> None:
    from_logs = -(y * scipy.special.log_expit(z) + (1 - y) * scipy.special.log_expit(-z)).mean(axis=-1)
    assert_allclose(binary_cross_entropy_of_scores(y, z), from_logs, rtol=1e-12, atol=1e-13)
    assert_allclose(binary_cross_entropy(y, scipy.special.expit(z)), from_logs, rtol=1e-2, atol=1e-13)


def test_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn, a second opinion, is not there")
    y, a = np.array([1, 0, 1, 1]), np.array([0.9, 0.2, 0.4, 0.999])
    assert_allclose(binary_cross_entropy(y, a), metrics.log_loss(y, a), rtol=1e-12)


@pytest.mark.parametrize(
    ("y", "a", "error"),
    [
        ([1], [0.25], np.log(4)),
        ([0], [0.25], np.log(4 / 3)),
        ([1, 0, 0], [1, 0, 0.5], np.log(2) / 3),
        ([0.5], [0.5], np.log(2)),
        ([[1, 1], [0, 0]], [[0.5, 0.125], [0.5, 0.5]], [np.log(4), np.log(2)]),
        ([1], [0], np.inf),
        ([0], [1], np.inf),
        ([0.5], [1], np.inf),
        ([0], [1e-300], 1e-300),
        ([1], [1e-320], -np.log(1e-320)),
    ],
)
def test_errors_known_in_closed_form(y: Any, a: Any, error: Any) -> None:
    assert_allclose(binary_cross_entropy(y, a), error, rtol=1e-14)


@pytest.mark.parametrize(
    ("y", "z", "error"),
    [
        ([1], [0], np.log(2)),
        ([0], [np.log(3)], np.log(4)),
        ([1, 1], [np.log(3), 0], (np.log(4 / 3) + np.log(2)) / 2),
        ([1], [1000], 0),
        ([0], [1000], 1000),
        ([1], [-1000], 1000),
        ([0.25], [-1000], 250),
        ([1 - 2**-50], [1e5], 1e5 * 2.0**-50),
        ([2**-50], [-1e5], 1e5 * 2.0**-50),
        ([1], [50], np.exp(-50)),
        ([0], [-50], np.exp(-50)),
    ],
)
def test_errors_of_scores_known_in_closed_form(y: Any, z: Any, error: Any) -> None:
    assert_allclose(binary_cross_entropy_of_scores(y, z), error, rtol=1e-14)


def test_a_perfect_prediction_has_no_minus_before_its_zero() -> None:
    assert not np.signbit(binary_cross_entropy([1, 0], [1, 0]))


@settings(deadline=None)
@given(TRUTHS, PREDICTIONS)
def test_no_prediction_beats_the_truth(y: NDArray[np.float64], a: NDArray[np.float64]) -> None:
    assert (binary_cross_entropy(y, a) >= binary_cross_entropy(y, y) - 1e-12).all()


def test_slope_in_a_score_is_the_prediction_minus_the_truth() -> None:
    y, z, h = np.array([1.0, 0.0, 0.25]), np.array([-1.5, 0.5, 2.0]), 6e-6
    ends = [binary_cross_entropy_of_scores(y, z + shift * np.eye(3)[i]) for i in range(3) for shift in (h, -h)]
    slopes = (np.array(ends[::2]) - np.array(ends[1::2])) / (2 * h)
    assert_allclose(slopes, (scipy.special.expit(z) - y) / 3, rtol=1e-8)


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(
    function: Any, given_type: str, type_back: str, shape: tuple[int, ...]
) -> None:
    result = function(np.ones(shape, dtype=given_type), np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


@pytest.mark.parametrize("function", BOTH)
def test_leaves_its_arguments_alone(function: Any) -> None:
    y, other = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    function(y, other)
    assert_array_equal([y, other], [[0, 1], [0, 1]])


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(("y", "other"), [((3,), (2, 3)), ((2,), (3,)), ((), ()), ((2, 0), (2, 0))])
def test_shapes_that_do_not_fit_are_named(function: Any, y: tuple[int, ...], other: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"y and [az] must have one shape \(\.\.\., n\), n >= 1, not \(.*\) and \("):
        function(np.ones(y), np.ones(other))


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("truth", [-0.1, 1.1, np.nan])
def test_truths_that_are_no_probabilities_are_an_error(function: Any, truth: float) -> None:
    with pytest.raises(ValueError, match=r"y of shape \(2,\) must lie between 0 and 1"):
        function([1, truth], [0.5, 0.5])


@pytest.mark.parametrize("score", [-0.1, 1.1, np.nan])
def test_scores_in_the_place_of_probabilities_are_an_error(score: float) -> None:
    with pytest.raises(ValueError, match=r"a of shape \(2,\) must lie between 0 and 1; make scores"):
        binary_cross_entropy([1, 0], [0.5, score])


@pytest.mark.parametrize("score", [np.inf, -np.inf, np.nan])
def test_scores_that_are_not_finite_are_an_error(score: float) -> None:
    with pytest.raises(ValueError, match=r"scores z of shape \(2,\) must be finite"):
        binary_cross_entropy_of_scores([1, 0], [0.5, score])


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("types", [("int8", "float32"), ("float32", "int8")])
def test_an_integer_counts_as_double_beside_single_precision(function: Any, types: tuple[str, str]) -> None:
    assert function(np.ones(3, dtype=types[0]), np.ones(3, dtype=types[1])).dtype == np.float64


def test_small_integers_are_calculated_with_in_double_precision() -> None:
    z = np.array([-128, -3], dtype=np.int8)
    expected = binary_cross_entropy_of_scores([0.0, 0.5], [-128.0, -3.0])
    assert binary_cross_entropy_of_scores([0.0, 0.5], z) == expected
