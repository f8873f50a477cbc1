"""The whole library seen at once: what lists and pages are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from commonplace.concepts.terms import Terms
from commonplace.formulas.snippet_sources import sources_behind
from commonplace.importers import app_of
from commonplace.linking.links import link, with_decisions
from commonplace.merging.passages import passages_of
from commonplace.model import Annotation, Concept, Link, Passage, Reading, Topic, Verdict
from commonplace.pages.catalogue import Catalogue
from commonplace.privacy import Withheld, sole_account, withheld
from commonplace.questions import asks, is_question
from commonplace.store import attachments
from commonplace.store.decisions import Decision
from commonplace.store.last_import import LastImport
from commonplace.store.library import Library
from commonplace.store.regions import prose_of
from commonplace.store.settings import NAME as SETTINGS
from commonplace.store.settings import Settings, read_settings
from commonplace.store.shelves import Shelf, Store, shelves_of
from commonplace.store.verdicts import digest, read_verdicts
from commonplace.workflows.judging import judged_notes


class Survey(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A library: its concepts, its sources with their passages, and what links them.

    Attributes
    ----------
    passages : mapping
        The passages of each source, by its id.
    links : mapping
        The links of each annotation, by its id.
    withheld : mapping
        The annotations that may not stand on pages, by id, and why.
    presumed : frozenset of str
        The account that is taken for the owner's, who named none.
    gone : tuple of Shelf
        What was set aside because its exports no longer hold it: in no list and on no page but its own.
    last_import : LastImport
        What the last import brought.
    decisions : tuple of Decision
        What the owner decided.
    """

    topics: tuple[Topic, ...]
    concepts: tuple[Concept, ...]
    shelves: tuple[Shelf, ...]
    passages: Mapping[str, tuple[Passage, ...]]
    links: Mapping[str, tuple[Link, ...]]
    withheld: Mapping[str, Withheld] = msgspec.field(default_factory=dict)
    presumed: frozenset[str] = frozenset()
    gone: tuple[Shelf, ...] = ()
    last_import: LastImport = msgspec.field(default_factory=LastImport)
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def answers(self) -> Mapping[str, Decision]:
        """The owner's answers, by the annotation that asks."""
        return {decision.subject: decision for decision in self.decisions if decision.verb == "answer"}

    def is_open(self, annotation: Annotation) -> bool:
        """Whether an annotation is an open question: it asks, and nobody answered its passage."""
        return is_question(annotation) and asks(self.passage(annotation), self.answers)

    def passage(self, annotation: Annotation) -> Passage:
        """The passage that an annotation is a witness of; what was set aside is one by itself."""
        return self.passage_of.get(annotation.id) or Passage(annotations=(annotation,), quote=annotation.quote)

    @cached_property
    def public(self) -> frozenset[str]:
        """Ids of the annotations that may stand on pages."""
        return frozenset(annotation.id for annotation in self.annotations if annotation.id not in self.withheld)

    @cached_property
    def annotations(self) -> tuple[Annotation, ...]:
        """Every annotation, source by source in reading order."""
        return tuple(annotation for shelf in self.shelves for annotation in shelf.annotations)

    @cached_property
    def source_of(self) -> Mapping[str, str]:
        """The id of the source of each annotation."""
        shelves = (*self.shelves, *self.gone)
        return {annotation.id: shelf.source.id for shelf in shelves for annotation in shelf.annotations}

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
    with library.reading():
        store = library.store() if store is None else store
        concepts = library.concepts()
        decisions = library.decisions()
        topics, last_import, settings = library.topics(), library.last_import(), settings_of(library)
    whole = shelves_of(store, decisions)
    shelves = tuple(_those(whole, gone=False))
    passages = {shelf.source.id: passages_of(shelf.annotations) for shelf in shelves}
    present = [annotation for shelf in shelves for annotation in shelf.annotations]
    presumed = sole_account(store.annotations.values())
    return Survey(
        topics=topics,
        concepts=concepts,
        shelves=shelves,
        passages=passages,
        links=_links(present, concepts, decisions, passages),
        withheld=withheld(store.annotations.values(), settings.publishing, presumed),
        presumed=frozenset() if settings.publishing.accounts else presumed,
        gone=tuple(_those(whole, gone=True)),
        last_import=last_import,
        decisions=decisions,
    )


