"""How a teacher's answer becomes numbers that an output can be compared with."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating]


def one_hot(labels: ArrayLike, classes: int) -> FloatArray:
    r"""
    Write each label as a vector with a 1 at its class and 0 everywhere else.

    Computes :math:`t_{ik} = \mathbb{1}[k = c_i]` with classes that count from 0.

    Parameters
    ----------
    labels : array_like of int, of any shape
        The class of each example, from 0 to `classes` - 1.
    classes : int
        How many classes there are; not all of them need occur.

    Returns
    -------
    ndarray of shape (..., classes)
        The target vectors, in float64.

    Raises
    ------
    ValueError
        If there is no class, or a label is not a whole number from 0 to `classes` - 1.

    Notes
    -----
    The numbers of the classes are names: 2 is not twice 1. As vectors, all classes are equally far apart [1]_. A label
    of -1 is an error here, where an index into an array would quietly mean the last class.

    References
    ----------
    .. [1] Bishop, Pattern Recognition and Machine Learning, Springer 2006, chapter 4.

    Examples
    --------
    >>> one_hot([2, 0], 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    >>> one_hot([[0, 0]], 1).tolist()
    [[[1.0], [1.0]]]
    """
    labels = np.asarray(labels)
    if classes < 1:
        raise ValueError(f"there must be at least one class, not {classes}")
    with np.errstate(invalid="ignore"):  # infinity has no remainder, and is no label either
        known = (labels >= 0) & (labels < classes) & (labels % 1 == 0)
    if not known.all():
        raise ValueError(f"labels of shape {labels.shape} must be whole numbers from 0 to {classes - 1}")
    return np.asarray(labels[..., np.newaxis] == np.arange(classes), dtype=np.float64)
