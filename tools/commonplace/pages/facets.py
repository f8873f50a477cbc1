"""What lists ask of a source before they show any of its passages: which stand where, by their numbers, and how many.

A number is the place of a passage in its source, from 0. Facets are small, so that those of all sources can be at hand
where the passages of few are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

import msgspec

from commonplace.cards import card_places
from commonplace.concepts.backlinks import named_in
from commonplace.model import Passage
from commonplace.pages.brief import brief
from commonplace.pages.published import Published
from commonplace.questions import asks

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CHAPTERS = 4
"""Of a day so many are kept: one more than the timeline names."""


class OnConcept(msgspec.Struct, frozen=True, array_like=True):
    """The passages of a source on one concept.

    Attributes
    ----------
    main : tuple of int
        Those whose main concept it is.
    open : tuple of int
        Those that hold an open question.
    cards : tuple of int
        The first of them that can be cards.
    first : str
        The id of the first of all.
    """

    numbers: tuple[int, ...]
    main: tuple[int, ...]
    open: tuple[int, ...]
    cards: tuple[int, ...]
    first: str


class OnDay(msgspec.Struct, frozen=True, array_like=True):
    """What was first marked in a source on one day: how much, in which chapters, and where it begins."""

    day: str
    count: int
    chapters: tuple[str, ...]
    first: str
    brief: str


class Naming(msgspec.Struct, frozen=True, array_like=True):
    """A line of a comment that links to a concept, from a passage that is not on its page."""

    concept: str
    number: int
    line: str


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """The facets of one source.

    Attributes
    ----------
    unclaimed : tuple of int
        The passages that no concept claims.
    open, answered : tuple of int
        Those that hold an open question, and those whose question the owner answered.
    tags : mapping
        For each spelling of a tag the passages with it, each as often as it was written there.
    undated : int
        How many have no date.
    newest : str
        The latest date of a passage; empty if none is known.
    """

    concepts: Mapping[str, OnConcept]
    unclaimed: tuple[int, ...]
    open: tuple[int, ...]
    answered: tuple[int, ...]
    tags: Mapping[str, tuple[int, ...]]
    days: tuple[OnDay, ...]
    undated: int
    newest: str
    naming: tuple[Naming, ...]


def facets_of(passages: Sequence[Passage], published: Published) -> Facets:
    """The facets of a source with these passages."""
    concepts = [tuple(concept.id for concept in published.concepts_of(passage)) for passage in passages]
    is_open = [published.is_open(passage) for passage in passages]
    days, undated = _days(passages, published)
    return Facets(
        concepts=_on_concepts(passages, concepts, is_open, published),
        unclaimed=tuple(number for number, found in enumerate(concepts) if not found),
        open=tuple(number for number, asked in enumerate(is_open) if asked),
        answered=tuple(n for n, passage in enumerate(passages) if published.answers_to(passage) and asks(passage)),
        tags=_tags(passages),
        days=days,
        undated=undated,
        newest=max(map(date_of, passages), default=""),
        naming=tuple(_naming(passages, concepts, published.named)),
    )


def date_of(passage: Passage) -> str:
    """When a passage was marked last; empty if that is not known."""
    return max(witness.created for witness in passage.annotations)


def _on_concepts(
    passages: Sequence[Passage], concepts: Sequence[Sequence[str]], is_open: Sequence[bool], published: Published
) -> dict[str, OnConcept]:
    numbers: dict[str, list[int]] = {}
    for number, names in enumerate(concepts):
        for concept in names:
            numbers.setdefault(concept, []).append(number)
    result = {}
    for concept, found in numbers.items():
        main = tuple(number for number in found if concepts[number][0] == concept)
        cards = card_places(published.by_id[concept], [passages[number] for number in main])
        result[concept] = OnConcept(
            numbers=tuple(found),
            main=main,
            open=tuple(number for number in found if is_open[number]),
            cards=tuple(main[place] for place in cards),
            first=passages[found[0]].id,
        )
    return result


def _tags(passages: Sequence[Passage]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        for witness in passage.annotations:
            for tag in witness.tags:
                found.setdefault(tag, []).append(number)
    return {tag: tuple(numbers) for tag, numbers in found.items()}


def _days(passages: Sequence[Passage], published: Published) -> tuple[tuple[OnDay, ...], int]:
    """What was marked on each day, each passage under the day when it was first marked; and how many have no date."""
    days: dict[str, list[Passage]] = {}
    undated = 0
    for passage in passages:
        dates = [day for witness in passage.annotations if (day := _day_of(witness.created))]
        if dates:
            days.setdefault(min(dates), []).append(passage)
        else:
            undated += 1
    return tuple(_day(day, marked, published) for day, marked in days.items()), undated


def _day_of(created: str) -> str:
    """The day of a time; empty where an export says none, or one that no calendar has."""
    if match := _DATE.match(created):
        with suppress(ValueError):
            return date.fromisoformat(match[0]).isoformat()
    return ""


def _day(day: str, passages: Sequence[Passage], published: Published) -> OnDay:
    chapters = dict.fromkeys(p.annotations[0].locator.chapter for p in passages if p.annotations[0].locator.chapter)
    first = passages[0]
    return OnDay(
        day=day,
        count=len(passages),
        chapters=tuple(chapters)[:_CHAPTERS],
        first=first.id,
        brief=brief(first, published),
    )


def _naming(
    passages: Sequence[Passage], concepts: Sequence[Sequence[str]], named: Callable[[str], Mapping[str, str]]
) -> Iterator[Naming]:
    for number, passage in enumerate(passages):
        comments = (body.value for witness in passage.annotations for body in witness.comments)
        found = dict.fromkeys(
            (concept, line)
            for comment in comments
            if "[" in comment
            for name, line in named_in(comment)
            for concept in named(name)
            if concept not in concepts[number]
        )
        yield from (Naming(concept, number, line) for concept, line in found)
