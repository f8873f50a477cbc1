"""The words of a quote, apart from how they are written: width, case, punctuation and white space do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

import msgspec

from commonplace.text import is_cjk, weight

LOST = "\ufffc"
"""Stands in a key for each formula or picture that an app lost: it matches anything."""

_LOST_SIGNS = re.compile(r"\s*(?:\[(?:插图|图片)\]|\ufffc)")
# Signs of mathematics are words here: a + b is not a × b. Hyphens and minus signs are one, as exports mix them up.
_UNSAID = re.compile(r"(?:[^\w+=<>±×÷√∂∇∑∏∫∞\u2190-\u2211\u2213-\u22ff\ufffc]|[_·])+")
_CLAUSE_MARK = re.compile(r"[,.;:!?。;:—…\n(\[\"“”‘’「」『』)\]]")
_NO_CLAUSE_MARK = re.compile(r"(?<=\d)[.,](?=\d)|(?<=[^\W\d_])['’.](?=[^\W\d_])")
_LEAST_TELLING = 20.0  # Eight Chinese characters or twenty Latin letters.


class Words(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A quote, ready to be compared.

    Attributes
    ----------
    text : str
        The quote with compatibility forms folded (NFKC) and in lower case; ``LOST`` stands for what an app lost.
    key : str
        Its letters, digits, signs of mathematics and ``LOST`` alone: two quotes with one key are the same words.
    """

    text: str
    key: str

    @cached_property
    def solid(self) -> str:
        """The key without what was lost."""
        return self.key.replace(LOST, "")

    @cached_property
    def weight(self) -> float:
        """How much it says, in Latin letters."""
        return weight(self.solid)

    @property
    def is_telling(self) -> bool:
        """Whether it says enough to be known by its words: short ones are marked in many places."""
        return self.weight >= _LEAST_TELLING

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each character of the key stands in the text."""
        unsaid = {place for gap in _UNSAID.finditer(self.text) for place in range(*gap.span())}
        return tuple(place for place in range(len(self.text)) if place not in unsaid)

    def before(self, place: int) -> str:
        """What stands in the text between the character of the key at `place` and the one before it."""
        start = self.places[place - 1] + 1 if place else 0
        return self.text[start : self.places[place]]

    def after(self, place: int) -> str:
        """What stands in the text behind the character of the key before `place`."""
        end = self.places[place] if place < len(self.places) else len(self.text)
        return self.text[self.places[place - 1] + 1 : end]

    def is_border(self, place: int) -> bool:
        """Whether a clause begins or ends before the character of the key at `place`."""
        if place in (0, len(self.key)):
            return True
        start, end = self.places[place - 1], self.places[place]
        around = self.text[start : end + 1]
        return bool(_CLAUSE_MARK.search(around)) and not _NO_CLAUSE_MARK.fullmatch(self.text, start + 1, end)

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """For each character of the key, the word of Latin letters that holds it, as places in the key."""
        found: list[tuple[int, int]] = []
        start = 0
        for place in range(len(self.key)):
            if place and not self._in_one_word(place):
                found.extend([(start, place)] * (place - start))
                start = place
        found.extend([(start, len(self.key))] * (len(self.key) - start))
        return tuple(found)

    def _in_one_word(self, place: int) -> bool:
        one, other = self.key[place - 1], self.key[place]
        joined = self.places[place] == self.places[place - 1] + 1
        return joined and one.isalpha() and other.isalpha() and not (is_cjk(one) or is_cjk(other))


def words_of(quote: str) -> Words:
    """The words of `quote`."""
    plain = quote if unicodedata.is_normalized("NFKC", quote) else unicodedata.normalize("NFKC", quote)
    text = _LOST_SIGNS.sub(LOST, plain.casefold())
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)  # Folding case can leave marks in another order.
    return Words(text=text, key=_UNSAID.sub("", text))
