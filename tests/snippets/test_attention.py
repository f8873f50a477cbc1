from typing import Any

import numpy as np
import pytest
from attention import attention
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

RANDOM = np.random.default_rng(0)
Q, K, V = RANDOM.normal(size=(2, 4, 3)), RANDOM.normal(size=(2, 5, 3)), RANDOM.normal(size=(2, 5, 6))
BELOW = np.tri(4, 5, dtype=bool)


@pytest.mark.parametrize("mask", [None, BELOW], ids=["without", "with"])
def test_agrees_with_torch_with_and_without_a_mask(mask: NDArray[np.bool] | None) -> None:
    torch = pytest.importorskip("torch")
    seen = None if mask is None else torch.tensor(mask)
    expected = torch.nn.functional.scaled_dot_product_attention(*map(torch.tensor, (Q, K, V)), attn_mask=seen)
    result = attention(Q, K, V) if mask is None else attention(Q, K, V, mask=mask)
    assert_allclose(result, expected.numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("q", "k", "v", "result"),
    [
        ([[7]], [[3]], [[5, 6]], [[5, 6]]),
        ([[0], [0]], [[1], [2], [3]], [[3], [6], [9]], [[6], [6]]),
        ([[np.log(3)]], [[1], [0]], [[4], [8]], [[5]]),
        ([[np.log(3), 0, 0, 0]], [[2, 9, 9, 9], [0, 9, 9, 9]], [[4], [8]], [[5]]),
        ([[1e8], [-1e8]], [[1], [2]], [[4], [8]], [[8], [4]]),
    ],
)
def test_values_known_in_closed_form(q: Any, k: Any, v: Any, result: Any) -> None:
    assert_allclose(attention(q, k, v), result, rtol=1e-14)


def test_each_query_is_answered_by_itself_and_so_is_each_example() -> None:
    alone = [[attention(query[np.newaxis], k, v)[0] for query in q] for q, k, v in zip(Q, K, V, strict=True)]
    assert_allclose(attention(Q, K, V), alone, rtol=1e-13)
    assert_allclose(attention(Q, K[0], V[0])[0], attention(Q, K, V)[0], rtol=1e-13)


@settings(deadline=None)
@given(st.permutations(range(5)))
def test_pairs_of_key_and_value_have_no_order(order: list[int]) -> None:
    assert_allclose(attention(Q, K[:, order], V[:, order]), attention(Q, K, V), rtol=1e-13)


@settings(deadline=None)
@given(arrays(np.float64, (3, 2), elements=st.floats(-100, 100)))
def test_no_answer_lies_beyond_the_values(k: NDArray[np.float64]) -> None:
    values = np.array([[1.0, -5.0], [2.0, 0.0], [4.0, 3.0]])
    result = attention(k, k, values)
    assert (result >= values.min(axis=0) - 1e-12).all()
    assert (result <= values.max(axis=0) + 1e-12).all()


def test_the_root_keeps_the_spread_of_the_scores_whatever_the_dimension() -> None:
    wide = RANDOM.normal(size=(300, 400))
    values = np.eye(300)
    assert 0.5 < np.log(attention(wide[:1], wide[1:], values[1:])[0, 1:]).std() < 2


def test_what_the_mask_hides_has_no_influence() -> None:
    k, v = K.copy(), V.copy()
    k[:, 1:], v[:, 1:] = 100, 100
    mask = np.array([True, False, False, False, False])
    assert_array_equal(attention(Q, k, v, mask=mask), np.repeat(V[:, :1], 4, axis=1))


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("batch", [(), (0,), (2,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, batch: tuple[int, ...]) -> None:
    q, k, v = (np.ones((*batch, *rows), dtype=given_type) for rows in ((4, 3), (5, 3), (5, 6)))
    for result in (attention(q, k, v), attention(q, k, v, mask=BELOW)):
        assert (result.dtype, result.shape) == (np.dtype(type_back), (*batch, 4, 6))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_integer_counts_as_double_beside_single_precision(place: int) -> None:
    arguments = [np.ones((2, 2), dtype="int8" if place == i else "float32") for i in range(3)]
    assert attention(*arguments).dtype == np.float64


def test_leaves_its_arguments_alone() -> None:
    copies = Q.copy(), K.copy(), V.copy(), BELOW.copy()
    attention(*copies[:3], mask=copies[3])
    for copy, original in zip(copies, (Q, K, V, BELOW), strict=True):
        assert_array_equal(copy, original)


@pytest.mark.parametrize(
    ("q", "k", "v"),
    [
        ((4, 3), (5, 2), (5, 6)),
        ((4, 3), (5, 3), (4, 6)),
        ((3,), (5, 3), (5, 6)),
        ((4, 3), (3,), (5, 6)),
        ((4, 3), (5, 3), (5,)),
        ((4, 0), (5, 0), (5, 6)),
    ],
)
def test_shapes_that_do_not_fit_are_named(q: tuple[int, ...], k: tuple[int, ...], v: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"q, k and v must have shapes .*, not \(.*\), \(.*\) and \(.*\)"):
        attention(np.ones(q), np.ones(k), np.ones(v))


def test_what_the_mask_hides_may_be_beyond_the_floats() -> None:
    k = [[0.0, 0.0], [1e200, -1e200]]
    assert attention([[1e200, 1e200]], k, [[1.0], [2.0]], mask=[True, False]) == 1


def test_a_query_that_sees_no_key_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 4, 5\).*must be finite"):
        attention(Q, K, V, mask=np.arange(4)[:, np.newaxis] > 0)


def test_scores_beyond_the_floats_are_an_error() -> None:
    with pytest.raises(ValueError, match="must be finite"):
        attention([[1e200]], [[1e200], [0.0]], [[1.0], [2.0]])


def test_a_mask_of_numbers_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"mask must hold True .*, not float64"):
        attention(Q, K, V, mask=np.zeros((4, 5)))
