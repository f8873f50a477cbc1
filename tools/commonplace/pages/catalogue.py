"""What pages are made from: concepts, what was read, and how both hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commonplace.backlinks import Backlink, backlinks, named_in
from commonplace.decisions import Decision
from commonplace.language import Language
from commonplace.last_import import LastImport
from commonplace.model import Annotation, Concept, Link, NoteVerdict, Passage, Reading, Topic, Verdict
from commonplace.questions import asks
from commonplace.tags import ReaderTag, reader_tags
from commonplace.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The published part of a library.

    Attributes
    ----------
    language : Language
        The language of the interface.
    apps : mapping
        What readers call the app of each format, in Chinese and English, by the format's name.
    prose : mapping
        What the owner wrote on each concept's page, by its id.
    topics : tuple of Topic
        The library's own tags as a tree, each below its parent.
    links : mapping
        The links of each annotation, by its id.
    verdicts : mapping
        The verdict of each formula, by concept and place on its page.
    notes : mapping
        What came of holding a reader's formula against those of a concept, by concept, key of the document, and TeX.
    attachments : frozenset of str
        The attachments that are at hand, as paths below docs/.
    drawn : frozenset of str
        Ids of the concepts whose picture is at hand.
    last_import : LastImport
        What the last import brought.
    answers : mapping
        The owner's answers to questions, by the annotation that asks.
    asking : frozenset of str or None
        Ids of the passages that ask something, answered or not, where that is known already.
    blocks : callable
        Gives a passage on the page of a concept that was made already, by source, concept and passage.
    """

    language: Language = field(default_factory=Language)
    apps: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    prose: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    concepts: tuple[Concept, ...]
    readings: tuple[Reading, ...]
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, int], Verdict] = field(default_factory=dict)
    notes: Mapping[tuple[str, str, str], NoteVerdict] = field(default_factory=dict)
    attachments: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    last_import: LastImport = field(default_factory=LastImport)
    answers: Mapping[str, Decision] = field(default_factory=dict)
    asking: frozenset[str] | None = None
    blocks: Callable[[str, str, str], str] | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Concepts by id."""
        return {concept.id: concept for concept in self.concepts}

    def say(self, zh: str, en: str) -> str:
        """One of two texts, or both, as the language of the interface is."""
        return self.language(zh, en)

    def listed(self, things: Iterable[str]) -> str:
        """Things one after the other, as the language of the interface parts them."""
        return self.language.listed(things)

    def title_of(self, concept: Concept) -> str:
        """The name of a concept in the language of the interface."""
        return self.language.title(concept.title, concept.names)

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Concept, ...]]:
        """The concepts of each tag that the vocabulary or a concept names, in the order of the vocabulary."""
        result: dict[str, list[Concept]] = {topic.name: [] for topic in self.topics}
        for concept in self.concepts:
            for tag in concept.tags:
                result.setdefault(tag, []).append(concept)
        return {tag: tuple(found) for tag, found in result.items()}

    @cached_property
    def passages_by_concept(self) -> Mapping[str, tuple[tuple[Reading, tuple[Passage, ...]], ...]]:
        """For each concept the sources that speak of it, each with its passages on it."""
        result: dict[str, list[tuple[Reading, tuple[Passage, ...]]]] = {concept.id: [] for concept in self.concepts}
        for reading in self.readings:
            of_concept: dict[str, list[Passage]] = {}
            for passage in reading.passages:
                for concept in self.concepts_of(passage):
                    of_concept.setdefault(concept.id, []).append(passage)
            for concept_id, passages in of_concept.items():
                result[concept_id].append((reading, tuple(passages)))
        return {concept_id: tuple(found) for concept_id, found in result.items()}

    @cached_property
    def main_passages(self) -> Mapping[str, tuple[tuple[Reading, Passage], ...]]:
        """For each concept the passages whose main concept it is."""
        return {
            concept.id: tuple(
                (reading, passage)
                for reading, passages in self.passages_by_concept[concept.id]
                for passage in passages
                if self.concepts_of(passage)[0] is concept
            )
            for concept in self.concepts
        }

    @cached_property
    def passage_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many passages each source, by the path of its page, has on each concept."""
        result: dict[str, dict[str, int]] = {reading.path: {} for reading in self.readings}
        for concept_id, found in self.passages_by_concept.items():
            for reading, passages in found:
                result[reading.path][concept_id] = len(passages)
        return result

    def concepts_of(self, passage: Passage) -> tuple[Concept, ...]:
        """The concepts that any witness of `passage` is linked to, the main one first."""
        known = self._concepts_by_passage.get(passage.id)
        if known is None:
            known = self._concepts_by_passage[passage.id] = self._ranked(passage)
        return known

    @cached_property
    def _concepts_by_passage(self) -> dict[str, tuple[Concept, ...]]:
        """What was asked already: every page asks."""
        return {}

    def _ranked(self, passage: Passage) -> tuple[Concept, ...]:
        weights: dict[str, float] = {}
        for link in self.links_of(passage):
            weights[link.concept] = max(weights.get(link.concept, 0.0), link.weight)
        ranked = sorted(weights, key=lambda concept_id: -weights[concept_id])
        return tuple(self.by_id[concept_id] for concept_id in ranked if concept_id in self.by_id)

    def links_of(self, passage: Passage) -> tuple[Link, ...]:
        """The links of all witnesses of `passage`."""
        return tuple(link for witness in passage.annotations for link in self.links.get(witness.id, ()))

    def is_open(self, passage: Passage) -> bool:
        """Whether `passage` is an open question."""
        if self.asking is not None and passage.id not in self.asking:
            return False
        known = self._open.get(passage.id)
        if known is None:
            known = self._open[passage.id] = asks(passage, self.answers)
        return known

    @cached_property
    def _open(self) -> dict[str, bool]:
        """As above."""
        return {}

    @cached_property
    def dated_passages(self) -> tuple[tuple[str, Reading, Passage], ...]:
        """The passages whose date is known, the latest first."""
        dated = [
            (max(witness.created for witness in passage.annotations), reading, passage)
            for reading in self.readings
            for passage in reading.passages
        ]
        return tuple(sorted((one for one in dated if one[0]), key=lambda one: (one[0], one[2].id), reverse=True))

    def answers_to(self, passage: Passage) -> tuple[Decision, ...]:
        """What the owner answered to the questions of `passage`."""
        return tuple(self.answers[one.id] for one in passage.annotations if one.id in self.answers)

    @cached_property
    def reader_tags(self) -> tuple[tuple[ReaderTag, tuple[tuple[Reading, Passage], ...]], ...]:
        """The reader's tags, each with the passages that carry it."""
        named = Terms(self.concepts).named
        tagged = [(r, p, tags) for r in self.readings for p in r.passages if (tags := _all_tags(p))]
        gathered = reader_tags((tag for _, _, tags in tagged for tag in tags), named)
        place = {spelling: number for number, tag in enumerate(gathered) for spelling in tag.spellings}
        found: list[list[tuple[Reading, Passage]]] = [[] for _ in gathered]
        for reading, passage, tags in tagged:
            for number in dict.fromkeys(place[tag] for tag in tags):
                found[number].append((reading, passage))
        return tuple((tag, tuple(passages)) for tag, passages in zip(gathered, found, strict=True))

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[Backlink, ...]]:
        """For each concept the sentences of other pages that link to it."""
        return backlinks(self.prose, self.by_id)

    @cached_property
    def comments_naming(self) -> Mapping[str, tuple[tuple[Reading, Passage, str], ...]]:
        """For each concept the lines of comments that link to it from passages that are not on its page."""
        named = Terms(self.concepts).named
        result: dict[str, dict[tuple[str, str], tuple[Reading, Passage, str]]] = {}
        for reading in self.readings:
            for passage in reading.passages:
                comments = (body.value for witness in passage.annotations for body in witness.comments)
                links = [link for comment in comments if "[" in comment for link in named_in(comment)]
                own = {concept.id for concept in self.concepts_of(passage)} if links else set()
                for name, line in links:
                    for concept in (one for one in named(name) if one not in own):
                        result.setdefault(concept, {})[passage.id, line] = (reading, passage, line)
        return {concept: tuple(found.values()) for concept, found in result.items()}

    @cached_property
    def relations(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each concept the concepts whose pages declare a relation to it, with its kind."""
        result: dict[str, list[tuple[str, str]]] = {concept.id: [] for concept in self.concepts}
        for concept in self.concepts:
            for relation in concept.related:
                if relation.concept in result:
                    result[relation.concept].append((concept.id, relation.kind))
        return {concept_id: tuple(found) for concept_id, found in result.items()}


def _all_tags(passage: Passage) -> list[str]:
    return [tag for witness in passage.annotations for tag in witness.tags]


def tags_of(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """The reader's tags on any of `annotations`, each spelling once, whatever its case."""
    return tuple({tag.casefold(): tag for annotation in annotations for tag in annotation.tags}.values())
