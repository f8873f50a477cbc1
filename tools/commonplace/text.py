"""Comparing texts as readers do: regardless of width, case, spacing and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_CJK = "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
"""A character that is written without spaces."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_DASHES = "-_\u2010\u2011\u2012\u2013\u2014\u2015"


@cache  # Not at import: to compile so many characters takes longer than all else that the shortest commands do.
def _cjk() -> re.Pattern[str]:
    return re.compile(_CJK)


@cache
def _space_beside_cjk() -> re.Pattern[str]:
    return re.compile(rf" (?:(?={_CJK})|(?<={_CJK} ))")


def letters_only(text: str) -> str:
    """Fold `text` to its letters and digits, for telling whether two texts are the same words."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def folded(text: str) -> str:
    """Fold `text` for finding terms in it: width, case and dashes, and no space beside a Chinese character."""
    plain = unicodedata.normalize("NFKC", without_surrogates(text)).casefold()
    for dash in _DASHES:
        plain = plain.replace(dash, " ")
    spaced = " ".join(plain.split())
    return spaced if spaced.isascii() else _space_beside_cjk().sub("", spaced)


@lru_cache(maxsize=4096)
def is_cjk(character: str) -> bool:
    """Whether `character` is written without spaces between words."""
    return bool(_cjk().match(character))


def weight(text: str) -> float:
    """How much `text` says, in Latin letters: one Chinese character says about as much as two and a half."""
    return len(text) + 1.5 * len(_cjk().findall(text))


def without_surrogates(text: str) -> str:
    """Put U+FFFD for halves of characters, which JSON can hold and UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def one_line(text: str) -> str:
    """Fold white space to single spaces."""
    return " ".join(text.split())


def in_paragraphs(*parts: str) -> str:
    """Those of `parts` that say anything, with an empty line between."""
    return "\n\n".join(filter(None, parts))


def shortened(line: str, most: int) -> str:
    """The beginning of a line, up to the end of a word, where it is longer than so many characters."""
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    words, _, cut = kept.rpartition(" ")
    if not line[most - 1].isspace() and words and len(cut) < most // 3 and not any(map(is_cjk, cut)):
        kept = words
    return kept.rstrip(" ,;，；、") + "…"


def same_line(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space."""
    return one == other or one_line(one) == one_line(other)
