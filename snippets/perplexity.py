"""The perplexity of a language model."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def perplexity(p: ArrayLike) -> FloatArray:
    r"""
    Tell among how many equally probable words a model seems to choose at each place of a text.

    Computes :math:`\mathrm{PP} = \exp(-\frac{1}{N} \sum_{i=1}^{N} \ln p_i)` along the last axis.

    Parameters
    ----------
    p : array_like of shape (..., N)
        The probability that the model gave to each word of the text, knowing the words before it.

    Returns
    -------
    ndarray of shape (...)
        The perplexity of each text, at least 1; infinite if a word was called impossible.

    Raises
    ------
    ValueError
        If there is no word, or a number is no probability.

    Notes
    -----
    The product of the probabilities of a long text underflows; the mean of their logarithms does not. Its exponential
    is the reciprocal of their geometric mean [1]_.

    References
    ----------
    .. [1] Jelinek, Mercer, Bahl and Baker, Perplexity - a measure of the difficulty of speech recognition tasks,
       Journal of the Acoustical Society of America 62(S1), 1977, page S63.

    Examples
    --------
    >>> perplexity([[0.25, 0.25, 0.25], [1.0, 0.5, 0.25]]).round(6).tolist()
    [4.0, 2.0]
    >>> np.log10(perplexity([[1e-300, 1e-300, 1.0], [1.0, 1.0, 0.0]])).round(6).tolist()
    [200.0, inf]
    """
    p = np.asarray(p) / 1  # integers become float64, other types stay
    if p.ndim == 0 or p.shape[-1] == 0 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"p must hold probabilities, in shape (..., N) with N >= 1, and has shape {p.shape}")
    with np.errstate(divide="ignore", over="ignore"):  # log 0 is minus infinity, and its exponential beyond the floats
        return np.asarray(np.exp(-np.log(p).mean(axis=-1)))
