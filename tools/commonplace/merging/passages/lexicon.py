"""The words that a source uses: what stands in it elsewhere too is no slip.

A reader of 梯度 and of 散度 does not take one for the other's slip where the book speaks of both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from commonplace.merging.passages.words import Words

_LATIN = re.compile(r"[a-z\u00c0-\u024f]{2,}")
_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")


class Lexicon:
    """How many of `texts` hold each word: of Chinese, each two characters that stand together."""

    def __init__(self, texts: Sequence[Words]) -> None:
        self._texts = texts

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(term for words in self._texts for term in _terms(words))

    def knows_both(self, one: Words, other: Words) -> bool:
        """Whether the words by which two texts of one length differ stand in other texts too, on both sides."""
        if len(one.key) != len(other.key):
            return False
        here, there = _terms(one), _terms(other)
        return self._is_known(here - there) and self._is_known(there - here)

    def _is_known(self, terms: set[str]) -> bool:
        return any(self._counts[term] > 1 for term in terms)


def _terms(words: Words) -> set[str]:
    return {*_LATIN.findall(words.text), *_PAIR.findall(words.text)}
