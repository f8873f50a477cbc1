from typing import Any

import numpy as np
import pytest
import scipy.optimize  # type: ignore[import-untyped]
import scipy.special  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from logistic_regression import _cost, fit, probability
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

POINTS = arrays(np.float64, (3, 2), elements=st.floats(-10, 10))


def noisy(seed: int = 0) -> Any:
    """Forty examples of two classes that overlap."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(40, 2))
    return x, (random.uniform(size=40) < scipy.special.expit(x @ [2.0, -1.0] + 0.5)).astype(float)


def objective(theta: Any, x: Any, y: Any, penalty: float) -> float:
    """The penalised cost, written down once more."""
    z = x @ theta[:-1] + theta[-1]
    log_likelihood = y * scipy.special.log_expit(z) + (1 - y) * scipy.special.log_expit(-z)
    return float(-log_likelihood.mean() + penalty / 2 * (theta[:-1] ** 2).sum())


@settings(deadline=None)
@given(POINTS, arrays(np.float64, 2, elements=st.floats(-10, 10)), st.floats(-10, 10))
def test_agrees_with_scipy(x: NDArray[np.float64], w: NDArray[np.float64], b: float) -> None:
    expected = [scipy.special.expit(np.dot(point, w) + b) for point in x]
    assert_allclose(probability(x, w, b), expected, rtol=1e-10, atol=1e-300)


@pytest.mark.parametrize(
    ("x", "w", "b", "value"),
    [
        ([0, 0], [3, 4], 0, 1 / 2),
        ([1, 2], [0, 0], np.log(3), 3 / 4),
        ([2, 1], [np.log(3), -np.log(3)], 0, 3 / 4),
        ([[1], [-1]], [np.log(4)], 0, [4 / 5, 1 / 5]),
        ([-800], [1], 0, 0),
    ],
)
def test_probabilities_known_in_closed_form(x: Any, w: Any, b: float, value: Any) -> None:
    assert_allclose(probability(x, w, b), value, rtol=1e-14, atol=1e-300)


@settings(deadline=None)
@given(POINTS)
def test_a_unit_more_of_a_feature_adds_its_weight_to_the_log_odds(x: NDArray[np.float64]) -> None:
    w, b = np.array([0.5, -0.25]), 0.1
    more = scipy.special.logit(probability(x + np.array([0, 1]), w, b)) - scipy.special.logit(probability(x, w, b))
    assert_allclose(more, -0.25, rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("penalty", [1e-3, 0.1, 10.0])
def test_fit_agrees_with_a_general_minimiser(seed: int, penalty: float) -> None:
    x, y = noisy(seed)
    found = scipy.optimize.minimize(objective, np.zeros(3), args=(x, y, penalty), tol=1e-10)
    w, b = fit(x, y, penalty=penalty)
    assert_allclose([*w, b], found.x, rtol=1e-4, atol=1e-5)
    assert objective(np.array([*w, b]), x, y, penalty) <= found.fun + 1e-15


def test_a_step_is_judged_by_the_cost_that_is_minimised() -> None:
    # Newton's steps hardly ever fail on these data, so a wrong judge would go unnoticed: it is looked at by itself.
    x, y = noisy()
    theta, features = np.array([1.5, -2.0, 3.0]), np.c_[x, np.ones(40)]
    assert_allclose(_cost(features, y, np.array([0.7, 0.7, 0.0]), theta), objective(theta, x, y, 0.7), rtol=1e-12)


def test_fit_agrees_with_scikit_learn() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model", reason="scikit-learn, a second opinion, is not there")
    x, y = noisy()
    # There, the cost of the examples is summed and C is its weight.
    theirs = linear_model.LogisticRegression(C=1 / (len(x) * 0.05), tol=1e-10).fit(x, y)
    w, b = fit(x, y, penalty=0.05)
    assert_allclose([*w, b], [*theirs.coef_[0], theirs.intercept_[0]], rtol=1e-5)
    assert_allclose(probability(x, w, b), theirs.predict_proba(x)[:, 1], rtol=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_at_the_minimum_the_gradient_is_zero(seed: int) -> None:
    x, y = noisy(seed)
    w, b = fit(x, y, penalty=0.1)
    errors = probability(x, w, b) - y
    assert_allclose(errors @ x / 40 + 0.1 * w, 0, atol=1e-7)
    assert_allclose(errors.mean(), 0, atol=1e-7)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([[4.59, 0.13, 0.62], [2.09, 0.02, -0.2], [4.45, -0.01, -0.66], [14.9, -0.03, 0.63]], [0, 1, 1, 0]),
        (
            [
                *([10.31, -0.16, -0.15], [-7.85, 0.57, -0.02], [12.17, 0.59, -0.07]),
                *([13.17, -0.97, -0.06], [5.88, 1.38, -0.04], [-6.74, 0.6, -0.03]),
            ],
            [0, 0, 1, 0, 1, 0],
        ),
    ],
)
def test_a_step_that_goes_too_far_is_shortened(x: Any, y: Any) -> None:
    # Separable data, hardly penalised, on which a full step of Newton's method once raises the cost.
    w, b = fit(x, y, penalty=1e-7)
    errors = probability(x, w, b) - y
    assert_allclose(errors @ np.array(x) / len(y) + 1e-7 * w, 0, atol=1e-9)
    assert_allclose(errors.mean(), 0, atol=1e-9)


def test_without_features_the_bias_is_the_log_odds() -> None:
    w, b = fit(np.zeros((4, 0)), [1, 0, 0, 0], penalty=1.0)
    assert w.shape == (0,)
    assert_allclose(b, -np.log(3), rtol=1e-7)


def test_separable_classes_want_ever_larger_weights() -> None:
    x, y = np.array([[-2.0], [-1.0], [1.0], [3.0]]), [0, 0, 1, 1]
    weights = [fit(x, y, penalty=penalty)[0].item() for penalty in (1e-1, 1e-3, 1e-6)]
    assert weights[0] < weights[1] - 1 < weights[2] - 5


def test_features_of_very_different_size_do_not_stop_it() -> None:
    x, y = noisy()
    w, b = fit(x, y, penalty=1e-9)
    scaled, b_scaled = fit(x * [1e3, 1e-3], y, penalty=1e-15)
    assert_allclose([*(scaled * [1e3, 1e-3]), b_scaled], [*w, b], rtol=1e-5)


@pytest.mark.parametrize(("origin", "dtype", "tolerance"), [(1e9, "float64", 1e-6), (-3000, "float32", 1e-3)])
def test_features_far_from_zero_have_the_weights_of_those_near_it(origin: float, dtype: str, tolerance: float) -> None:
    x, y = np.array([[0], [0], [0], [1], [1], [1]], dtype=dtype), [0, 0, 1, 0, 1, 1]
    w, b = fit(x + np.asarray(origin, dtype=dtype), y, penalty=1e-9)
    assert_allclose(w, np.log(4), rtol=tolerance)
    assert_allclose(b, -np.log(2) - origin * np.log(4), rtol=tolerance)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    x, y = np.array([[0], [0], [1], [1]], dtype=given_type), np.array([0, 1, 1, 1], dtype=given_type)
    w, b = fit(x, y, penalty=1.0)
    assert (w.dtype, b.dtype, w.shape, b.shape) == (np.dtype(type_back), np.dtype(type_back), (1,), ())
    assert probability(x, np.ones(1, dtype=given_type), np.ones((), dtype=given_type)).dtype == np.dtype(type_back)
    assert_array_equal(x, [[0], [0], [1], [1]])
    assert_array_equal(y, [0, 1, 1, 1])
    assert w > 0


@pytest.mark.parametrize(
    ("x", "w", "b"), [((3,), (2,), ()), ((2, 3), (2,), ()), ((), (1,), ()), ((2,), (2, 2), ()), ((2,), (2,), (1,))]
)
def test_weights_that_do_not_fit_are_named(x: Any, w: Any, b: Any) -> None:
    with pytest.raises(ValueError, match=r"shapes \(\.\.\., n\), \(n,\) and \(\), not \(.*\), \(.*\) and \("):
        probability(np.ones(x), np.ones(w), np.ones(b))


@pytest.mark.parametrize(("x", "y"), [((3,), (3,)), ((3, 2), (2,)), ((3, 2), (3, 1)), ((2, 3, 2), (2, 3))])
def test_examples_that_do_not_fit_are_named(x: Any, y: Any) -> None:
    with pytest.raises(ValueError, match=r"shapes \(m, n\) and \(m,\), not \(.*\) and \("):
        fit(np.ones(x), np.ones(y), penalty=1.0)


@pytest.mark.parametrize(
    ("y", "penalty"), [([1, 1], 1), ([0, 0], 1), ([0, 2], 1), ([0, 1], 0), ([0, 1], -1), ([0, 1], np.nan)]
)
def test_one_class_or_no_penalty_is_an_error(y: list[int], penalty: float) -> None:
    with pytest.raises(ValueError, match=r"y of shape \(2,\) must hold 0 and 1, both; penalty must be positive"):
        fit([[1.0], [2.0]], y, penalty=penalty)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_integer_counts_as_double_beside_single_precision(place: int) -> None:
    types = ["int8" if place == i else "float32" for i in range(3)]
    x, w, b = (np.ones(shape, dtype=each) for each, shape in zip(types, (1, 1, ()), strict=True))
    assert probability(x, w, b).dtype == np.float64


def test_whole_features_are_fitted_like_others() -> None:
    x, y = np.array([[0], [3], [1], [2]]), np.array([0, 1, 1, 0])
    assert_array_equal(fit(x, y, penalty=0.5)[0], fit(x.astype(np.float64), y, penalty=0.5)[0])
