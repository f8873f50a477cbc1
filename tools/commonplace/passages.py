"""Passages: annotations of one source, from different documents, that mark the same words are shown as one.

They are joined, not merged: each keeps its place, date and comment. A formula that an app lost (``[插图]``) matches
whatever the other app has there. Short texts are never joined: the same word is marked in many places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from commonplace.model import Annotation, Passage
from commonplace.text import letters_only, weight

_LOST = re.compile(r"\[插图\]|\[图片\]|\ufffc")
_LEAST_TELLING = 20.0  # Eight Chinese characters or twenty Latin letters.
_LONGEST_LOSS = 80  # Letters that one lost formula stands for, on average.


def passages_of(annotations: Iterable[Annotation]) -> tuple[Passage, ...]:
    """Join the annotations of one source, given in reading order, into passages in the order of their first witness."""
    groups: list[list[Annotation]] = []
    by_words: dict[str, list[list[Annotation]]] = defaultdict(list)
    damaged: list[list[Annotation]] = []
    for annotation in annotations:
        home = _home(annotation, by_words, damaged)
        if home is not None:
            home.append(annotation)
            continue
        group = [annotation]
        groups.append(group)
        if _is_telling(annotation.quote):
            by_words[letters_only(annotation.quote)].append(group)
            if _LOST.search(annotation.quote):
                damaged.append(group)
    return tuple(Passage(annotations=tuple(group), quote=_best_quote(group)) for group in groups)


def _home(
    annotation: Annotation, by_words: dict[str, list[list[Annotation]]], damaged: Sequence[list[Annotation]]
) -> list[Annotation] | None:
    """The passage that marks the same words in another document of the source, if there is one."""
    quote = annotation.quote
    if not _is_telling(quote):
        return None
    candidates = list(by_words.get(letters_only(quote), ()))
    candidates += [group for group in damaged if _completes(quote, group[0].quote)]
    if _LOST.search(quote):
        candidates += [g for groups in by_words.values() for g in groups if _completes(g[0].quote, quote)]
    for group in candidates:
        if all(_copy_of(witness) != _copy_of(annotation) for witness in group):
            return group
    return None


def _copy_of(annotation: Annotation) -> tuple[str, str]:
    """The copy of the source that it was made in: within one, the same words elsewhere are another place."""
    return (annotation.importer, annotation.document.key)


def _is_telling(quote: str) -> bool:
    return weight(letters_only(_LOST.sub("", quote))) >= _LEAST_TELLING


def _completes(whole: str, damaged: str) -> bool:
    """Whether `damaged` is `whole` with some formulas lost: its pieces stand there in order, from start to end."""
    pieces = [letters_only(piece) for piece in _LOST.split(damaged)]
    first, *middle = pieces
    text = letters_only(_LOST.sub("", whole))
    if not middle or not text.startswith(first) or not text.endswith(pieces[-1]):
        return False
    last = middle.pop()
    place, end = len(first), len(text) - len(last)
    if not 0 <= len(text) - sum(map(len, pieces)) <= _LONGEST_LOSS * (len(pieces) - 1):
        return False
    for piece in middle:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return place <= end


def _best_quote(group: Sequence[Annotation]) -> str:
    """The least damaged text; the longest of those, because apps trim ends."""
    return min((annotation.quote for annotation in group), key=lambda quote: (len(_LOST.findall(quote)), -len(quote)))
