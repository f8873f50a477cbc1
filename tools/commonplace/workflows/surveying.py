"""The whole library seen at once: what lists and pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from commonplace import attachments
from commonplace.decisions import Decision
from commonplace.files import text_of
from commonplace.library import Library, Shelf, Store, shelves_of
from commonplace.linking import link, with_decisions
from commonplace.model import Annotation, Concept, Link, Passage, Topic, Verdict
from commonplace.pages.catalogue import Catalogue, Reading
from commonplace.passages import passages_of
from commonplace.privacy import Publishing, published
from commonplace.questions import asks, is_question
from commonplace.settings import NAME as SETTINGS
from commonplace.settings import read_settings
from commonplace.snippet_sources import sources_behind
from commonplace.terms import Terms
from commonplace.verdicts import digest, read_verdicts


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A library: its concepts, its sources with their passages, and what links them.

    Attributes
    ----------
    passages : mapping
        The passages of each source, by its id.
    links : mapping
        The links of each annotation, by its id.
    public : frozenset of str
        Ids of the annotations that may stand on pages.
    decisions : tuple of Decision
        What the owner decided.
    """

    topics: tuple[Topic, ...]
    concepts: tuple[Concept, ...]
    shelves: tuple[Shelf, ...]
    passages: Mapping[str, tuple[Passage, ...]]
    links: Mapping[str, tuple[Link, ...]]
    public: frozenset[str]
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def answers(self) -> Mapping[str, Decision]:
        """The owner's answers, by the annotation that asks."""
        return {decision.subject: decision for decision in self.decisions if decision.verb == "answer"}

    def is_open(self, annotation: Annotation) -> bool:
        """Whether an annotation is an open question: it asks, and nobody answered its passage."""
        return is_question(annotation) and asks(self.passage_of[annotation.id], self.answers)

    @cached_property
    def annotations(self) -> tuple[Annotation, ...]:
        """Every annotation, source by source in reading order."""
        return tuple(annotation for shelf in self.shelves for annotation in shelf.annotations)

    @cached_property
    def source_of(self) -> Mapping[str, str]:
        """The id of the source of each annotation."""
        return {annotation.id: shelf.source.id for shelf in self.shelves for annotation in shelf.annotations}

    @cached_property
    def passage_of(self) -> Mapping[str, Passage]:
        """The passage that each annotation is a witness of."""
        return {
            witness.id: passage
            for passages in self.passages.values()
            for passage in passages
            for witness in passage.annotations
        }


def survey(library: Library, store: Store | None = None) -> Survey:
    """See `library`, with what is in its store or in `store`."""
    library.require()
    store = library.store() if store is None else store
    concepts = library.concepts()
    shelves = shelves_of(store)
    passages = {shelf.source.id: passages_of(shelf.annotations) for shelf in shelves}
    decisions = library.decisions()
    return Survey(
        topics=library.topics(),
        concepts=concepts,
        shelves=shelves,
        passages=passages,
        links=_links(store, concepts, decisions, passages),
        public=frozenset(a.id for a in published(store.annotations.values(), _publishing(library))),
        decisions=decisions,
    )


def _links(
    store: Store,
    concepts: tuple[Concept, ...],
    decisions: tuple[Decision, ...],
    passages: Mapping[str, tuple[Passage, ...]],
) -> dict[str, tuple[Link, ...]]:
    """The links of each annotation, the rules' and the owner's."""
    witnesses = {
        witness.id: [other.id for other in passage.annotations]
        for found in passages.values()
        for passage in found
        for witness in passage.annotations
    }
    links: dict[str, list[Link]] = {}
    for told in with_decisions(link(store.annotations.values(), Terms(concepts)), decisions, witnesses):
        links.setdefault(told.annotation, []).append(told)
    return {annotation: tuple(found) for annotation, found in links.items()}


def catalogue_of(library: Library, seen: Survey) -> Catalogue:
    """The published part of what was seen."""
    readings = (
        Reading(
            source=shelf.source,
            passages=passages_of(annotation for annotation in shelf.annotations if annotation.id in seen.public),
        )
        for shelf in seen.shelves
    )
    folder = library.docs / attachments.FOLDER
    return Catalogue(
        topics=seen.topics,
        concepts=seen.concepts,
        readings=tuple(reading for reading in readings if reading.passages),
        links=seen.links,
        answers=seen.answers,
        verdicts=known_verdicts(library, seen.concepts),
        drawn=frozenset(
            concept.id for concept in seen.concepts if concept.picture and library.drawing(concept.id).is_file()
        ),
        attachments=frozenset(f"{attachments.FOLDER}/{path.name}" for path in folder.glob("*")),
    )


def known_verdicts(library: Library, concepts: tuple[Concept, ...]) -> dict[tuple[str, int], Verdict]:
    """The verdicts of the last check that still hold, by concept and place of the formula."""
    path = library.verdicts
    kept = read_verdicts(text_of(path)) if path.exists() else {}
    wanted = formula_digests(library, concepts)
    return {place: kept[key] for place, key in wanted.items() if key in kept}


def formula_digests(library: Library, concepts: tuple[Concept, ...]) -> dict[tuple[str, int], str]:
    """The digest of each formula with its snippets, by concept and place on its page."""

    def read(module: str) -> str | None:
        path = library.snippets / f"{module}.py"
        return text_of(path) if module.isidentifier() and path.is_file() else None

    return {
        (concept.id, place): digest(formula, sources_behind(formula, read))
        for concept in concepts
        for place, formula in enumerate(concept.formulas, 1)
    }


def _publishing(library: Library) -> Publishing:
    path = library.root / SETTINGS
    return read_settings(text_of(path)) if path.exists() else Publishing()
