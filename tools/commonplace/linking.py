"""From annotations and concepts to links, each with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import ahocorasick_rs

from commonplace.model import Annotation, Concept, Evidence, EvidenceKind, Link
from commonplace.text import folded, is_cjk


class Terms:
    """Every term of every concept, found in a text in one pass.

    Chinese terms match within running text, others on word borders (a plural ``s`` may follow), in any case and
    width; where terms overlap the longest wins, so 偏导数 is not 导数.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        meanings: dict[str, dict[str, str]] = defaultdict(dict)
        for concept in concepts:
            for term in concept.terms:
                if key := folded(term):
                    meanings[key].setdefault(concept.id, term)
        self._meanings = dict(meanings)
        self._patterns = tuple(meanings)
        self._automaton = ahocorasick_rs.AhoCorasick(self._patterns)

    def named(self, text: str) -> dict[str, str]:
        """The concepts that all of `text` is a term of, each with the term as its page writes it."""
        return self._meanings.get(folded(text), {})

    def within(self, text: str) -> dict[str, str]:
        """The concepts that have a term in `text`, in the order of their places, each with that term."""
        plain = folded(text)
        result: dict[str, str] = {}
        for pattern in self._longest(plain):
            for concept, term in self._meanings[pattern].items():
                result.setdefault(concept, term)
        return result

    def _longest(self, text: str) -> Iterator[str]:
        """The terms of `text` from left to right, where several begin the longest, none within another."""
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        free = 0
        for start, end, pattern in sorted(
            ((start, end, pattern) for pattern, start, end in matches if _on_borders(text, start, end)),
            key=lambda match: (match[0], -match[1]),
        ):
            if start >= free:
                yield self._patterns[pattern]
                free = end


def _on_borders(text: str, start: int, end: int) -> bool:
    return _is_border(text, start) and (
        _is_border(text, end) or (text[end] == "s" and _is_border(text, end + 1) and text[end - 1].isascii())
    )


def _is_border(text: str, place: int) -> bool:
    """Whether a word may begin or end between the characters before and at `place`."""
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    return not (before.isalnum() and after.isalnum()) or is_cjk(before) or is_cjk(after)


def link(annotations: Iterable[Annotation], terms: Terms) -> tuple[Link, ...]:
    """Link each annotation to the concepts that it is about, the strongest evidence first."""
    return tuple(found for annotation in annotations for found in _links_of(annotation, terms))


def _links_of(annotation: Annotation, terms: Terms) -> Iterator[Link]:
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for kind, found in _found(annotation, terms):
        for concept, term in found.items():
            reason = Evidence(kind=kind, term=term)
            if reason not in evidence[concept]:
                evidence[concept].append(reason)
    for concept, reasons in evidence.items():
        yield Link(annotation=annotation.id, concept=concept, evidence=tuple(reasons))


def _found(annotation: Annotation, terms: Terms) -> Iterator[tuple[EvidenceKind, dict[str, str]]]:
    for tag in annotation.tags:
        for level in (tag, *tag.split("/")):
            yield "tag", terms.named(level)
    yield "heading", terms.within(annotation.locator.chapter)
    yield "quote", terms.within(annotation.quote)
    for comment in annotation.comments:
        yield "comment", terms.within(comment.value)
