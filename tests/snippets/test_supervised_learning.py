from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from supervised_learning import one_hot

LABELS = arrays(np.int64, st.sampled_from([(), (5,), (2, 3)]), elements=st.integers(0, 3))


def test_agrees_with_scikit_learn() -> None:
    preprocessing = pytest.importorskip("sklearn.preprocessing", reason="scikit-learn, a second opinion, is not there")
    labels = np.array([3, 0, 1, 1, 2])
    assert_array_equal(one_hot(labels, 4), preprocessing.LabelBinarizer().fit(range(4)).transform(labels))


@pytest.mark.parametrize(
    ("labels", "classes", "vectors"),
    [
        (0, 1, [1]),
        (2, 3, [0, 0, 1]),
        ([1, 0], 3, [[0, 1, 0], [1, 0, 0]]),
        ([[1], [0]], 2, [[[0, 1]], [[1, 0]]]),
        ([1.0], 2, [[0, 1]]),
        ([True, False], 2, [[0, 1], [1, 0]]),
        ([], 2, np.zeros((0, 2))),
    ],
)
def test_vectors_known_in_advance(labels: Any, classes: int, vectors: Any) -> None:
    result = one_hot(labels, classes)
    assert result.dtype == np.float64
    assert_array_equal(result, vectors)
    assert result.shape == np.shape(vectors)


@settings(deadline=None)
@given(LABELS)
def test_the_label_is_where_the_one_is(labels: NDArray[np.int64]) -> None:
    vectors = one_hot(labels, 4)
    assert_array_equal(vectors.argmax(axis=-1), labels)
    assert_array_equal(vectors.sum(axis=-1), np.ones(labels.shape))


def test_different_classes_are_equally_far_apart() -> None:
    vectors = one_hot([0, 1, 2], 3)
    distances = np.linalg.norm(vectors[:, np.newaxis] - vectors, axis=-1)
    assert_array_equal(distances, np.sqrt(2) * (1 - np.eye(3)))


@pytest.mark.parametrize("label", [-1, 3, 0.5, np.nan, np.inf, -np.inf])
def test_a_label_of_no_class_is_an_error(label: float) -> None:
    with pytest.raises(ValueError, match=r"labels of shape \(2,\) must be whole numbers from 0 to 2"):
        one_hot([0, label], 3)


def test_no_class_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one class, not 0"):
        one_hot([], 0)
