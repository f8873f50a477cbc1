from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neural_network import parameter_count


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_counts_the_entries_of_matrices_and_vectors(sizes: list[int]) -> None:
    weights = [np.zeros((m, n)) for n, m in pairwise(sizes)]
    biases = [np.zeros(m) for m in sizes[1:]]
    assert parameter_count(sizes) == sum(w.size + b.size for w, b in zip(weights, biases, strict=True))


@pytest.mark.parametrize(
    ("sizes", "count"), [([1], 0), ([1, 1], 2), ([5, 1], 6), ([1, 5], 10), ([2, 3, 1], 13), ([12, 3, 2], 47)]
)
def test_counts_known_by_hand(sizes: list[int], count: int) -> None:
    assert parameter_count(sizes) == count


def test_is_exact_beyond_the_integers_of_numpy() -> None:
    assert parameter_count([10**12, 10**12]) == 10**24 + 10**12
    assert parameter_count(list(np.array([2**31, 2**33]))) == 2**64 + 2**33


def test_agrees_with_torch() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    network = torch.nn.Sequential(torch.nn.Linear(12, 3), torch.nn.Sigmoid(), torch.nn.Linear(3, 2))
    assert parameter_count([12, 3, 2]) == sum(each.numel() for each in network.parameters())


@pytest.mark.parametrize("sizes", [[], [3, 0], [0], [2, -1, 2], [2.5, 1]])
def test_layers_without_neurons_are_an_error(sizes: list[int]) -> None:
    with pytest.raises(ValueError, match=r"whole number of neurons, at least 1, not \["):
        parameter_count(sizes)
