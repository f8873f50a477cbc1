"""Whether two quotes mark the same words, or one of them a part of the other's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import islice

import msgspec

from commonplace.merging.passages.slips import is_slip
from commonplace.merging.passages.words import LOST, Words
from commonplace.text import is_cjk, weight


class Likeness(IntEnum):
    """How two quotes are alike, the surest first."""

    EQUAL = 0
    """Under width, case, punctuation and white space."""
    RESTORED = 1
    """One holds the formulas that the other lost."""
    TRIMMED = 2
    """One lacks a little at its ends, as a finger slips when it selects."""
    SLIPPED = 3
    """But for slips of the finger or of character recognition."""
    PART = 4
    """One is a sentence or clause of the other."""


class _Span(msgspec.Struct, frozen=True):
    """Where a quote stands in the key of a longer one."""

    start: int
    end: int


_TRIMMED_SHARE = 0.2
_TRIMMED_WEIGHT = 30.0  # Twelve Chinese characters: what is longer was left out on purpose.
_LONGEST_LOSS = 80.0  # What one lost formula stands for, in Latin letters.
_CJK_LOSS = 5.0  # A Chinese character weighs that much in a formula: it seldom holds any.
_LEAST_SEAM = 4  # Letters on which two damaged texts must meet.
_SLOPPY = 2  # Letters by which a selected clause may miss its border.
_SHORT_CLAUSE = 12.5  # Five Chinese characters, one of them a verb.
_LONG_CLAUSE = 45.0  # Eighteen Chinese characters without a verb that is known here are a clause all the same.
_TRIED = 8  # Occurrences of a beginning in the longer text.

_NEGATIONS = re.compile(r"(?:[不没非未无勿莫别]|\b(?:not|no|never|non|without|hardly|cannot|n['’]t))[^\w]*$")
_CONNECTIVE = re.compile(
    r"(?:这是因为|这是由于|也就是说|换句话说|换言之|具体来说|一般来说|在这个意义上|这样一来|我们可以说|可以说|由此可见|因为|由于|因此|因而|所以|于是"
    r"|但是|然而|不过|而且|并且|那么|那就是说|即|则|而|但|并|且|也|又|就|其中|此外|另外"
    r"|thatis|inotherwords|because|therefore|hence|thus|so|and|but|however|that|then|since|here|where|which|in"
    r"particular|notethat|moreover)"
)
# Words that a clause has and a term has not.
_VERB = re.compile(
    r"是|即为|称为|称作|叫[做作]|成为|作为|化为|为了|[没含具都只仅还]有|有[一两几三多些]|可以|能够|不[是能会再必到同]|只能|才能|就能|会[使让把被在变]"
    r"|使得|把|将|被|让|得到|得出|给出|求出|写成|表示|意味|说明|等于|指的|需要|必须|应该|要[求是把用]|就|都|也|了|吗|呢|若|如果|只要|这[个样种些时就]"
    r"|决定|取决于|依赖于|满足|具有|导致|引起|提供|属于|对应于|衡量|保证|记[作为]|相当于|乘以|除以|加上|减去|走|变[大小快慢长短成]|指[着向出]|朝"
    r"|那[么个样]|它|我们|你|什么|怎么|如何|为何|多少|几乎|往往|通常|因为|所以"
    r"|\b(?:is|are|was|were|be|been|has|have|had|does|did|can|could|will|would|may|might|must|shall|should|let|gives"
    r"|makes|takes|means|shows|says|becomes|needs|tells|goes|holds|moves|turns|lies|follows|keeps|costs|depends"
    r"|we|it|they|you|he|she|this|there|which|who|that|when|where|while|if|because|how|what|why)\b"
)
_SENTENCE_MARK = re.compile(r"[。!?;…]|\.(?!\d)")


def likeness(one: Words, other: Words) -> Likeness | None:
    """How two quotes of one source are alike; None if they mark different words."""
    if one.key == other.key:
        return Likeness.EQUAL if one.is_telling or _is_short_clause(one) else None
    if not (one.is_telling and other.is_telling):
        return None
    short, long = sorted((one, other), key=lambda words: (words.weight, words.key))
    span = _place(short, long)
    if span is not None:
        return _held(long, span)
    if _overlap(short, long) or _overlap(long, short):
        return Likeness.TRIMMED
    return Likeness.SLIPPED if is_slip(short, long) else None


def _is_short_clause(words: Words) -> bool:
    """Whether a short text says something, where a term only names it."""
    return words.weight >= _SHORT_CLAUSE and bool(_VERB.search(words.text))


def _held(long: Words, span: _Span) -> Likeness | None:
    """What it means that a quote stands within `long`."""
    left = weight(long.key[: span.start].replace(LOST, "")) + weight(long.key[span.end :].replace(LOST, ""))
    if not left:
        return Likeness.RESTORED
    if _is_negated(long, span.start):
        return None
    if left <= min(_TRIMMED_SHARE * long.weight, _TRIMMED_WEIGHT):
        return Likeness.TRIMMED
    return Likeness.PART if _is_clause(long, span) else None


def _is_negated(long: Words, start: int) -> bool:
    return bool(start and _NEGATIONS.search(long.text[: long.places[start]]))


def _is_clause(long: Words, span: _Span) -> bool:
    """Whether a stretch of `long` is a sentence or clause of it, rather than a term or a heading within one."""
    start, end = _clause_start(long, span.start), _clause_end(long, span.end)
    if start is None or end is None:
        return False
    text = long.text[long.places[span.start] : long.places[span.end - 1] + 1]
    if _VERB.search(text) or weight(long.key[span.start : span.end]) >= _LONG_CLAUSE:
        return True
    opened = not start or _SENTENCE_MARK.search(long.before(start))
    return bool(opened and _SENTENCE_MARK.search(long.after(end)))


def _clause_start(long: Words, place: int) -> int | None:
    for start in range(place, max(place - _SLOPPY, 0) - 1, -1):
        if long.is_border(start):
            return start
    for start in range(place - _SLOPPY, max(place - 16, 0) - 1, -1):
        if long.is_border(start):
            return start if _CONNECTIVE.fullmatch(long.key[start:place]) else None
    return None


def _clause_end(long: Words, place: int) -> int | None:
    return next((end for end in range(place, min(place + _SLOPPY, len(long.key)) + 1) if long.is_border(end)), None)


def _place(short: Words, long: Words) -> _Span | None:
    """Where `short` stands in `long`, whatever either of them lost."""
    found = long.key.find(short.key)
    if found >= 0:
        return _Span(found, found + len(short.key))
    if LOST in short.key:
        return _restored(short.key, long.key)
    return _through(short.key, long.key) if LOST in long.key else None


def _restored(damaged: str, whole: str) -> _Span | None:
    """Where `whole` holds the pieces of `damaged` in order: all of it if it can be, else the tightest stretch."""
    first, *others = re.split(f"{LOST}+", damaged)
    pieces = [piece for piece in (first, *others) if piece]
    inner = len(pieces) - 1
    if not pieces or len(pieces[0]) + len(pieces[-1]) > len(whole) + (len(pieces[0]) if not inner else 0):
        return None
    spans = (_pieces_from(pieces, whole, start) for start in islice(_places_of(pieces[0], whole), _TRIED))
    found = [span for span in (_to_the_end(pieces, whole), *spans) if span and _is_small_loss(pieces, whole, span)]
    if not found:
        return None
    best = min(found, key=lambda span: (span.start != 0 or span.end != len(whole), span.end - span.start))
    return _Span(
        0 if damaged.startswith(LOST) and _is_formula(whole[: best.start]) else best.start,
        len(whole) if damaged.endswith(LOST) and _is_formula(whole[best.end :]) else best.end,
    )


def _places_of(piece: str, whole: str) -> Iterator[int]:
    place = whole.find(piece)
    while place >= 0:
        yield place
        place = whole.find(piece, place + 1)


def _pieces_from(pieces: list[str], whole: str, start: int) -> _Span | None:
    place = start
    for piece in pieces:
        found = whole.find(piece, place)
        if found < 0:
            return None
        place = found + len(piece)
    return _Span(start, place)


def _to_the_end(pieces: list[str], whole: str) -> _Span | None:
    """The whole text, if the pieces begin and end it."""
    if not (whole.startswith(pieces[0]) and whole.endswith(pieces[-1])):
        return None
    span = _pieces_from(pieces[:-1], whole, 0)
    fits = span is not None and span.end <= len(whole) - len(pieces[-1])
    return _Span(0, len(whole)) if fits else None


def _is_small_loss(pieces: list[str], whole: str, span: _Span) -> bool:
    """Whether the formulas that are missing between the pieces are as long as formulas are."""
    rest = whole[span.start : span.end]
    cjk = sum(map(is_cjk, rest)) - sum(is_cjk(letter) for piece in pieces for letter in piece)
    others = len(rest) - sum(map(len, pieces)) - cjk
    solid = sum(map(len, pieces))
    return others + _CJK_LOSS * cjk <= _LONGEST_LOSS * max(len(pieces) - 1, 1) and cjk <= solid / 2


def _is_formula(text: str) -> bool:
    """Whether `text` may be what stood at the end of a selection as a formula."""
    return len(text) + _CJK_LOSS * sum(map(is_cjk, text)) <= _LONGEST_LOSS / 4


def _through(short: str, long: str) -> _Span | None:
    """Where the undamaged `short` stands in the damaged `long`, its formulas where that lost them."""
    runs = [match.span() for match in re.finditer(f"[^{LOST}]+", long)]
    for number, (start, end) in enumerate(runs):
        for place in range(max(start, end - len(short)), end - _LEAST_SEAM + 1):
            if short.startswith(long[place:end]):
                stop = _onward(short, end - place, long, runs[number + 1 :])
                if stop is not None:
                    return _Span(place, stop)
    return None


def _onward(short: str, place: int, long: str, runs: list[tuple[int, int]]) -> int | None:
    """Where in `long` the rest of `short` ends, if it goes on from `place` over what `long` lost."""
    for start, end in runs:
        piece = long[start:end]
        reach = place + int(_LONGEST_LOSS)
        found = short.find(piece, place, reach + len(piece))
        if found >= 0 and not _is_foreign(short[place:found]):
            place = found + len(piece)
            if place == len(short):
                return end
            continue
        for tail in range(place, min(reach, len(short) - _LEAST_SEAM) + 1):
            if piece.startswith(short[tail:]) and not _is_foreign(short[place:tail]):
                return start + len(short) - tail
        return None
    return None


def _is_foreign(text: str) -> bool:
    """Whether `text` is too long for one formula."""
    return len(text) + _CJK_LOSS * sum(map(is_cjk, text)) > _LONGEST_LOSS


def _overlap(one: Words, other: Words) -> bool:
    """Whether `other` goes on where `one` ends, and they share all but a little of both."""
    least = int(min(len(one.key), len(other.key)) * (1 - _TRIMMED_SHARE))
    for place in islice(_places_of(other.key[:_LEAST_SEAM], one.key), _TRIED):
        common = one.key[place:]
        if len(common) >= least and other.key.startswith(common) and not _is_negated(one, place):
            ends = (weight(one.key[:place]), weight(other.key[len(common) :]))
            if all(end <= min(_TRIMMED_SHARE * weight(common), _TRIMMED_WEIGHT) for end in ends):
                return True
    return False
