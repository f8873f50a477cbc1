from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from perplexity import perplexity

TEXTS = arrays(np.float64, (2, 4), elements=st.floats(1e-6, 1))


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch")
    scores = np.random.default_rng(0).normal(size=(5, 3))
    words = [2, 0, 0, 1, 2]
    loss = torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(words))
    shares = torch.softmax(torch.tensor(scores), dim=-1).numpy()
    assert_allclose(perplexity(shares[np.arange(5), words]), torch.exp(loss).item(), rtol=1e-12)


@pytest.mark.parametrize(
    ("p", "value"),
    [
        ([1], 1),
        ([0.25], 4),
        ([0.5, 0.125], 4),
        ([1, 1, 0.125], 2),
        ([0.1] * 1000, 10),
        ([1, 0], np.inf),
        ([5e-324], np.inf),
        ([[1, 0.25], [0.5, 0.5]], [2, 2]),
    ],
)
def test_values_known_in_closed_form(p: Any, value: Any) -> None:
    assert_allclose(perplexity(p), value, rtol=1e-12)


@settings(deadline=None)
@given(TEXTS)
def test_is_one_over_the_geometric_mean(p: NDArray[np.float64]) -> None:
    assert_allclose(perplexity(p), np.prod(p, axis=-1) ** (-1 / 4), rtol=1e-12)


@settings(deadline=None)
@given(TEXTS)
def test_lies_between_those_of_the_easiest_and_the_hardest_word(p: NDArray[np.float64]) -> None:
    easiest, hardest = 1 / p.max(axis=-1), 1 / p.min(axis=-1)
    assert (perplexity(p) >= easiest * (1 - 1e-12)).all()
    assert (perplexity(p) <= hardest * (1 + 1e-12)).all()


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(1,), (0, 3), (2, 3), (2, 4, 3)])
def test_keeps_type_and_drops_the_last_axis(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    result = perplexity(np.ones(shape, dtype=given_type))
    assert (result.dtype, result.shape) == (np.dtype(type_back), shape[:-1])


def test_leaves_its_argument_alone() -> None:
    p = np.array([0.5, 0.0])
    perplexity(p)
    assert_array_equal(p, [0.5, 0.0])


@pytest.mark.parametrize("p", [0.5, [], [[], []], [0.5, -1e-9], [1 + 1e-9], [np.nan]])
def test_what_holds_no_probabilities_is_an_error_that_names_the_shape(p: Any) -> None:
    with pytest.raises(ValueError, match=rf"N >= 1, and has shape \({', '.join(map(str, np.shape(p)))}"):
        perplexity(p)
