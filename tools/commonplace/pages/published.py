"""What is published of a library, and what one passage or concept of it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from commonplace.concepts.backlinks import Backlink, backlinks
from commonplace.concepts.terms import Terms
from commonplace.language import Language
from commonplace.model import Annotation, Concept, Link, NoteVerdict, Passage, Reading, Topic, Verdict
from commonplace.questions import asks
from commonplace.store.decisions import Decision
from commonplace.store.last_import import LastImport


class Published(msgspec.Struct, frozen=True, kw_only=True, dict=True):
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
    terms : Terms or None
        Those of the concepts, where they are at hand.
    """

    language: Language = msgspec.field(default_factory=Language)
    apps: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    prose: Mapping[str, str] = msgspec.field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    concepts: tuple[Concept, ...]
    readings: tuple[Reading, ...]
    links: Mapping[str, tuple[Link, ...]] = msgspec.field(default_factory=dict)
    verdicts: Mapping[tuple[str, int], Verdict] = msgspec.field(default_factory=dict)
    notes: Mapping[tuple[str, str, str], NoteVerdict] = msgspec.field(default_factory=dict)
    attachments: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    last_import: LastImport = msgspec.field(default_factory=LastImport)
    answers: Mapping[str, Decision] = msgspec.field(default_factory=dict)
    terms: Terms | None = None

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

    def told_passages(self, count: int) -> str:
        """How many passages there are, in words."""
        return f"{count} {self.say('条', 'passage' if count == 1 else 'passages')}"

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
    def by_first_tag(self) -> Mapping[str, tuple[Concept, ...]]:
        """The concepts under the first of their tags, in the vocabulary's order; last, under "", those with none."""
        result: dict[str, list[Concept]] = {tag: [] for tag in (*self.by_topic, "")}
        for concept in self.concepts:
            result[concept.tags[0] if concept.tags else ""].append(concept)
        return {tag: tuple(found) for tag, found in result.items() if found}

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
        known = self._open.get(passage.id)
        if known is None:
            known = self._open[passage.id] = asks(passage, self.answers)
        return known

    @cached_property
    def _open(self) -> dict[str, bool]:
        """As above."""
        return {}

    def answers_to(self, passage: Passage) -> tuple[Decision, ...]:
        """What the owner answered to the questions of `passage`."""
        return tuple(self.answers[one.id] for one in passage.annotations if one.id in self.answers)

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[Backlink, ...]]:
        """For each concept the sentences of other pages that link to it."""
        return backlinks(self.prose, self.by_id)

    def named(self, text: str) -> Mapping[str, str]:
        """The concepts that a text is a name of."""
        return self._terms.named(text)

    @cached_property
    def _terms(self) -> Terms:
        return self.terms or Terms(self.concepts)

    @cached_property
    def relations(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each concept the concepts whose pages declare a relation to it, with its kind."""
        result: dict[str, list[tuple[str, str]]] = {concept.id: [] for concept in self.concepts}
        for concept in self.concepts:
            for relation in concept.related:
                if relation.concept in result:
                    result[relation.concept].append((concept.id, relation.kind))
        return {concept_id: tuple(found) for concept_id, found in result.items()}


def tags_of(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """The reader's tags on any of `annotations`, each spelling once, whatever its case."""
    return tuple({tag.casefold(): tag for annotation in annotations for tag in annotation.tags}.values())
