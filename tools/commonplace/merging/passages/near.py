"""Which of many texts may be alike: those that share a stretch of letters, found without comparing all pairs.

From each window of places one gram is taken, the one with the smallest hash (winnowing), so that two texts with a
stretch of six Chinese characters or fifteen Latin letters in common share one. Two texts are only compared if they
share a good part of those grams that are rare; a text that has none but common ones is compared with those next to it
in reading order. All of it grows like sorting does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from commonplace.merging.passages.words import LOST

_CJK_GRAM, _CJK_WINDOW = 4, 3
_GRAM, _WINDOW = 8, 8
_COMMON = 24
"""A gram that more texts share says little."""
_LEAST_SHARED = 0.25
"""Of the rare grams of the text that has fewer: a lost formula or a slip spoils a few."""

_FIRST_CJK = 0x2E80
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_Hashes = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]


def near(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places in `keys` that share a gram, each once, in order."""
    if len(keys) < 2:  # noqa: PLR2004  # A pair.
        return []
    codes = np.frombuffer("".join(keys).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
    cjk = codes >= _FIRST_CJK
    grams = (
        _winnowed(codes, owner, cjk, size=_CJK_GRAM, window=_CJK_WINDOW),
        _winnowed(codes, owner, ~cjk, size=_GRAM, window=_WINDOW),
    )
    hashes, owners = (np.concatenate(told) for told in zip(*grams, strict=True))
    found = _sharing(hashes, owners, count=len(keys))
    return list(zip((found // len(keys)).tolist(), (found % len(keys)).tolist(), strict=True))


def _winnowed(
    codes: _Hashes, owner: _Places, told: npt.NDArray[np.bool_], *, size: int, window: int
) -> tuple[_Hashes, _Places]:
    """Hashes of grams with their texts: of each window of places the smallest."""
    length = len(codes) - size + 1
    if length <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    hashes = np.zeros(length, np.uint64)
    counted = np.zeros(length, np.int64)
    whole = owner[:length] == owner[size - 1 :]
    for place in range(size):
        hashes = (hashes ^ codes[place : place + length]) * _FACTOR
        hashes ^= hashes >> np.uint64(29)
        counted += told[place : place + length]
        whole &= codes[place : place + length] != ord(LOST)
    # A gram of Chinese may hold a Latin letter or two; a Latin one is Latin throughout.
    valid = whole & (counted >= (size // 2 if size == _CJK_GRAM else size))
    most = np.iinfo(np.uint64).max
    ranked = np.where(valid, hashes, most)
    padded = np.concatenate([ranked, np.full(window - 1, most, np.uint64)])
    views = np.lib.stride_tricks.sliding_window_view(padded, window)
    chosen = np.unique(views.argmin(axis=1) + np.arange(length))
    chosen = chosen[(chosen < length)]
    chosen = chosen[valid[chosen]]
    return hashes[chosen], owner[chosen]


def _sharing(hashes: _Hashes, owner: _Places, *, count: int) -> _Places:
    """Pairs of texts that share enough, as ``one * count + other``."""
    order = np.lexsort((owner, hashes))
    hashes, owner = hashes[order], owner[order]
    once = np.ones(len(hashes), dtype=bool)
    once[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    hashes, owner = hashes[once], owner[once]
    sizes = np.unique_counts(hashes).counts if len(hashes) else np.empty(0, np.int64)
    rare = np.repeat(sizes <= _COMMON, sizes)
    told = np.bincount(owner[rare], minlength=count)
    pairs, shared = np.unique(_next_to(hashes[rare], owner[rare], count), return_counts=True)
    fewer = np.minimum(told[pairs // count], told[pairs % count])
    common = _next_to(hashes[~rare], owner[~rare], count)
    untold = np.minimum(told[common // count], told[common % count]) == 0
    return np.unique(np.concatenate([pairs[shared >= _LEAST_SHARED * fewer], common[untold]]))


def _next_to(hashes: _Hashes, owner: _Places, count: int) -> _Places:
    """Pairs of texts with a hash in common that stand next to each other or nearly so."""
    pairs = [np.empty(0, np.int64)]
    for step in range(1, min(_COMMON, len(hashes))):
        same = hashes[step:] == hashes[:-step]
        if not same.any():
            break
        pairs.append(owner[:-step][same] * count + owner[step:][same])
    return np.concatenate(pairs)
