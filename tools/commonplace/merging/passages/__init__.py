"""Passages: annotations of one source, from different copies of it, that mark the same words are shown as one.

They are joined, not merged: each keeps its place, date and comment. `likeness` says what is the same; here is decided
which of several candidates an annotation belongs to. Within one copy the same words elsewhere are another place, so a
passage holds at most one witness from each copy, and parts of it that do not hold one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from commonplace.merging.passages.alike import Likeness, likeness
from commonplace.merging.passages.lexicon import Lexicon
from commonplace.merging.passages.words import LOST, Words, words_of
from commonplace.model import Annotation, Passage, TextQuoteSelector

_CONTEXT = 8  # Letters before and behind a quote that place it.
_MOST_EQUAL = 64  # Copies of the same words that each is compared with.
_STRAY = tuple(",.;:!?。、;:)」』”’")


class _Group(msgspec.Struct, eq=False, dict=True):
    """What becomes a passage: places of annotations, those that mark all of it and those that mark a part."""

    witnesses: list[int]
    parts: list[int] = msgspec.field(default_factory=list)
    within: _Group | None = None

    def root(self) -> _Group:
        """The group that this one is a part of, or itself."""
        group = self
        while group.within is not None:
            group = group.within
        return group


def passages_of(annotations: Iterable[Annotation]) -> tuple[Passage, ...]:
    """Join the annotations of one source, given in reading order, into passages in the order of their first witness."""
    marked = tuple(annotations)
    words = [words_of(annotation.quote) for annotation in marked]
    copies = [(annotation.importer, annotation.document.key) for annotation in marked]
    groups = [_Group([place]) for place in range(len(marked))]
    if len(set(copies)) > 1:
        alike = sorted(_alike(marked, words, copies))
        _join_witnesses(groups, [pair for pair in alike if pair[0] is not Likeness.PART], copies)
        _join_parts(groups, [pair for pair in alike if pair[0] is Likeness.PART], copies, words)
    whole = [group for place, group in enumerate(groups) if group.within is None and group.witnesses[0] == place]
    return tuple(_passage(group, marked, words) for group in whole)


_Pair = tuple[Likeness, int, int, int]
"""How two are alike, how much one of them has more, and their places."""


def _alike(marked: Sequence[Annotation], words: Sequence[Words], copies: Sequence[object]) -> Iterator[_Pair]:
    known = set()
    lexicon = Lexicon(words)
    for one, other in (*_equal(words), *_near(words)):
        if copies[one] != copies[other] and (one, other) not in known:
            known.add((one, other))
            found = likeness(words[one], words[other])
            if found is None and words[one].key == words[other].key and _one_place(marked[one], marked[other]):
                found = Likeness.EQUAL
            if found is Likeness.SLIPPED and lexicon.knows_both(words[one], words[other]):
                found = None
            if found is not None:
                yield found, abs(len(words[one].key) - len(words[other].key)), one, other


def _equal(words: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Pairs of the same words; of many, each with those next to it."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for place, told in enumerate(words):
        if told.solid:
            by_key[told.key].append(place)
    for places in by_key.values():
        for number, one in enumerate(places):
            yield from ((one, other) for other in places[number + 1 : number + 1 + _MOST_EQUAL])


def _near(words: Sequence[Words]) -> Iterator[tuple[int, int]]:
    from commonplace.merging.passages.near import near  # noqa: PLC0415  # With numpy, which most books do not need.

    telling = [place for place, told in enumerate(words) if told.is_telling]
    for one, other in near([words[place].key for place in telling]):
        yield telling[one], telling[other]


def _one_place(one: Annotation, other: Annotation) -> bool:
    """Whether the same words stand before and behind both."""
    contexts = [_context(annotation) for annotation in (one, other)]
    return contexts[0] == contexts[1] and all(len(side) == _CONTEXT for side in contexts[0])


def _context(annotation: Annotation) -> tuple[str, str]:
    for selector in annotation.selectors:
        if isinstance(selector, TextQuoteSelector):
            return words_of(selector.prefix).key[-_CONTEXT:], words_of(selector.suffix).key[:_CONTEXT]
    return "", ""


def _join_witnesses(groups: list[_Group], alike: Iterable[_Pair], copies: Sequence[object]) -> None:
    """Join those that mark the same words, the surest first; where a copy has them twice, in the order of reading."""
    for _, _, one, other in alike:
        here, there = groups[one], groups[other]
        if here is there or {copies[w] for w in here.witnesses} & {copies[w] for w in there.witnesses}:
            continue
        here.witnesses = sorted((*here.witnesses, *there.witnesses))
        for witness in there.witnesses:
            groups[witness] = here


def _join_parts(
    groups: Sequence[_Group], alike: Iterable[_Pair], copies: Sequence[object], words: Sequence[Words]
) -> None:
    """Put what is a part of a passage into it: into the shortest, where several hold it."""
    for _, _, one, other in alike:
        short, long = sorted((one, other), key=lambda place: (words[place].weight, words[place].key))
        part, whole = groups[short].root(), groups[long].root()
        if part is whole or part is not groups[short]:
            continue
        if _is_room(part, whole, copies, words):
            part.within = whole
            whole.parts = sorted((*whole.parts, *part.witnesses, *part.parts))


def _is_room(part: _Group, whole: _Group, copies: Sequence[object], words: Sequence[Words]) -> bool:
    """Whether no copy then has the same words twice in one passage: those are two places."""
    if {copies[place] for place in part.witnesses} & {copies[place] for place in whole.witnesses}:
        return False
    return not any(
        copies[one] == copies[other] and (words[one].key in words[other].key or words[other].key in words[one].key)
        for one in part.witnesses
        for other in whole.parts
    )


def _passage(group: _Group, marked: Sequence[Annotation], words: Sequence[Words]) -> Passage:
    best = min(group.witnesses, key=lambda place: _damage(words[place]))
    return Passage(
        annotations=tuple(marked[place] for place in (*group.witnesses, *group.parts)),
        quote=marked[best].quote,
        parts=frozenset(marked[place].id for place in group.parts),
    )


def _damage(words: Words) -> tuple[int, int, bool, int]:
    """What makes a text the worse of two: losses, trimmed ends, the end of another sentence before it."""
    losses = words.key.count(LOST) + words.text.count("\ufffd")
    return (losses, -len(words.key), words.text[:1] in _STRAY, -len(words.text))
