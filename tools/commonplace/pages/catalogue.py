"""What pages are made from: concepts, what was read, and how both hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commonplace.last_import import LastImport
from commonplace.model import Annotation, Concept, Link, NoteVerdict, Passage, Source, Topic, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A source with its passages in reading order."""

    source: Source
    passages: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The published part of a library.

    Attributes
    ----------
    topics : tuple of Topic
        The library's own tags as a tree, each below its parent.
    links : mapping
        The links of each annotation, by its id.
    verdicts : mapping
        The verdict of each formula, by concept and place on its page.
    notes : mapping
        What came of holding a reader's formula against those of a concept, by concept and TeX.
    attachments : frozenset of str
        The attachments that are at hand, as paths below docs/.
    drawn : frozenset of str
        Ids of the concepts whose picture is at hand.
    last_import : LastImport
        What the last import brought.
    """

    topics: tuple[Topic, ...] = ()
    concepts: tuple[Concept, ...]
    readings: tuple[Reading, ...]
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, int], Verdict] = field(default_factory=dict)
    notes: Mapping[tuple[str, str], NoteVerdict] = field(default_factory=dict)
    attachments: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    last_import: LastImport = field(default_factory=LastImport)

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Concepts by id."""
        return {concept.id: concept for concept in self.concepts}

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

    def concepts_of(self, passage: Passage) -> tuple[Concept, ...]:
        """The concepts that any witness of `passage` is linked to."""
        linked = dict.fromkeys(link.concept for link in self.links_of(passage))
        return tuple(self.by_id[concept_id] for concept_id in linked if concept_id in self.by_id)

    def links_of(self, passage: Passage) -> tuple[Link, ...]:
        """The links of all witnesses of `passage`."""
        return tuple(link for witness in passage.annotations for link in self.links.get(witness.id, ()))

    @cached_property
    def relations(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """For each concept the concepts whose pages declare a relation to it, with its kind."""
        result: dict[str, list[tuple[str, str]]] = {concept.id: [] for concept in self.concepts}
        for concept in self.concepts:
            for relation in concept.related:
                if relation.concept in result:
                    result[relation.concept].append((concept.id, relation.kind))
        return {concept_id: tuple(found) for concept_id, found in result.items()}


def with_reader_tag(readings: Iterable[Reading]) -> dict[str, list[tuple[Reading, Passage]]]:
    """The passages that carry each tag of the reader's, by the tag as it was first written; case does not matter."""
    written: dict[str, str] = {}
    result: dict[str, list[tuple[Reading, Passage]]] = {}
    for reading in readings:
        for passage in reading.passages:
            for tag in tags_of(passage.annotations):
                name = written.setdefault(tag.casefold(), tag)
                result.setdefault(name, []).append((reading, passage))
    return result


def tags_of(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """The reader's tags on any of `annotations`, each once."""
    return tuple({tag.casefold(): tag for annotation in annotations for tag in annotation.tags}.values())
