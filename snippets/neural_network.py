"""How many parameters a network has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def parameter_count(sizes: Sequence[int]) -> int:
    r"""
    Count the weights and biases of a network whose layers are fully connected.

    Computes :math:`\sum_{l=1}^{L} (n_{l-1} + 1)\,n_l`.

    Parameters
    ----------
    sizes : sequence of int
        Neurons of each layer :math:`n_0, \ldots, n_L`, the input layer first and the output layer last.

    Returns
    -------
    int
        For each neuron behind the input layer, one weight for every neuron of the layer before, and one bias.

    Raises
    ------
    ValueError
        If there is no layer, or a size is no whole number from 1.

    Notes
    -----
    Python's integers have no largest one, so that the count is exact. The network of the second example is the first
    one that [1]_ trains.

    References
    ----------
    .. [1] Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 1.

    Examples
    --------
    >>> parameter_count([2, 3, 1])
    13
    >>> parameter_count([784, 30, 10]), parameter_count([784])
    (23860, 0)
    """
    if not len(sizes) or any(size < 1 or size != int(size) for size in sizes):
        raise ValueError(f"each layer must have a whole number of neurons, at least 1, not {list(sizes)}")
    return sum((int(before) + 1) * int(size) for before, size in pairwise(sizes))
