from itertools import product
from typing import Any

import numpy as np
import pytest
from dropout import dropout, dropout_mask
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

A = arrays(np.float64, 4, elements=st.floats(-1e3, 1e3))


@settings(deadline=None)
@given(A, st.floats(0, 0.99))
def test_the_mean_over_all_masks_is_what_was_there(a: Any, p: float) -> None:
    mean = np.zeros(4)
    for m in product([0, 1], repeat=4):
        likelihood = p ** m.count(0) * (1 - p) ** m.count(1)
        mean += likelihood * dropout(a, m, p)
    assert_allclose(mean, a, rtol=1e-9, atol=1e-9)


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    torch.manual_seed(0)
    a = np.random.default_rng(0).normal(size=(20, 30))
    theirs = torch.nn.functional.dropout(torch.tensor(a), p=0.3).numpy()
    assert 0 < np.count_nonzero(theirs) < 600
    assert_allclose(dropout(a, theirs != 0, 0.3), theirs, rtol=1e-14)


@pytest.mark.parametrize(
    ("a", "m", "p", "expected"),
    [
        ([1, 2], [1, 0], 0, [1, 0]),
        ([1, -2], [1, 1], 0.75, [4, -8]),
        ([[3], [3]], [[0], [1]], 0.25, [[0], [4]]),
        ([np.inf, np.nan, 1], [0, 0, True], 0.5, [0, 0, 2]),
    ],
)
def test_values_known_in_closed_form(a: Any, m: Any, p: float, expected: Any) -> None:
    assert_allclose(dropout(a, m, p), expected, rtol=1e-15)


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9])
def test_masks_drop_as_often_as_they_should(p: float) -> None:
    m = dropout_mask((100, 200), p, np.random.default_rng(0))
    assert set(np.unique(m)) <= {0, 1}
    assert abs(np.mean(m == 0) - p) <= 4 * np.sqrt(p * (1 - p) / 20000)
    assert_array_equal(m, dropout_mask((100, 200), p, np.random.default_rng(0)))
    assert m.dtype == np.int64


def test_without_a_chance_to_be_dropped_even_the_lowest_draw_stays() -> None:
    class Lowest:
        random = staticmethod(np.zeros)

    assert dropout_mask((2,), 0.0, Lowest()).tolist() == [1, 1]  # type: ignore[arg-type]


@pytest.mark.parametrize("given_type", ["float32", "float64", "int8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, shape: tuple[int, ...]) -> None:
    result = dropout(np.ones(shape, dtype=given_type), np.ones(shape), 0.5)
    assert (result.dtype, result.shape) == (np.dtype("float64" if given_type == "int8" else given_type), shape)


def test_leaves_its_arguments_alone() -> None:
    a, m = np.array([1.0, 2.0]), np.array([0, 1])
    dropout(a, m, 0.5)
    assert_array_equal([a, m], [[1, 2], [0, 1]])


@pytest.mark.parametrize(
    ("a", "m", "p"),
    [
        ([1, 2], [1], 0.5),
        ([1, 2], [[1, 0]], 0.5),
        ([1, 2], [1, 2], 0.5),
        ([1, 2], [1, 0.5], 0.5),
        ([1, 2], [1, 0], 1),
        ([1, 2], [1, 0], -0.1),
        ([1, 2], [1, 0], np.nan),
    ],
)
def test_what_is_no_mask_or_no_probability_is_an_error(a: Any, m: Any, p: float) -> None:
    with pytest.raises(ValueError, match=rf"a \(2,\) and m \(.*\) must have one shape, .*, not {p}"):
        dropout(a, m, p)


@pytest.mark.parametrize("p", [1, -0.1, 1.5, np.nan])
def test_masks_need_a_probability(p: float) -> None:
    with pytest.raises(ValueError, match=f"probability 0 <= p < 1, not {p}"):
        dropout_mask((3,), p, np.random.default_rng(0))