def _those(shelves: Iterable[Shelf], *, gone: bool) -> Iterator[Shelf]:
    """The shelves with only what is gone from its exports, or only what is not."""
    for shelf in shelves:
        if annotations := tuple(a for a in shelf.annotations if bool(a.state) == gone):
            yield replace(shelf, annotations=annotations)


def _links(
    annotations: Sequence[Annotation],
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
    for told in with_decisions(link(annotations, Terms(concepts)), decisions, witnesses):
        links.setdefault(told.annotation, []).append(told)
    return {annotation: tuple(found) for annotation, found in links.items()}


def catalogue_of(library: Library, seen: Survey) -> Catalogue:
    """The published part of what was seen."""
    readings = (
        Reading(
            source=shelf.source,
            passages=seen.passages[shelf.source.id]
            if seen.public.issuperset(annotation.id for annotation in shelf.annotations)
            else passages_of(annotation for annotation in shelf.annotations if annotation.id in seen.public),
        )
        for shelf in seen.shelves
    )
    public = [annotation for annotation in seen.annotations if annotation.id in seen.public]
    return replace(
        empty_catalogue(library, seen.concepts, prose_in(library), known_verdicts(library, seen.concepts)),
        apps={name: app_of(name) for name in {annotation.importer for annotation in public}},
        readings=tuple(reading for reading in readings if reading.passages),
        links=seen.links,
        last_import=LastImport(
            new=seen.last_import.new & seen.public,
            changed=seen.last_import.changed & seen.public,
            gone=seen.last_import.gone - seen.withheld.keys(),
        ),
        answers=seen.answers,
        notes=judged_notes(seen.concepts, public, seen.links),
        attachments=pictures_in(library),
    )


def empty_catalogue(
    library: Library,
    concepts: tuple[Concept, ...],
    prose: Mapping[str, str],
    verdicts: Mapping[tuple[str, int], Verdict],
) -> Catalogue:
    """What a library is without what was read."""
    return Catalogue(
        language=settings_of(library).language,
        topics=library.topics(),
        concepts=concepts,
        prose=prose,
        readings=(),
        verdicts=verdicts,
        drawn=frozenset(
            concept.id
            for concept in concepts
            if concept.picture and library.read(library.drawing(concept.id)) is not None
        ),
    )


def prose_in(library: Library) -> dict[str, str]:
    """What the owner wrote on the page of each concept."""
    return {page.stem: prose_of(library.text(page) or "") for page in library.concept_pages()}


def pictures_in(library: Library) -> frozenset[str]:
    """The attachments that are at hand, as paths below docs/."""
    return frozenset(f"{attachments.FOLDER}/{name}" for name in library.names(library.docs / attachments.FOLDER))


def known_verdicts(library: Library, concepts: tuple[Concept, ...]) -> dict[tuple[str, int], Verdict]:
    """The verdicts of the last check that still hold, by concept and place of the formula."""
    path = library.verdicts
    kept = read_verdicts(library.text(path) or "")
    wanted = formula_digests(library, concepts)
    return {place: kept[key] for place, key in wanted.items() if key in kept}


def formula_digests(library: Library, concepts: tuple[Concept, ...]) -> dict[tuple[str, int], str]:
    """The digest of each formula with its snippets, by concept and place on its page."""

    def read(module: str) -> str | None:
        path = library.snippets / f"{module}.py"
        return library.text(path) if module.isidentifier() else None

    return {
        (concept.id, place): digest(formula, sources_behind(formula, read))
        for concept in concepts
        for place, formula in enumerate(concept.formulas, 1)
    }


def settings_of(library: Library) -> Settings:
    """What the owner of the library set."""
    path = library.root / SETTINGS
    text = library.text(path)
    return Settings() if text is None else read_settings(text)
