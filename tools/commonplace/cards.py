"""Cards for review: a formula to be recalled, and a passage whose term is hidden."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

import msgspec

from commonplace.model import Concept, FormulaDeclaration, Passage, Source
from commonplace.text import is_cjk

_LONGEST = 240  # Characters; what is longer is read, not recalled.
MOST_OF_CONCEPT = 3
"""Passages of a concept that are cards."""


class FormulaCard(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a concept; its formula is to be recalled.

    Attributes
    ----------
    key : str
        The same as long as the concept has a formula for the same snippet, whatever happens to names and TeX.
    number : int
        Which formula of the concept it is, from 1, and 0 if there is only one.
    """

    key: str
    concept: Concept
    formula: FormulaDeclaration
    number: int = 0


class PassageCard(msgspec.Struct, frozen=True, kw_only=True):
    """A passage, of which `pieces` are hidden: each is a text and whether it is; what these say is to be recalled."""

    key: str
    concept: Concept
    source: Source
    passage: Passage

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The words in pieces."""
        return _splitting(self.concept.terms)(self.passage.quote)


Card = FormulaCard | PassageCard


def cards_of(concepts: Iterable[Concept], passages: Mapping[str, Sequence[tuple[Source, Passage]]]) -> tuple[Card, ...]:
    """
    Make the cards of concepts, each concept's together.

    Parameters
    ----------
    concepts
        In the order in which they are to be learnt.
    passages
        The passages of each that are to be cards, by its id, with their sources; see `fitting`.
    """
    cards: list[Card] = []
    for concept in concepts:
        cards.extend(_formula_cards(concept))
        for source, passage in passages.get(concept.id, ()):
            key = _key("passage", concept.first_id, passage.id)
            cards.append(PassageCard(key=key, concept=concept, source=source, passage=passage))
    return tuple(cards)


def fitting(
    concepts: Iterable[Concept], passages: Mapping[str, Sequence[tuple[Source, Passage]]]
) -> dict[str, list[tuple[Source, Passage]]]:
    """The first passages of each concept that can be cards, of those whose main concept it is, by its id."""
    return {
        concept.id: [found[place] for place in card_places(concept, [passage for _, passage in found])]
        for concept in concepts
        if (found := passages.get(concept.id, ()))
    }


def _formula_cards(concept: Concept) -> Iterator[FormulaCard]:
    seen: dict[str, int] = {}
    for number, formula in enumerate(concept.formulas, 1):
        name = formula.snippet or formula.tex
        seen[name] = seen.get(name, 0) + 1
        yield FormulaCard(
            key=_key("formula", concept.first_id, name, str(seen[name])),
            concept=concept,
            formula=formula,
            number=number if len(concept.formulas) > 1 else 0,
        )


def card_places(concept: Concept, passages: Sequence[Passage]) -> tuple[int, ...]:
    """Which of the passages whose main concept this is are the first that can be cards, by their places.

    They are short and hold a term.
    """
    if not passages:
        return ()
    pieces_of = _splitting(concept.terms)
    places = (
        place
        for place, passage in enumerate(passages)
        if len(passage.quote) <= _LONGEST and len(pieces_of(passage.quote)) > 1
    )
    return tuple(islice(places, MOST_OF_CONCEPT))


@lru_cache(maxsize=1024)  # Each source asks for each concept.
def _splitting(terms: tuple[str, ...]) -> Callable[[str], tuple[tuple[str, bool], ...]]:
    """Make what splits a quote at the terms of a concept, the longest first."""
    longest_first = sorted(filter(None, terms), key=len, reverse=True)
    if not longest_first:
        return lambda quote: ((quote, False),)
    pattern = re.compile("(" + "|".join(map(_pattern, longest_first)) + ")", re.IGNORECASE)
    return lambda quote: tuple((piece, number % 2 == 1) for number, piece in enumerate(pattern.split(quote)) if piece)


def _pattern(term: str) -> str:
    words = r"\s*".join(map(re.escape, term.split()))
    before = "" if is_cjk(term[0]) else r"(?<![A-Za-z0-9])"
    behind = "" if is_cjk(term[-1]) else r"(?![A-Za-z0-9])"
    return before + words + behind


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
