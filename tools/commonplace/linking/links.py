"""From annotations and concepts to links: what each annotation is about, its main concept first, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from commonplace.concepts.terms import Terms, prose
from commonplace.linking.emphasis import ALL, Emphasis, emphases
from commonplace.model import Annotation, Evidence, EvidenceKind, Link, TextQuoteSelector
from commonplace.store.decisions import Decision
from commonplace.text import weight as length_of

_TAG, _HEADING, _QUOTE, _COMMENT, _DISCUSSION = 6.0, 2.0, 2.0, 1.5, 0.9
_WHOLE_HEADING, _OUTER_HEADING, _AROUND = 3.0, 1.0, 0.5
_BRIEF = 60.0  # Letters of a comment that names a subject, rather than discusses it.
_FIRST_MENTION = 0.2  # What it adds to stand first in its text, in a common weight of 1.
_AGAIN, _MOST_AGAIN = 0.3, 3  # What each further mention adds, and how many count.
_LEAST_FIRST, _LEAST_FURTHER, _LEAST_SHARE, _EQUAL = 0.6, 2.1, 0.25, 0.95
"""What a link needs: as the only or main one, as a further one, and that one's share of the main one's weight;
what says as much as the main one is kept in any case (指数函数与 Sigmoid 函数).

A further concept needs more than one plain mention: a page that shows whatever names a concept is not worth reading.
"""

_COMMON = 0.12  # The share of a library's annotations that makes a word say half as much.
_STEP = 0.05
"""How finely it is told how much a term says."""
_UNSEEN = 40  # Annotations that a library is taken to have beside its own: no word is common among three.
_CONTEXT = 30  # Characters before and after a passage.
_COUNTED: tuple[EvidenceKind, ...] = ("quote", "comment")
_MATTERS: Mapping[EvidenceKind, float] = {"tag": 0.0, "heading": 0.5}
"""How much it matters that a term is common: not where the reader chose it, less where the author did."""

_NUMBERING = re.compile(r"(?:[\s\d.:：、\-]|第\s*[\d一二三四五六七八九十百]+\s*[章节節篇部])+")
_ADDRESS = re.compile(r"https?://\S+")


_PINNED = 100.0  # More than all evidence together: what the owner says comes first.


class Clue(NamedTuple):
    """One place of an annotation that speaks for a concept, and how loudly."""

    kind: EvidenceKind
    concept: str
    term: str
    weight: float


Clues: TypeAlias = tuple[tuple[str, tuple[Clue, ...]], ...]
"""Annotations by id, each with what speaks for concepts in it."""


def link(annotations: Iterable[Annotation], terms: Terms) -> tuple[Link, ...]:
    """Link each annotation to the concepts that it is about, the main one first.

    A term that much of the library uses counts less: 神经网络 in every second sentence says little. How common it is
    depends on all of `annotations` together, not on their order.
    """
    clues = clues_in(annotations, terms)
    return links_of(clues, rarities(term_counts(clues), len(clues)))


def clues_in(annotations: Iterable[Annotation], terms: Terms) -> Clues:
    """What speaks for concepts in each of `annotations`, whatever the rest of the library holds."""
    return tuple((annotation.id, tuple(_clues(annotation, terms))) for annotation in annotations)


def term_counts(clues: Clues) -> Counter[str]:
    """How many annotations use each term in their words or comments."""
    return Counter(term for _, found in clues for term in {clue.term for clue in found if clue.kind in _COUNTED})


def rarities(counts: Mapping[str, int], annotations: int) -> dict[str, float]:
    """How much each term says in a library of so many annotations that uses it so often; those that say all left out.

    It goes in steps, so that what one import adds moves few terms, and the links of the others stay what they are.
    """
    shares = {term: count / (annotations + _UNSEEN) / _COMMON for term, count in counts.items()}
    found = {term: round(round(1 / (1 + share**2) / _STEP) * _STEP, 6) for term, share in shares.items()}
    return {term: max(rarity, _STEP) for term, rarity in found.items() if rarity < 1}


def links_of(clues: Clues, rarity: Mapping[str, float]) -> tuple[Link, ...]:
    """The links of annotations, by what speaks in them and how much each term says in the whole library."""
    return tuple(told for annotation, found in clues for told in _links(annotation, found, rarity))


def _links(annotation: str, clues: Iterable[Clue], rarity: Mapping[str, float]) -> Iterator[Link]:
    weights: dict[str, float] = defaultdict(float)
    evidence: dict[str, dict[Evidence, None]] = defaultdict(dict)
    for clue in clues:
        weights[clue.concept] += clue.weight * rarity.get(clue.term, 1.0) ** _MATTERS.get(clue.kind, 1.0)
        evidence[clue.concept][Evidence(kind=clue.kind, term=clue.term)] = None
    ranked = sorted(weights, key=lambda concept: -weights[concept])
    least = _LEAST_FIRST
    for concept in ranked:
        if weights[concept] >= least:
            least = min(_EQUAL * weights[ranked[0]], max(_LEAST_FURTHER, _LEAST_SHARE * weights[ranked[0]]))
            yield Link(
                annotation=annotation,
                concept=concept,
                evidence=tuple(evidence[concept]),
                weight=round(weights[concept], 3),
            )


def _clues(annotation: Annotation, terms: Terms) -> Iterator[Clue]:
    found = [
        *_in_tags(annotation, terms),
        *_in_heading(annotation.locator.chapter, terms),
        *_in_text("quote", _without_addresses(annotation.quote), terms, _QUOTE),
    ]
    for comment in annotation.comments:
        text = prose(comment.value)
        found.extend(_in_text("comment", text, terms, _COMMENT if length_of(text) <= _BRIEF else _DISCUSSION))
    return iter(found or _last_resort(annotation, terms))


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if "http" in text else text


def _in_tags(annotation: Annotation, terms: Terms) -> Iterator[Clue]:
    for tag in annotation.tags:
        for concept, term in {c: t for level in (tag, *tag.split("/")) for c, t in terms.named(level).items()}.items():
            yield Clue("tag", concept, term, _TAG)


def _in_heading(heading: str, terms: Terms) -> Iterator[Clue]:
    """A heading that is nothing but a term says what stands below it; another one says of what it speaks too."""
    seen: set[str] = set()
    for concept, term, weight in emphases(heading, terms):
        if concept not in seen:
            seen.add(concept)
            yield Clue("heading", concept, term, _WHOLE_HEADING if weight >= ALL else _HEADING * min(weight, 1.0))


def _in_text(kind: EvidenceKind, text: str, terms: Terms, share: float) -> Iterator[Clue]:
    """Give the loudest mention of each concept its whole weight, further ones a little."""
    mentions: dict[str, list[Emphasis]] = defaultdict(list)
    for mention in emphases(text, terms):
        mentions[mention.concept].append(mention)
    for number, (concept, found) in enumerate(mentions.items()):
        loudest = max(found, key=lambda mention: mention.weight)
        others = sorted((mention.weight for mention in found if mention is not loudest), reverse=True)
        again = _AGAIN * sum(others[:_MOST_AGAIN]) + (0 if number else _FIRST_MENTION)
        yield Clue(kind, concept, loudest.term, share * (loudest.weight + again))
        for term in dict.fromkeys(mention.term for mention in found if mention.term != loudest.term):
            yield Clue(kind, concept, term, 0.0)


def _last_resort(annotation: Annotation, terms: Terms) -> Iterator[Clue]:
    """Where neither tag, heading, quote nor comment says anything: an outer heading that is a term, the text around."""
    for heading in reversed(annotation.locator.headings[:-1]):
        if found := terms.named(_NUMBERING.sub("", heading, count=1)):
            yield from (Clue("chapter", concept, term, _OUTER_HEADING) for concept, term in found.items())
            return
    for selector in annotation.selectors:
        if isinstance(selector, TextQuoteSelector):
            around = f"{selector.prefix[-_CONTEXT:]} … {selector.suffix[:_CONTEXT]}"
            yield from _in_text("context", around, terms, _AROUND)


def with_decisions(
    links: Iterable[Link], decisions: Iterable[Decision], same_passage: Mapping[str, Iterable[str]]
) -> tuple[Link, ...]:
    """Add the links that the owner pinned and take out those that the owner forbade.

    Parameters
    ----------
    links
        What the rules found, annotation by annotation.
    decisions
        What the owner said; a decision on an annotation that is no longer there waits for it.
    same_passage
        For each annotation all those that mark the same passage: what is forbidden for one is for all of them, except
        where the owner pinned it.
    """
    decisions = tuple(decisions)
    pinned = {(d.subject, d.object) for d in decisions if d.verb == "pin" and d.subject in same_passage}
    forbidden = {
        (other, d.object) for d in decisions if d.verb == "forbid" for other in same_passage.get(d.subject, ())
    } - pinned
    kept = [found for found in links if (found.annotation, found.concept) not in forbidden]
    known = {(found.annotation, found.concept) for found in kept}
    told = [_pinned(found) if (found.annotation, found.concept) in pinned else found for found in kept]
    told += [
        _pinned(Link(annotation=annotation, concept=concept, evidence=()))
        for annotation, concept in sorted(pinned - known)
    ]
    return tuple(sorted(told, key=lambda found: -found.weight))


def _pinned(found: Link) -> Link:
    owner = Evidence(kind="owner", term="")
    return replace(found, evidence=(owner, *found.evidence), weight=found.weight + _PINNED)
