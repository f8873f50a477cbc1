from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from pmi import ppmi, ppmi_of_counts

COUNTS = arrays(np.int64, (2, 3), elements=st.integers(0, 9)).filter(np.any)


@settings(deadline=None)
@given(COUNTS)
def test_every_pair_follows_the_definition(counts: NDArray[np.int64]) -> None:
    n, rows, columns = int(counts.sum()), counts.sum(axis=1), counts.sum(axis=0)
    expected = [
        [max(0, np.log2(c * n / (rows[i] * columns[j]))) if c else 0 for j, c in enumerate(row)]
        for i, row in enumerate(counts)
    ]
    assert_allclose(ppmi_of_counts(counts), expected, rtol=1e-12, atol=1e-12)


@settings(deadline=None)
@given(arrays(np.int64, 2, elements=st.integers(1, 9)), arrays(np.int64, 3, elements=st.integers(1, 9)))
def test_independent_words_have_none(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
    assert_allclose(ppmi_of_counts(np.outer(rows, columns)), np.zeros((2, 3)), atol=1e-14)


@settings(deadline=None)
@given(COUNTS, st.integers(1, 1000))
def test_neither_the_length_of_the_text_nor_the_side_counts(counts: NDArray[np.int64], factor: int) -> None:
    assert_allclose(ppmi_of_counts(factor * counts), ppmi_of_counts(counts), rtol=1e-12, atol=1e-12)
    assert_allclose(ppmi_of_counts(counts.T), ppmi_of_counts(counts).T, rtol=1e-12, atol=1e-12)


@settings(deadline=None)
@given(COUNTS)
def test_its_mean_is_at_least_the_mutual_information(counts: NDArray[np.int64]) -> None:
    joint = counts / counts.sum()
    independent = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    ratio = np.divide(joint, independent, out=np.ones_like(joint), where=joint > 0)
    assert (joint * ppmi_of_counts(counts)).sum() >= (joint * np.log2(ratio)).sum() - 1e-12


@pytest.mark.parametrize(
    ("joint", "left", "right", "bits"),
    [
        ([[0.5, 0], [0, 0.5]], [0.5, 0.5], [0.5, 0.5], [[1, 0], [0, 1]]),
        ([[0.5]], [0.25], [0.5], [[2]]),
        ([[0.125]], [0.5], [0.5], [[0]]),
        ([[0.0, 0.25]], [0.0625], [0.0, 1], [[0, 2]]),
        ([[2.0**-1000]], [2.0**-1000], [2.0**-1000], [[1000]]),
        ([[[0.5]], [[0.25]]], [[0.5], [0.5]], [[0.25], [0.25]], [[[2]], [[1]]]),
        (np.zeros((0, 2)), [], [0.5, 0.5], np.zeros((0, 2))),
    ],
)
def test_values_known_in_closed_form(joint: Any, left: Any, right: Any, bits: Any) -> None:
    assert_allclose(ppmi(joint, left, right), bits, rtol=1e-15)


@settings(deadline=None)
@given(arrays(np.float64, 5, elements=st.floats(1e-9, 1e9)))
def test_one_context_alone_tells_exactly_nothing(counts: NDArray[np.float64]) -> None:
    assert not ppmi_of_counts(counts[np.newaxis]).any()
    assert not ppmi_of_counts(counts[:, np.newaxis]).any()


def test_tables_of_a_batch_do_not_mix() -> None:
    counts = np.array([[[2, 0], [1, 1]], [[0, 30], [20, 1]]])
    assert_array_equal(ppmi_of_counts(counts), [ppmi_of_counts(table) for table in counts])


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (0, 2, 3), (4, 2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    ones = np.ones(shape, dtype=given_type)
    for result in (ppmi_of_counts(ones), ppmi(ones, ones[..., 0], ones[..., 0, :])):
        assert (result.dtype, result.shape) == (np.dtype(type_back), shape)


def test_leaves_its_arguments_alone() -> None:
    joint, left, right, counts = np.eye(2) / 2, np.ones(2) / 2, np.ones(2) / 2, np.eye(2)
    ppmi(joint, left, right)
    ppmi_of_counts(counts)
    assert_array_equal([*joint, left, right, *counts], [[0.5, 0], [0, 0.5], [0.5, 0.5], [0.5, 0.5], [1, 0], [0, 1]])


@pytest.mark.parametrize(
    ("joint", "left", "right"),
    [((3,), (), (3,)), ((2, 3), (3,), (2,)), ((2, 3), (2,), (1,)), ((2, 3), (1,), (3,)), ((4, 2, 3), (2,), (3,))],
)
def test_shapes_that_do_not_fit_are_named(joint: Any, left: Any, right: Any) -> None:
    with pytest.raises(ValueError, match=r"must have shapes \(\.\.\., m, n\).*, not \(.*\), \(.*\) and \(.*\)"):
        ppmi(np.ones(joint), np.ones(left), np.ones(right))


@pytest.mark.parametrize(
    ("joint", "left", "right"),
    [
        ([[-0.5]], [1], [1]),
        ([[0.0]], [-1], [1]),
        ([[0.0]], [1], [-1]),
        ([[0.5]], [0], [1]),
        ([[0.5]], [1], [0]),
        ([[np.nan]], [1], [1]),
    ],
)
def test_what_is_no_probability_is_an_error(joint: Any, left: Any, right: Any) -> None:
    with pytest.raises(ValueError, match=r"of joint, in shape \(1, 1\)"):
        ppmi(joint, left, right)


@pytest.mark.parametrize("counts", [[1, 2], [[0, 0]], [[3, -1]], [[np.nan]], [[[1, 0]], [[0, 0]]], [[]]])
def test_what_is_no_table_of_counts_is_an_error(counts: Any) -> None:
    with pytest.raises(ValueError, match=r"counts must be tables of shape \(\.\.\., m, n\).*, not \("):
        ppmi_of_counts(counts)


def test_small_integers_are_calculated_with_in_double_precision() -> None:
    counts = np.array([[3, 1], [2, 7]], dtype=np.int8)
    assert_array_equal(ppmi_of_counts(counts), ppmi_of_counts(counts.astype(np.float64)))
